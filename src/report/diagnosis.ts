import type { Skew } from '../kubernetes/version-skew.ts';
import type { Capabilities, NodeFacts } from '../lab/capabilities.ts';
import type { Outage } from '../snapshot/read.ts';

/** What `doctor` has found out. */
export interface Diagnosis {
  readonly cluster: {
    readonly context: string;
    readonly server: string;
    readonly uid: string;
    readonly version: string;
  };
  /** API groups whose server does not answer; undefined where the kinds could not be listed at all. */
  readonly unansweredGroups: readonly string[] | undefined;
  readonly nodes: readonly NodeFacts[];
  /** Of the kubectl on the PATH; absent where there is none. */
  readonly kubectl?: string;
  readonly skews: readonly Skew[];
  readonly capabilities: Capabilities;
  readonly rights: readonly RightFound[];
  readonly stateFolder: string;
}

export type RightFound =
  | { readonly what: string; readonly right: 'allowed' | 'missing' }
  | { readonly what: string; readonly right: 'unknown'; readonly outage: Outage };
