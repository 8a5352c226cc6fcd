import type { KubeObject, ObjectRef } from '../../kubernetes/kube-object.ts';

/** A machine-made change of what the solution leaves on the server: one way in which an answer may be wrong. */
export interface Mutant {
  readonly operator: MutantOperator;
  /** The object that is changed, and where: what a lab's `free` names. */
  readonly object: ObjectRef;
  /** As in a report: `spec.ports[80].targetPort`. */
  readonly path: string;
  /** What is changed there, ready to read: `8080 → 8081`. */
  readonly what: string;
  readonly edits: readonly Edit[];
}

/**
 * - `drop` a mapping entry or list element · `change` a scalar by its type · `swap` neighbours of an ordered list
 * - `widen`: by kind, as people go wrong · `rename`: in one place, or everywhere
 * - `revert`: what the solution changed is as the start made it · `undelete`: what it deleted is there again
 */
export type MutantOperator = 'drop' | 'change' | 'swap' | 'widen' | 'rename' | 'revert' | 'undelete';

/** One object as the mutant wants it, without what the server sets. */
export type Edit =
  | { readonly edit: 'replace'; readonly object: KubeObject }
  | { readonly edit: 'add'; readonly object: KubeObject }
  | { readonly edit: 'remove'; readonly object: KubeObject };

/** The same change as the server would store it. */
export interface StoredMutant {
  readonly mutant: Mutant;
  /** In place of each edit's object, what a dry run returned. */
  readonly edits: readonly Edit[];
}
