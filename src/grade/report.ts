import type { Evidence, Issue } from '../checks/issue.ts';
import type { SeenConnection, WhyUntried } from '../checks/reach/confirmation.ts';
import type { ObjectRef } from '../kubernetes/kube-object.ts';
import type { ClusterIdentity, UnansweredRead, Unenforced } from '../snapshot/snapshot.ts';

/** What became of a task. */
export type Verdict =
  | { readonly verdict: 'passed'; readonly evidence: readonly Evidence[]; readonly isMoving: boolean }
  | { readonly verdict: 'failed'; readonly issues: readonly Issue[]; readonly isMoving: boolean }
  /** A task that it comes `after` has failed. */
  | { readonly verdict: 'blocked'; readonly by: readonly string[] }
  | { readonly verdict: 'unknown'; readonly reasons: readonly UnknownReason[] }
  /** This cluster cannot show it; left out of the total. */
  | { readonly verdict: 'notGradable'; readonly needs: readonly string[] };

export type UnknownReason =
  | ({ readonly reason: 'outage' } & UnansweredRead)
  /** The lab itself is at fault, as with a CEL expression that ends in an error: never the learner. */
  | { readonly reason: 'grader'; readonly detail: string }
  /** It would be judged otherwise if these nodes answered, on which Pods of the lab run. */
  | { readonly reason: 'lostNodes'; readonly nodes: readonly string[]; readonly pods: readonly ObjectRef[] }
  /** A task that it comes `after` is unknown or not gradable. */
  | { readonly reason: 'after'; readonly tasks: readonly string[] };

export interface TaskReport {
  readonly id: string;
  readonly title: string;
  readonly points: number;
  readonly verdict: Verdict;
}

/** Earned points lie between `min` (unknown tasks count nothing) and `max` (all of them pass), of `total` gradable ones. */
export interface Score {
  readonly min: number;
  readonly max: number;
  readonly total: number;
}

/** Verdicts and points of one copy of a lab; every output format is a pure function of it. */
export interface Report {
  readonly lab: string;
  readonly title: string;
  /** `''` for the plain copy. */
  readonly copy: string;
  readonly cluster: ClusterIdentity;
  readonly takenAt: string;
  readonly tasks: readonly TaskReport[];
  readonly score: Score;
  /** The lab file has changed since this copy was started; graded with the text it was started with. */
  readonly isLabChanged: boolean;
  /** What a reader of these verdicts should know of the cluster. */
  readonly notes: readonly ReportNote[];
}

/** What a reader of the verdicts should know beside them; `tasks`: those that it concerns. */
export type ReportNote =
  | PoliciesNotEnforced
  /** Connections that the policies allow did not come about. `isFresh`: a policy has changed seconds ago. */
  | (TriedConnections & { readonly note: 'did_not_come_about'; readonly isFresh: boolean })
  /**
   * Connections that the policies forbid came about, and that nobody enforces policies is not sure: others that they forbid
   * were cut off, or refused, which a program that is not there does as well; or a policy has changed seconds ago.
   */
  | (TriedConnections & { readonly note: 'came_about'; readonly doubt: 'fresh' | 'cut_off' | 'refused' })
  /** Connections should have been tried from a Pod, and could not be; `tried`: so many were. */
  | {
      readonly note: 'not_tried';
      readonly from: ObjectRef;
      readonly untried: WhyUntried;
      readonly tried: number;
      readonly tasks: readonly string[];
    };

/** Policies were judged by their rules, and this cluster lets traffic through all the same. */
export interface PoliciesNotEnforced extends Unenforced {
  readonly note: 'policies_not_enforced';
  /** What showed it, where it was not `doctor --measure`. */
  readonly tried?: Omit<TriedConnections, 'tasks'>;
  readonly tasks: readonly string[];
}

export interface TriedConnections {
  /** The Pod that they were tried from. */
  readonly from: ObjectRef;
  readonly connections: readonly SeenConnection[];
  readonly tasks: readonly string[];
}
