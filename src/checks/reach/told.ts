import type { ObjectRef } from '../../kubernetes/kube-object.ts';
import type { Labels } from '../../kubernetes/label-selector.ts';
import type { PluginReason } from '../../kubernetes/network-policy/peer-match.ts';
import type { Direction } from '../../kubernetes/network-policy/policy.ts';

/** One end of a connection, as issues and evidence speak of it. */
export type ReachActor =
  /** Pods of a namespace with these labels. */
  | {
      readonly actor: 'pods';
      readonly labels: Labels;
      readonly namespace: string;
      /** Pods with these labels are not meant. */
      readonly except?: Labels;
      /** A Pod without labels that matter: any that nobody speaks of. */
      readonly isOther?: true;
    }
  /** Pods of every namespace with these labels; without any, of a namespace that nobody speaks of. */
  | { readonly actor: 'pods_elsewhere'; readonly labels: Labels; readonly namespaceLabels: Labels }
  | { readonly actor: 'service'; readonly name: string; readonly namespace: string }
  /** An address, or a block of them. */
  | { readonly actor: 'address'; readonly address: string; readonly except: readonly string[] }
  | { readonly actor: 'anyone' };

/** A row of the table. */
export interface ReachRow {
  readonly actor: ReachActor;
  /** `TCP 5432`. */
  readonly ports: string;
}

/** Which policy and rule decided. */
export type ReachDecision =
  | { readonly by: 'own'; readonly why: 'itself' | 'node' }
  /** The destination has no port of the name. */
  | { readonly by: 'no_port' }
  | { readonly by: 'no_policy'; readonly direction: Direction }
  | {
      readonly by: 'rule';
      readonly direction: Direction;
      readonly policy: ObjectRef;
      /** Counted from 1. */
      readonly rule: number;
      readonly means: RuleMeaning;
      /** `every port`, where the rule has no `ports`. */
      readonly ports: string;
    }
  | {
      readonly by: 'no_rule';
      readonly direction: Direction;
      readonly policies: readonly ObjectRef[];
      /** What of the destination is open instead: `UDP 5432`. */
      readonly opens: string;
    }
  | {
      readonly by: 'plugin';
      readonly direction: Direction;
      readonly policy: ObjectRef;
      readonly rule?: number;
      readonly reason: PluginReason;
    };

/** Whom the entry of a rule that fits means: `selector` texts as kubectl prints them, `''` for an empty one. */
export type RuleMeaning =
  | { readonly means: 'anyone' }
  | { readonly means: 'pods'; readonly pods: string; readonly namespaces: string | undefined }
  | { readonly means: 'block'; readonly cidr: string };
