import type { KubeObject, OwnerReference } from '../kubernetes/kube-object.ts';
import { builtInKind, canonicalKind } from '../kubernetes/resource-kind.ts';
import type { Read } from '../snapshot/read.ts';
import { middleKindOwners } from './ownership.ts';
import type { View } from './view.ts';
import { listRead } from './view.ts';

/**
 * The garbage collector is about to delete it: every owner is gone, goes in the foreground, or is garbage itself. An owner is
 * gone where its kind was read and nothing has its uid. What was orphaned on purpose names no owner any more, and stays.
 * https://kubernetes.io/docs/concepts/architecture/garbage-collection/#owners-dependents
 */
export function isGarbage(object: KubeObject, view: View): boolean {
  return isDoomed(object, view, maxSteps);
}

/** Lists that show whether these objects are garbage. */
export function ownerReads(objects: readonly KubeObject[]): readonly Read[] {
  return objects.flatMap(({ metadata }) =>
    (metadata.ownerReferences ?? [])
      .map(kindOfOwner)
      .filter((kind) => kind !== undefined)
      .flatMap((kind) => [kind, ...middleKindOwners(kind)])
      .map((kind) => listRead(kind, metadata.namespace)),
  );
}

/** A Pod, its ReplicaSet, its Deployment, and one that an operator made: owners that own each other end here. */
const maxSteps = 4;

function isDoomed({ metadata }: KubeObject, view: View, steps: number): boolean {
  const owners = metadata.ownerReferences ?? [];
  return (
    steps > 0 && owners.length > 0 && owners.every((owner) => isOwnerGoing(owner, metadata.namespace, view, steps - 1))
  );
}

function isOwnerGoing(owner: OwnerReference, namespace: string | undefined, view: View, steps: number): boolean {
  const kind = kindOfOwner(owner);
  const known = kind === undefined ? undefined : view.listIfRead(kind, namespace);
  if (known === undefined) return false;
  const found = known.find(({ metadata }) => metadata.uid === owner.uid);
  return (
    found === undefined ||
    (found.metadata.finalizers?.includes('foregroundDeletion') ?? false) ||
    isDoomed(found, view, steps)
  );
}

/** Canonical; undefined for kinds that are not built in, or not of a namespace: these are not asked for. */
function kindOfOwner({ apiVersion, kind }: OwnerReference): string | undefined {
  const name = canonicalKind(apiVersion.includes('/') ? `${kind}.${apiVersion.split('/', 1)[0]}` : kind);
  return builtInKind(name)?.isNamespaced === true ? name : undefined;
}
