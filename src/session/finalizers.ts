import type { ObjectTarget } from '../cluster/target.ts';
import { patchObject } from '../cluster/write.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { refOf } from '../kubernetes/kube-object.ts';
import type { SessionContext } from './session-context.ts';

/** The cluster's own controllers take these away, when what they protect is gone. */
const clustersOwn = new Set([
  ...['foregroundDeletion', 'orphan', 'kubernetes'],
  ...['kubernetes.io/pvc-protection', 'kubernetes.io/pv-protection', 'kubernetes.io/vac-protection'],
  ...['batch.kubernetes.io/job-tracking', 'service.kubernetes.io/load-balancer-cleanup'],
  ...['customresourcecleanup.apiextensions.k8s.io', 'networking.k8s.io/service-cidr-finalizer'],
  ...['external-provisioner.volume.kubernetes.io/finalizer', 'resource.kubernetes.io/delete-protection'],
]);

/** Finalizers that no controller of the cluster knows: on an object of the copy they hold its deletion for good. */
export const foreignFinalizers = (object: KubeObject): readonly string[] =>
  (object.metadata.finalizers ?? []).filter((finalizer) => !clustersOwn.has(finalizer));

/** Takes them from an object that is being deleted. Trouble is left to whoever waits for the object to be gone. */
export async function removeForeignFinalizers(context: SessionContext, object: KubeObject): Promise<void> {
  const finalizers = foreignFinalizers(object);
  if (finalizers.length === 0 || object.metadata.deletionTimestamp === undefined) return;
  const { kind, apiVersion, metadata } = object;
  const target: ObjectTarget = {
    ...{ kind, apiVersion, name: metadata.name },
    ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
  };
  const left = (metadata.finalizers ?? []).filter((finalizer) => clustersOwn.has(finalizer));
  const patch = { metadata: { uid: metadata.uid ?? '', finalizers: left.length === 0 ? null : left } };
  const patched = await patchObject(context.client, target, patch, { type: 'merge', signal: context.signal });
  if (patched.result === 'ok') context.onProgress({ event: 'finalizersRemoved', object: refOf(object), finalizers });
}
