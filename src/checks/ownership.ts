import type { KubeObject } from '../kubernetes/kube-object.ts';
import type { Target } from './target.ts';
import { findTarget } from './target.ts';
import type { View } from './view.ts';

/** Kinds that stand between an owner and the Pods it owns in the end. */
const between: Readonly<Record<string, string>> = {
  'Deployment.apps': 'ReplicaSet.apps',
  'CronJob.batch': 'Job.batch',
};

/** Kinds to list so that ownership of objects of `kind` by `owner` can be followed upwards. */
export function ownershipKinds(kind: string, owner: Target): readonly string[] {
  const middle = between[owner.kind];
  return kind === 'Pod' && middle !== undefined ? [owner.kind, middle] : [owner.kind];
}

/** Kinds that own those of this kind where they are steps between. */
export const middleKindOwners = (kind: string): readonly string[] =>
  Object.keys(between).filter((owner) => between[owner] === kind);

/** Owned by it, directly or through what it owns; told by uid, so that a namesake made later owns nothing of its predecessor. */
export function isOwnedBy(object: KubeObject, owner: Target, view: View): boolean {
  const found = findTarget(owner, view);
  if (found?.metadata.uid === undefined) return false;
  const owners = (of: KubeObject): readonly string[] => (of.metadata.ownerReferences ?? []).map(({ uid }) => uid);
  if (owners(object).includes(found.metadata.uid)) return true;
  const middle = between[owner.kind];
  if (middle === undefined || object.kind !== 'Pod') return false;
  return view
    .list(middle, owner.namespace)
    .some(
      (step) => owners(object).includes(step.metadata.uid ?? '') && owners(step).includes(found.metadata.uid ?? ''),
    );
}
