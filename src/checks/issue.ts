import type { Json } from '../kubernetes/json.ts';
import type { ObjectRef } from '../kubernetes/kube-object.ts';
import type { PluginReason } from '../kubernetes/network-policy/peer-match.ts';
import type { Denial, Grant } from '../kubernetes/rbac/decide.ts';
import type { StayTime } from '../kubernetes/scheduling.ts';
import type { ToldExcess } from './access/told-excess.ts';
import type { AdmissionEvidence, AdmissionIssue } from './admission/told.ts';
import type { BehaviourEvidence, BehaviourIssue } from './behaviour/told.ts';
import type { CertificateEvidence, CertificateIssue } from './certificate/told.ts';
import type { ReachActor, ReachDecision, ReachRow } from './reach/told.ts';
import type { ReleaseEvidence, ReleaseIssue } from './release/told.ts';
import type { ToldTrouble } from './troubles.ts';
import type { FoundValue } from './wanted-values.ts';

/**
 * One finding of a judge, as data; `report/sentence.ts` makes the prose.
 *
 * `isMoving`: the cluster will change this without the learner within seconds, so that waiting makes sense.
 * `says`: the lab author's own sentence (`else:`), shown in place of the one made from the issue.
 * `troubles`: what it is owed to, as far as that is known.
 */
export type Issue = IssueBody & {
  readonly isMoving: boolean;
  readonly says?: string;
  readonly troubles?: readonly ToldTrouble[];
};

/** How long what runs on such a node stays there. */
interface PlacementStay {
  readonly code: 'placement_stay';
  readonly object: ObjectRef;
  /** `a node tainted repair:NoExecute`. */
  readonly node: string;
  readonly found: StayTime;
}

export type IssueBody =
  /** Nothing there meets what is wanted. `nearest`: the closest object, also from other namespaces. */
  | { readonly code: 'object_missing'; readonly wanted: WantedObject; readonly nearest?: NearMiss }
  /** It is there, and should not be. */
  | { readonly code: 'object_present'; readonly wanted: WantedObject; readonly found: readonly ObjectRef[] }
  | {
      readonly code: 'count_differs';
      readonly wanted: WantedObject;
      readonly count: Json;
      readonly found: readonly ObjectRef[];
      readonly nearest?: NearMiss;
    }
  /** The named object is there, and this of it is not what is wanted. */
  | { readonly code: 'value_differs'; readonly object: ObjectRef; readonly difference: Difference }
  /** Pods that should be selected are not; `pods` empty: there are none to select. */
  | {
      readonly code: 'not_selected';
      readonly selector: ObjectRef;
      readonly wanted: string;
      readonly pods: readonly ObjectRef[];
      readonly selectorText: string;
    }
  | {
      readonly code: 'selects_too_much';
      readonly selector: ObjectRef;
      readonly pods: readonly ObjectRef[];
      readonly selectorText: string;
    }
  | {
      readonly code: 'not_ready';
      readonly selector: ObjectRef;
      readonly wanted: Json;
      readonly ready: number;
      readonly notReady: readonly ObjectRef[];
    }
  | {
      readonly code: 'port_differs';
      readonly object: ObjectRef;
      readonly wanted: string;
      readonly found: readonly string[];
    }
  | {
      readonly code: 'share_differs';
      readonly selector: ObjectRef;
      readonly pods: string;
      readonly wanted: readonly [number, number];
      readonly percent: number;
    }
  | { readonly code: 'subject_missing'; readonly subject: string; readonly namespace?: string }
  /**
   * `because`: what in the roles and bindings comes nearest to allowing it; absent where those could not be read.
   * `although`: what in them allows it, and yet the API server says no.
   */
  | {
      readonly code: 'access_denied';
      readonly subject: string;
      readonly permission: string;
      readonly because?: Denial;
      readonly although?: Grant;
      readonly command: string;
    }
  /** `excess`: nobody asked for it, and this gives it. `rulesDisagree`: no rule that was read gives it. */
  | {
      readonly code: 'access_too_wide';
      readonly subject: string;
      readonly permission: string;
      readonly reason: string;
      readonly excess?: ToldExcess;
      readonly rulesDisagree?: true;
      readonly command: string;
    }
  /** A wanted connection does not come about. */
  | {
      readonly code: 'cannot_reach';
      readonly from: ReachActor;
      readonly to: ReachActor;
      readonly ports: string;
      readonly decision: ReachDecision;
    }
  /** A connection that is not wanted comes about. `allowed`: who else may, where nobody but them should. */
  | {
      readonly code: 'reaches_too_much';
      readonly from: ReachActor;
      readonly to: ReachActor;
      readonly ports: string;
      readonly decision: ReachDecision;
      readonly allowed?: readonly ReachRow[];
    }
  /** Whether it comes about depends on the network plug-in, so that it is neither sure to nor sure not to. */
  | {
      readonly code: 'left_to_plugin';
      readonly from: ReachActor;
      readonly to: ReachActor;
      readonly ports: string;
      readonly isWanted: boolean;
      readonly reason: PluginReason;
      readonly decision: ReachDecision;
    }
  | CertificateIssue
  | BehaviourIssue
  | ReleaseIssue
  | { readonly code: 'rollout_incomplete'; readonly object: ObjectRef; readonly state: RolloutState }
  | { readonly code: 'not_rolled_back'; readonly object: ObjectRef; readonly revision: number; readonly found: string }
  | { readonly code: 'not_updated_in_place'; readonly object: ObjectRef; readonly why: 'replaced' | 'unchanged' }
  /** The object that the start made was deleted (and perhaps made again). */
  | { readonly code: 'replaced'; readonly object: ObjectRef; readonly isGone: boolean }
  | {
      readonly code: 'changed';
      readonly object: ObjectRef;
      readonly path: string;
      readonly was?: Json;
      readonly found?: Json;
    }
  | {
      readonly code: 'placement_refused';
      readonly object: ObjectRef;
      readonly node: string;
      readonly reasons: readonly string[];
    }
  /** `because`: its tolerations of what would keep others off, in words. */
  | {
      readonly code: 'placement_allowed';
      readonly object: ObjectRef;
      readonly node: string;
      readonly because: readonly string[];
    }
  | { readonly code: 'placement_order'; readonly object: ObjectRef; readonly better: string; readonly worse: string }
  | (PlacementStay & { readonly wanted: StayTime })
  | AdmissionIssue
  | { readonly code: 'answer_missing'; readonly task: string }
  /** Never says what would be right. `because`: the reason beside a wrong option. */
  | {
      readonly code: 'answer_wrong';
      readonly task: string;
      readonly given: string;
      readonly because?: string;
      readonly hint?: string;
    }
  | { readonly code: 'cel_false'; readonly expression: string }
  /** None of several ways holds; each with its own issues. */
  | { readonly code: 'none_holds'; readonly ways: readonly (readonly Issue[])[] }
  | { readonly code: 'holds_all_the_same' };

export type IssueCode = IssueBody['code'];

/** What a check looks for, in words enough for a sentence and a kubectl command. */
export interface WantedObject {
  readonly kind: string;
  readonly name?: string;
  readonly namespace?: string;
  /** Conditions, ready to read: `labels tier=web`, `owned by cronjob/report`. */
  readonly conditions: readonly string[];
  /** False when the cluster serves no such kind at all. */
  readonly isServed: boolean;
}

/** The object that comes closest, and in what it differs; an empty list: it is only in the wrong place or wrongly named. */
export interface NearMiss {
  readonly object: ObjectRef;
  readonly differences: readonly Difference[];
}

export interface Difference {
  /** As kubectl explains it: `spec.template.spec.containers[web].image`. */
  readonly path: string;
  /** A value or operators. */
  readonly wanted: Json;
  /** Absent where there is nothing at this path. */
  readonly found?: Json;
  /** So many Pods of so many are what a percentage that is found comes to. */
  readonly comesTo?: { readonly pods: number; readonly of: number };
  /** Another level of the object at which what is wanted stands. */
  readonly elsewhere?: FoundValue;
}

export interface RolloutState {
  readonly reason:
    | 'generation_not_observed'
    | 'not_updated'
    | 'old_replicas'
    | 'not_available'
    | 'paused'
    | 'deadline_exceeded'
    | 'no_replicas';
  readonly wanted: number;
  readonly updated: number;
  readonly available: number;
  readonly total: number;
}

/** Why a check passed. */
export type Evidence =
  | {
      readonly code: 'object';
      readonly object: ObjectRef;
      readonly values: readonly FoundValue[];
    }
  | { readonly code: 'absent'; readonly wanted: WantedObject }
  | { readonly code: 'count'; readonly wanted: WantedObject; readonly found: readonly ObjectRef[] }
  | {
      readonly code: 'selects';
      readonly selector: ObjectRef;
      readonly pods: readonly ObjectRef[];
      /** No other Pods were to be selected. */
      readonly only: boolean;
      readonly ready?: number;
      /** Ports that were asked for, and where they lead: `80 TCP → http (8080)`. */
      readonly ports: readonly string[];
      readonly shares: readonly { readonly pods: string; readonly percent: number }[];
    }
  | {
      readonly code: 'access';
      readonly subject: string;
      readonly permission: string;
      readonly isAllowed: boolean;
      readonly reason: string;
      readonly rulesDisagree?: true;
    }
  /** Nothing else: `bindings` name the subject. `rulesDisagree`: they would give more, and the API server says no. */
  | {
      readonly code: 'access_only';
      readonly subject: string;
      readonly bindings: number;
      readonly rulesDisagree?: true;
    }
  | {
      readonly code: 'reach';
      readonly from: ReachActor;
      readonly to: ReachActor;
      readonly ports: string;
      readonly isAllowed: boolean;
      readonly decision: ReachDecision;
    }
  /** Nobody else: `tried` is the number of connections that were tried out on the policies. */
  | {
      readonly code: 'reach_only';
      readonly direction: 'ingress' | 'egress';
      readonly target: ReachActor;
      readonly tried: number;
    }
  /** So many connections were tried from a Pod, and all went as the policies say. */
  | { readonly code: 'reach_confirmed'; readonly from: ObjectRef; readonly tried: number }
  | CertificateEvidence
  | BehaviourEvidence
  | ReleaseEvidence
  /** `values`: what was asked for and found. `available`: completely rolled out, so many. */
  | {
      readonly code: 'rollout';
      readonly object: ObjectRef;
      readonly available?: number;
      readonly revision?: number;
      readonly cameFrom?: number;
      readonly isUpdated: boolean;
      readonly values: readonly FoundValue[];
    }
  /** `unchanged`: paths that are as they were. */
  | { readonly code: 'kept'; readonly object: ObjectRef; readonly unchanged: readonly string[] }
  | { readonly code: 'placement'; readonly object: ObjectRef; readonly node: string; readonly isAllowed: boolean }
  | { readonly code: 'placement_order'; readonly object: ObjectRef; readonly better: string; readonly worse: string }
  | PlacementStay
  | AdmissionEvidence
  | { readonly code: 'answer'; readonly given: string }
  | { readonly code: 'cel'; readonly expression: string };
