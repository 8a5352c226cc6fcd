import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { podLabelsOf } from '../../kubernetes/pod-template.ts';
import type { Read } from '../../snapshot/read.ts';
import { differences } from '../match/differences.ts';
import { asksForStatus } from '../moving.ts';
import { isOwnedBy } from '../ownership.ts';
import { makersRead, refusedMakers } from '../refused-makers.ts';
import { podSelectionOf, selects } from '../selection.ts';
import { findTarget } from '../target.ts';
import type { ToldTrouble } from '../troubles.ts';
import { troubleReads, troublesOf } from '../troubles.ts';
import type { View } from '../view.ts';
import type { ObjectQuery } from './object-query.ts';
import { differencesOf, isMentioned } from './object-query.ts';

/** Why fewer objects are as they should be than there should be: the field of an issue. */
export const lackTroubles = (
  query: ObjectQuery,
  view: View,
  nowMs: number,
): { readonly troubles?: readonly ToldTrouble[] } =>
  troublesOf([...makersOf(query, view), ...troubled(query, view)], view, nowMs);

/** What has to be read to tell it. */
export const lackReads = (query: ObjectQuery, view: View): readonly Read[] => [
  ...(query.kind === 'Pod' && query.name === undefined ? [makersRead(query.namespace)] : []),
  ...troubleReads(troubled(query, view)),
];

/** Those that are meant, and whose status is not what is asked for. */
function troubled(query: ObjectQuery, view: View): readonly KubeObject[] {
  if (!asksForStatus(query.has)) return [];
  return view
    .list(query.kind, query.namespace)
    .filter((object) => isMentioned(object, query, view) && differencesOf(object, query, view).length > 0);
}

/** ReplicaSets that would make such Pods, and may not. */
function makersOf({ kind, namespace, labels, ownedBy, selectedBy }: ObjectQuery, view: View): readonly KubeObject[] {
  if (kind !== 'Pod') return [];
  const selector = selectedBy === undefined ? undefined : findTarget(selectedBy, view);
  return refusedMakers(
    namespace,
    view,
    (maker) =>
      (labels === undefined || differences(labels, podLabelsOf(maker), ['labels'], {}).length === 0) &&
      (ownedBy === undefined || isOwnedBy(maker, ownedBy, view)) &&
      (selectedBy === undefined || (selector !== undefined && selects(podSelectionOf(selector), podLabelsOf(maker)))),
  );
}
