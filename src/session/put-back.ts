import type { Json } from '../kubernetes/json.ts';
import type { KubeObject, ObjectRef } from '../kubernetes/kube-object.ts';
import type { StoredCopy } from './record.ts';

/**
 * What `reset` or `stop` will do, and what it will not: computed whole before anything is touched, printed by `--dry-run`.
 * Rules: the copy's namespaces with all that is in them; cluster-wide objects named in `names`; bindings whose subjects
 * are all in those namespaces; volumes whose claim is. Everything else that is new is `left`.
 */
export interface PutBackPlan {
  readonly purpose: 'reset' | 'stop';
  readonly copy: StoredCopy;
  /** The copy's namespaces, in the lab's order. */
  readonly namespaces: readonly NamespacePlan[];
  /** Objects outside those namespaces that are deleted. */
  readonly deletions: readonly Deletion[];
  /** Objects that were there before start and are made again or get fields back. */
  readonly restorations: readonly Restoration[];
  /** New since the start and not this copy's: named, not removed. */
  readonly left: readonly LeftObject[];
  /** Fields that changed since the start and keep their value; both values are shown. */
  readonly kept: readonly KeptField[];
  /** Kinds that could not be listed, so that nothing is known of them. */
  readonly unread: readonly UnreadKind[];
  /** Uids of what stays in the namespaces as it is; where it is given, nothing else is looked for there than the plan saw, and its like. */
  readonly untouched?: ReadonlySet<string>;
}

export interface NamespacePlan {
  readonly alias: string;
  readonly namespace: string;
  /**
   * - `empty`: what is in it is deleted, the namespace stays (reset, or prepared by somebody else)
   * - `delete`: the namespace goes
   * - `makeAgain`: it is not there any more, or going away, and reset makes it again
   * - `none`: not there, and nothing to do
   */
  readonly action: 'empty' | 'delete' | 'makeAgain' | 'none';
  /** Somebody has deleted it, and it is not gone yet. */
  readonly isTerminating: boolean;
  /** Everything in it, as the plan saw it. */
  readonly inside: readonly KubeObject[];
  /** What is deleted in it, without what goes with its owner. */
  readonly objects: readonly ObjectRef[];
  /** Labels and annotations that get back their value; null removes. */
  readonly metadata?: { readonly labels: MetadataChange; readonly annotations: MetadataChange };
}

export type MetadataChange = Readonly<Record<string, string | null>>;

export interface Deletion {
  readonly object: PlannedObject;
  /**
   * - `named`: its name is one of the copy's `names` · `binding`: all its subjects are in the copy's namespaces or named
   * - `volume`: its claim is in a namespace of the copy · `also`: asked for by `--also`
   * - `kind`: the definition of its kind is deleted, and takes it along
   */
  readonly why: 'named' | 'binding' | 'volume' | 'also' | 'kind';
}

/** An object as the plan saw it: another uid at the time of deletion is another object, and stays. */
export interface PlannedObject extends ObjectRef {
  readonly apiVersion: string;
  readonly uid: string;
}

export interface Restoration {
  readonly object: PlannedObject;
  /** `makeAgain`: it is gone and made again as it was recorded. */
  readonly action: 'makeAgain' | 'fields';
  readonly fields: readonly RestoredField[];
}

/** Restored only where it still holds `found` at that moment. */
export interface RestoredField {
  /** Keys from the object's top: `['spec', 'taints']`. */
  readonly path: readonly string[];
  /** Undefined: the field is not there now. */
  readonly found: Json | undefined;
  /** Undefined: the field was not there before start, and is removed. */
  readonly before: Json | undefined;
}

export interface LeftObject {
  readonly object: PlannedObject;
  /** Field manager that made it, as `kubectl-create`; undefined where the object does not say. */
  readonly creator: string | undefined;
  /** What `--also` takes for it: `KIND/NAME`, or `NAMESPACE/KIND/NAME`. */
  readonly also: string;
}

export interface KeptField extends RestoredField {
  readonly object: ObjectRef;
  /**
   * `system`: a part of the cluster wrote it · `notConcerned`: the lab does not concern it · `anotherCopy`: its key is a name
   * of another copy · `changedMeanwhile`: not what the plan saw
   */
  readonly why: 'system' | 'notConcerned' | 'anotherCopy' | 'changedMeanwhile';
  /** Field manager that wrote it. */
  readonly by: string | undefined;
}

export interface UnreadKind {
  readonly kind: string;
  readonly message: string;
}

/** What came of it. */
export interface PutBackResult {
  readonly deleted: readonly ObjectRef[];
  readonly restored: readonly ObjectRef[];
  /** Fields that changed between the plan and its run. */
  readonly kept: readonly KeptField[];
  /** What the cluster refused to delete or restore, in its own words; the copy's record stays then. */
  readonly failed: readonly FailedAction[];
}

export interface FailedAction {
  readonly object: ObjectRef;
  readonly message: string;
}
