import { valueAt } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { refOf } from '../kubernetes/kube-object.ts';
import { alsoNameOf, alsoObjects } from './also.ts';
import { creatorOf } from './managers.ts';
import { namespacePlans } from './namespace-plans.ts';
import { isNewSince, outsideRole } from './outside-roles.ts';
import type { Deletion, LeftObject, PlannedObject, PutBackPlan } from './put-back.ts';
import type { StoredCopy } from './record.ts';
import { restorationsOf } from './restorations.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * What to do so that the cluster is as it was before the copy, or as at its start. Pure: the rules of reset and stop.
 * @throws UserError `also_unknown`, `also_not_new`
 */
export function putBackPlan(
  purpose: PutBackPlan['purpose'],
  copy: StoredCopy,
  around: Surroundings,
  also: readonly string[],
): PutBackPlan {
  const outside = [...around.clusterWide, ...around.elsewhere];
  const asked = alsoObjects(also, outside, (object) => isNewSince(object, copy));
  const deletions: Deletion[] = [];
  const left: LeftObject[] = [];
  const roleOf = (object: KubeObject) => (asked.includes(object) ? 'also' : outsideRole(object, copy, around));
  const goneKinds = new Set(
    around.clusterWide
      .filter((object) => object.kind === 'CustomResourceDefinition' && ['named', 'also'].includes(roleOf(object)))
      .map(kindDefinedBy),
  );
  for (const object of outside) {
    const role = goneKinds.has(kindOf(object)) ? 'kind' : roleOf(object);
    if (role === 'none') continue;
    if (role === 'left') left.push({ object: planned(object), creator: creatorOf(object), also: alsoNameOf(object) });
    else deletions.push({ object: planned(object), why: role });
  }
  return {
    ...{ purpose, copy, deletions, left },
    namespaces: namespacePlans(purpose, copy.record, around),
    ...restorationsOf(copy.record, around, new Set(deletions.map(({ object }) => object.uid))),
    unread: around.unread,
  };
}

export const planned = (object: KubeObject): PlannedObject => ({
  ...refOf(object),
  apiVersion: object.apiVersion,
  uid: object.metadata.uid ?? '',
});

const kindDefinedBy = (definition: KubeObject): string =>
  `${valueAt(definition, 'spec', 'names', 'kind')}.${valueAt(definition, 'spec', 'group')}`;

const kindOf = ({ kind, apiVersion }: KubeObject): string => `${kind}.${apiVersion.split('/')[0]}`;
