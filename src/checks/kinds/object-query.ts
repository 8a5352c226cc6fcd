import type { Json, JsonObject } from '../../kubernetes/json.ts';
import { isJsonObject, valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { labelsOf } from '../../kubernetes/kube-object.ts';
import { isPodFinished } from '../../kubernetes/pod-state.ts';
import { canonicalKind } from '../../kubernetes/resource-kind.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import type { Read } from '../../snapshot/read.ts';
import type { CheckContext } from '../check-kind.ts';
import { candidatesEverywhere, uidsOfStart } from '../elsewhere.ts';
import type { Difference, NearMiss, WantedObject } from '../issue.ts';
import { differences } from '../match/differences.ts';
import { matchContextOf } from '../match-context.ts';
import { meantObject, readsForMeaning } from '../meant-object.ts';
import { nearestMiss } from '../near-miss.ts';
import { isOwnedBy, ownershipKinds } from '../ownership.ts';
import { labelsText, patternText } from '../pattern-text.ts';
import { podSelectionOf, selects } from '../selection.ts';
import type { Target } from '../target.ts';
import { findTarget, placeOf, plainKind, readOf, targetOf } from '../target.ts';
import type { View } from '../view.ts';
import { listRead } from '../view.ts';

/** What an object check looks for, with its names resolved: one object by name, or any that meets the conditions. */
export interface ObjectQuery {
  readonly kind: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly labels?: Json;
  readonly ownedBy?: Target;
  readonly selectedBy?: Target;
  readonly node?: string;
  readonly has?: Json;
}

export function objectQuery(check: CheckOf<'object'>, context: CheckContext): ObjectQuery {
  const has = check.has === undefined ? {} : { has: check.has };
  if (typeof check.object === 'string') return { ...targetOf(check.object, check.in, context), ...has };
  const { any, labels, ownedBy, selectedBy, node } = check.object;
  const where = check.object.in ?? check.in;
  const targetIn = (name: string): Target => targetOf(name, where, context);
  return {
    kind: canonicalKind(any),
    ...placeOf(any, where, context),
    ...has,
    ...(labels === undefined ? {} : { labels }),
    ...(ownedBy === undefined ? {} : { ownedBy: targetIn(ownedBy) }),
    ...(selectedBy === undefined ? {} : { selectedBy: targetIn(selectedBy) }),
    ...(node === undefined ? {} : { node }),
  };
}

/** Lists that the conditions need beside the objects themselves. */
export function conditionReads({ kind, namespace, ownedBy, selectedBy, has }: ObjectQuery): readonly Read[] {
  const owners = ownedBy === undefined ? [] : ownershipKinds(kind, ownedBy);
  return [
    ...owners.map((owner) => listRead(owner, ownedBy?.namespace)),
    ...(selectedBy === undefined ? [] : [readOf(selectedBy)]),
    ...readsForMeaning(kind, namespace, has),
  ];
}

/** It is the one named, or meets the conditions; what `has` asks for is another matter. */
export function isMentioned(object: KubeObject, query: ObjectQuery, view: View): boolean {
  const { name, labels, ownedBy, selectedBy, node } = query;
  if (name !== undefined) return object.metadata.name === name;
  return (
    (labels === undefined || differences(labels, labelsOf(object), ['labels'], {}).length === 0) &&
    (ownedBy === undefined || isOwnedBy(object, ownedBy, view)) &&
    (node === undefined || valueAt(object, 'spec', 'nodeName') === node) &&
    (selectedBy === undefined || isSelectedBy(object, selectedBy, view))
  );
}

/** A Pod that has ended is behind no Service, though a Job is still known by it. */
function isSelectedBy(object: KubeObject, selector: Target, view: View): boolean {
  const found = findTarget(selector, view);
  if (found === undefined || (found.kind === 'Service' && isPodFinished(object))) return false;
  return selects(podSelectionOf(found), labelsOf(object));
}

export const differencesOf = (object: KubeObject, { has }: ObjectQuery, view: View): readonly Difference[] =>
  has === undefined ? [] : differences(has, meantObject(object, has, view), [], matchContextOf(object));

/** What comes closest, here and elsewhere. */
export function nearestOf(query: ObjectQuery, view: View, context: CheckContext): { readonly nearest?: NearMiss } {
  const has = isJsonObject(query.has) ? query.has : {};
  const metadata = isJsonObject(has.metadata) ? has.metadata : {};
  const pattern: JsonObject =
    query.labels === undefined ? has : { ...has, metadata: { ...metadata, labels: query.labels } };
  const nearest = nearestMiss(
    {
      ...(query.name === undefined ? {} : { name: query.name }),
      ...(query.namespace === undefined ? {} : { namespace: query.namespace }),
      ...(Object.keys(pattern).length === 0 ? {} : { pattern }),
      madeByStart: uidsOfStart(context),
    },
    candidatesEverywhere(query, view, context).map((object) => meantObject(object, query.has, view)),
    matchContextOf,
  );
  return nearest === undefined ? {} : { nearest };
}

/** The query as an issue speaks of it. */
export function describe(query: ObjectQuery, view: View): WantedObject {
  const { labels, ownedBy, selectedBy, node, has } = query;
  const named = (target: Target): string => `${plainKind(target.kind).toLowerCase()}/${target.name}`;
  return {
    kind: plainKind(query.kind),
    ...(query.name === undefined ? {} : { name: query.name }),
    ...(query.namespace === undefined ? {} : { namespace: query.namespace }),
    conditions: [
      ...(labels === undefined ? [] : [`labelled ${labelsText(labels)}`]),
      ...(ownedBy === undefined ? [] : [`owned by ${named(ownedBy)}`]),
      ...(selectedBy === undefined ? [] : [`selected by ${named(selectedBy)}`]),
      ...(node === undefined ? [] : [`on node ${node}`]),
      ...(query.name === undefined && has !== undefined ? [patternText(has)] : []),
    ],
    isServed: view.isServed(query.kind, query.namespace),
  };
}
