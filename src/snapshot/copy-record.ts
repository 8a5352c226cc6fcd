import type { Json } from '../kubernetes/json.ts';
import type { ObjectRef } from '../kubernetes/kube-object.ts';
import type { EverybodysRules } from '../kubernetes/rbac/everybody.ts';

/**
 * What is known of one copy of a lab: kept in the cluster, in one ConfigMap a copy, and part of a saved snapshot.
 * The grader reads `namespaces`, `names`, `answers`, `startedWith`, `everybody` and the manifests that checks try; the
 * rest serves `reset` and `stop`.
 */
export interface CopyRecord {
  readonly format: 1;
  readonly lab: string;
  /** `''` for the plain copy. */
  readonly copy: string;
  /** RFC 3339. */
  readonly startedAt: string;
  /** Start has gone through to its end; a copy that was interrupted is started again or stopped. */
  readonly isComplete: boolean;
  /** The lab file's text at the start, with which this copy is graded however the file changes later. */
  readonly labText: string;
  /** Texts of the manifests that `start` and `reset` apply, and checks try, by their path in the lab's manifest folder. */
  readonly manifests: Readonly<Record<string, string>>;
  /** Alias → real name. */
  readonly namespaces: Readonly<Record<string, string>>;
  /** Declared name → real name. */
  readonly names: Readonly<Record<string, string>>;
  /** Aliases of the namespaces that the learner makes: reserved at the start, deleted by `reset` and `stop`. */
  readonly learnerNamespaces: readonly string[];
  /** What no other copy on the cluster may touch at the same time, as `nodes`. */
  readonly exclusive: readonly string[];
  /** The namespaces were prepared by somebody with more rights: they are emptied, never deleted. */
  readonly keepsNamespaces: boolean;
  /** What start made or found in the copy's namespaces once it was done: uid and content, for `kept` and `reset`. */
  readonly startedWith: readonly RecordedObject[];
  /** Nodes and cluster-wide objects that were there before start, for `reset` and `stop`. */
  readonly before: readonly RecordedObject[];
  /** What everybody could do before start, for `only`; absent where the rules could not be read. */
  readonly everybody?: readonly EverybodysRules[];
  /** Task → text the learner gave. */
  readonly answers: Readonly<Record<string, string>>;
  /** Task → number of hints shown. */
  readonly hintsTaken: Readonly<Record<string, number>>;
}

export interface RecordedObject extends ObjectRef {
  readonly apiVersion: string;
  readonly uid: string;
  /** Where it is the same still, nothing at all has happened to the object; absent where nobody asks for that. */
  readonly resourceVersion?: string;
  /** The object without status, managedFields and resourceVersion; absent where only its existence is recorded. */
  readonly object?: Json;
}
