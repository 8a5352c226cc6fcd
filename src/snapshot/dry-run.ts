import { createHash } from 'node:crypto';
import type { JsonObject } from '../kubernetes/json.ts';
import { canonicalJson } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';

/** Would the API server take this? Asked by a create that is a dry run, so that nothing comes of it. */
export interface DryRunRead {
  readonly read: 'dryRun';
  readonly object: TriedObject;
  /** Where it would be made; absent for cluster-wide kinds. */
  readonly namespace?: string;
}

/** What is tried: with `metadata.name`, or with `metadata.generateName` where the server is to make up a name. */
export type TriedObject = JsonObject & {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: JsonObject;
};

/**
 * - `admitted`: it would be stored, as `object` where the server said so; an object of that name that is there already
 *   answers only after everybody else has agreed, and leaves out `object`
 * - `refused`: by the server itself or one of its admission plug-ins, in their words. `code` is HTTP's, `reason` the
 *   Status', `fields` the paths that are not valid.
 */
export type DryRunAnswer =
  | { readonly answer: 'admitted'; readonly warnings: readonly string[]; readonly object?: KubeObject }
  | {
      readonly answer: 'refused';
      readonly code: number;
      readonly reason: string;
      readonly message: string;
      readonly fields: readonly string[];
    };

/** The whole object is part of the question: by its hash, which says nothing about what is in it. */
export function dryRunKey({ object, namespace }: DryRunRead): string {
  const digest = createHash('sha256').update(canonicalJson(object)).digest('hex').slice(0, 32);
  return `dry run of ${object.kind} ${namespace === undefined ? 'cluster-wide' : `in ${namespace}`} ${digest}`;
}

/** `whether a Pod web in shop would be admitted`. */
export function dryRunTitle({ object, namespace }: DryRunRead): string {
  const name = object.metadata.name ?? `${object.metadata.generateName ?? ''}…`;
  return `whether ${object.kind} ${String(name)}${namespace === undefined ? '' : ` in ${namespace}`} would be admitted`;
}
