import type { KubeObject } from '../kubernetes/kube-object.ts';
import type { ResourceKind } from '../kubernetes/resource-kind.ts';
import type { ClusterClient } from './client.ts';
import type { Refusal } from './refusal.ts';

/** Which object is meant: `{ kind: 'Deployment', namespace: 'shop', name: 'web' }`. */
export interface ObjectTarget {
  /** A word that `resourceOf` knows. */
  readonly kind: string;
  /** Group and version to speak; by default what the cluster prefers for `kind`. */
  readonly apiVersion?: string;
  readonly namespace?: string;
  readonly name: string;
}

export const targetOf = (object: KubeObject): ObjectTarget => ({
  kind: object.kind,
  apiVersion: object.apiVersion,
  name: object.metadata.name,
  ...(object.metadata.namespace === undefined ? {} : { namespace: object.metadata.namespace }),
});

/**
 * The resource of a target, in the version that the target names; undefined where the cluster has no such kind.
 * @throws OutageError when discovery could not tell.
 */
export async function targetResource(
  client: ClusterClient,
  target: { readonly kind: string; readonly apiVersion?: string },
): Promise<ResourceKind | undefined> {
  if (target.apiVersion === undefined) return client.resourceOf(target.kind);
  const [version = '', group = ''] = target.apiVersion.split('/').reverse();
  const resource = await client.resourceOf(group === '' ? target.kind : `${target.kind}.${group}`);
  return resource === undefined ? undefined : { ...resource, version };
}

/** A kind that the cluster does not know has no objects either. */
export const unknownKind = (target: { readonly kind: string }): Refusal => ({
  result: 'notFound',
  message: `this cluster knows no kind "${target.kind}"`,
});
