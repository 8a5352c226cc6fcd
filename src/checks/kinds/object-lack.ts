import type { Json } from '../../kubernetes/json.ts';
import { valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { conditionStatus } from '../../kubernetes/pod-state.ts';
import { podLabelsOf } from '../../kubernetes/pod-template.ts';
import type { Read } from '../../snapshot/read.ts';
import { differences } from '../match/differences.ts';
import { asksForStatus } from '../moving.ts';
import { isOwnedBy } from '../ownership.ts';
import { podSelectionOf, selects } from '../selection.ts';
import { findTarget } from '../target.ts';
import type { ToldTrouble } from '../troubles.ts';
import { troubleReads, troublesOf } from '../troubles.ts';
import type { View } from '../view.ts';
import { listRead } from '../view.ts';
import type { ObjectQuery } from './object-query.ts';
import { differencesOf, isMentioned } from './object-query.ts';

/** Why fewer objects are as they should be than there should be: the field of an issue. */
export const lackTroubles = (
  query: ObjectQuery,
  view: View,
  nowMs: number,
): { readonly troubles?: readonly ToldTrouble[] } =>
  troublesOf([...refusedMakers(query, view), ...troubled(query, view)], view, nowMs);

/** What has to be read to tell it. */
export const lackReads = (query: ObjectQuery, view: View): readonly Read[] => [
  ...(query.kind === 'Pod' && query.name === undefined ? [listRead(makers, query.namespace)] : []),
  ...troubleReads(troubled(query, view)),
];

/** Of a wanted number, or `{ $min, $max }`. */
export function isTooFew(wanted: Json, found: number): boolean {
  const least = typeof wanted === 'number' ? wanted : valueAt(wanted, '$min');
  return typeof least === 'number' && found < least;
}

/** Those that are meant, and whose status is not what is asked for. */
function troubled(query: ObjectQuery, view: View): readonly KubeObject[] {
  if (!asksForStatus(query.has)) return [];
  return view
    .list(query.kind, query.namespace)
    .filter((object) => isMentioned(object, query, view) && differencesOf(object, query, view).length > 0);
}

const makers = 'ReplicaSet.apps';

/** ReplicaSets that would make such Pods, and may not. */
function refusedMakers(
  { kind, namespace, labels, ownedBy, selectedBy }: ObjectQuery,
  view: View,
): readonly KubeObject[] {
  if (kind !== 'Pod') return [];
  const selector = selectedBy === undefined ? undefined : findTarget(selectedBy, view);
  return (view.listIfRead(makers, namespace) ?? []).filter(
    (maker) =>
      conditionStatus(maker, 'ReplicaFailure') === 'True' &&
      (labels === undefined || differences(labels, podLabelsOf(maker), ['labels'], {}).length === 0) &&
      (ownedBy === undefined || isOwnedBy(maker, ownedBy, view)) &&
      (selectedBy === undefined || (selector !== undefined && selects(podSelectionOf(selector), podLabelsOf(maker)))),
  );
}
