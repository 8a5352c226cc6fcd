import type { ObjectRef } from '../kubernetes/kube-object.ts';
import type { Danger } from '../lab/danger.ts';
import type { Lab } from '../lab/schema/lab.ts';
import type { StoredCopy } from './record.ts';

/** Which lab is to be started, as read from its folder. */
export interface StartRequest {
  readonly lab: Lab;
  /** The lab file's text, for the record. */
  readonly labText: string;
  /** Texts of the files in the lab's manifest folder, by their path in it. */
  readonly manifests: Readonly<Record<string, string>>;
  /** `''` for the plain copy. */
  readonly copy: string;
}

/**
 * - `underWay`: it was started already; nothing to do
 * - `start`: everything is free, or a start that was interrupted is continued (`continues`)
 */
export type StartPlan =
  | { readonly plan: 'underWay'; readonly stored: StoredCopy }
  | {
      readonly plan: 'start';
      readonly request: StartRequest;
      /** The record that an interrupted start left. */
      readonly continues: StoredCopy | undefined;
      /** Namespaces that will be made. */
      readonly namespaces: readonly string[];
      /** Namespaces of an earlier copy that are still going away: start waits for them. */
      readonly waitsFor: readonly string[];
      /** What the start's steps write, in their order. */
      readonly objects: readonly ObjectRef[];
      /** What it does that needs the user's yes where the lab is somebody else's. */
      readonly dangers: readonly DangerFound[];
      /** The namespaces are there already, prepared for this copy by somebody with more rights. */
      readonly usesPrepared: boolean;
    };

export interface DangerFound {
  readonly danger: Danger;
  readonly object: ObjectRef;
}
