import type { JsonObject } from '../kubernetes/json.ts';
import { valueAt } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { mappingsAt } from '../kubernetes/pod-template.ts';

/**
 * Parts of a cluster that write by themselves; people write through kubectl and the like, also as `node-fetch`, which is what
 * Lens and everything else on top of the JavaScript client is called.
 */
const systemManagers =
  /^(kube-|kubelet$|cloud-controller|kwok|k3s|k0s|microk8s|node-(?!fetch$)|nfd|calico|cilium|flannel|kindnet|karpenter|cluster-autoscaler)/;

export const isSystemManager = (manager: string): boolean => systemManagers.test(manager);

/** The field manager that made an object: the one of its oldest entry. Undefined where the object does not say. */
export function creatorOf(object: KubeObject): string | undefined {
  const entries = ownEntries(object).toSorted((left, right) => (String(left.time) < String(right.time) ? -1 : 1));
  const manager = entries[0]?.manager;
  return typeof manager === 'string' ? manager : undefined;
}

/** The field manager that wrote the value at a path last. */
export function writerOf(object: KubeObject, path: readonly string[]): string | undefined {
  const owners = ownEntries(object).filter(
    (entry) => valueAt(entry.fieldsV1, ...path.map((key) => `f:${key}`)) !== undefined,
  );
  const manager = owners.toSorted((left, right) => (String(left.time) > String(right.time) ? -1 : 1))[0]?.manager;
  return typeof manager === 'string' ? manager : undefined;
}

/** https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management ; not those of status. */
const ownEntries = (object: KubeObject): readonly JsonObject[] =>
  mappingsAt(object, 'metadata', 'managedFields').filter((entry) => entry.subresource === undefined);
