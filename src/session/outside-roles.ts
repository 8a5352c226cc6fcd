import { valueAt } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { labelsOf } from '../kubernetes/kube-object.ts';
import { labLabel, recordNamespace } from './labels.ts';
import { isPassing } from './listable-kinds.ts';
import { creatorOf, isSystemManager } from './managers.ts';
import { bindsOnlyOwn, isNamed } from './own-names.ts';
import { isPermanent } from './permanent-objects.ts';
import type { Deletion } from './put-back.ts';
import type { StoredCopy } from './record.ts';
import type { Surroundings } from './surroundings.ts';

/** Why an object outside the copy's namespaces is deleted; `left` when it is new and not the copy's, `none` else. */
export function outsideRole(
  object: KubeObject,
  copy: StoredCopy,
  around: Surroundings,
): Exclude<Deletion['why'], 'also' | 'kind'> | 'left' | 'none' {
  if (!isNewSince(object, copy) || isDerived(object)) return 'none';
  const { record } = copy;
  if (object.kind === 'Namespace' && isKnownNamespace(object, copy)) return 'none';
  if (object.metadata.namespace === undefined && isNamed(object.metadata.name, record)) return 'named';
  if (isBinding(object) && bindsOnlyOwn(object, record)) return 'binding';
  if (object.kind === 'PersistentVolume' && isClaimedBy(object, Object.values(record.namespaces))) return 'volume';
  return isOthers(object, around) || isUntold(object, copy, around) ? 'none' : 'left';
}

/** Not recorded at the start, and made since; where the recorder could not list the kind, the time alone must tell. */
export function isNewSince(object: KubeObject, { record, createdAt }: StoredCopy): boolean {
  const { uid, creationTimestamp } = object.metadata;
  if (record.before.some((known) => known.uid === uid)) return false;
  return Date.parse(creationTimestamp ?? '') >= Date.parse(createdAt);
}

/** What controllers derive from other objects goes with those. */
function isDerived(object: KubeObject): boolean {
  if ((object.metadata.ownerReferences ?? []).length > 0 || isPassing(object)) return true;
  if (['IPAddress', 'CSINode', 'VolumeAttachment', 'Endpoints', 'EndpointSlice'].includes(object.kind)) return true;
  return labelsOf(object)['kube-aggregator.kubernetes.io/automanaged'] !== undefined;
}

const isKnownNamespace = (object: KubeObject, { record }: StoredCopy): boolean =>
  object.metadata.name === recordNamespace ||
  Object.values(record.namespaces).includes(object.metadata.name) ||
  labelsOf(object)[labLabel] !== undefined;

const isBinding = ({ kind }: KubeObject): boolean => kind === 'ClusterRoleBinding' || kind === 'RoleBinding';

export const isClaimedBy = (volume: KubeObject, namespaces: readonly string[]): boolean =>
  namespaces.includes(String(valueAt(volume, 'spec', 'claimRef', 'namespace')));

/** Another copy's, which its own stop removes. */
function isOthers(object: KubeObject, { others }: Surroundings): boolean {
  const { name, namespace } = object.metadata;
  if (namespace !== undefined) return others.some((other) => Object.values(other.namespaces).includes(namespace));
  return others.some(
    (other) =>
      isNamed(name, other) ||
      (object.kind === 'Namespace' && Object.values(other.namespaces).includes(name)) ||
      (isBinding(object) && bindsOnlyOwn(object, other)) ||
      (object.kind === 'PersistentVolume' && isClaimedBy(object, Object.values(other.namespaces))),
  );
}

/** In a namespace that is itself new, and told as a whole; or made by a part of the cluster. */
function isUntold(object: KubeObject, copy: StoredCopy, { clusterWide }: Surroundings): boolean {
  const { name, namespace } = object.metadata;
  const creator = creatorOf(object);
  if (creator !== undefined && isSystemManager(creator)) return true;
  if (namespace === undefined) return false;
  if (namespace === recordNamespace || isPermanent({ kind: object.kind, name })) return true;
  const home = clusterWide.find((one) => one.kind === 'Namespace' && one.metadata.name === namespace);
  return home === undefined || isNewSince(home, copy);
}
