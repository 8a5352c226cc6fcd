import { mergeKeyOf } from '../../checks/match/merge-key.ts';
import type { Json } from '../../kubernetes/json.ts';
import { isJsonObject, isSameJson, valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { mappingsAt } from '../../kubernetes/pod-template.ts';
import type { RecordedObject } from '../../snapshot/copy-record.ts';
import type { Place } from './place.ts';
import { withoutServerSet } from './server-set.ts';

/** What the solution did to the state that the start made: what mutants are changes of. */
export interface Base {
  /** Objects that the solution made; all of each is its work. */
  readonly made: readonly KubeObject[];
  /** Objects of the start that it changed, and where. */
  readonly changed: readonly ChangedObject[];
  /** Objects of the start that are gone. */
  readonly removed: readonly KubeObject[];
}

export interface ChangedObject {
  readonly object: KubeObject;
  readonly was: KubeObject;
  /** The places that differ, as deep as they can be told; in the object as it is now, or as it was where `isGone`. */
  readonly places: readonly { readonly place: Place; readonly isGone: boolean }[];
}

/** From what the copy had after its start and what it has now, both as `observeCopy` records it. */
export function baseOfSolution(start: readonly RecordedObject[], now: readonly RecordedObject[]): Base {
  const before = new Map(start.map((one) => [keyOf(one), one]));
  const isFromTemplate = claimsFromTemplates([...start, ...now]);
  const isOwn = (one: RecordedObject): boolean => isPersonsWork(one) && !isFromTemplate(one);
  const own = now.filter(isOwn);
  const made = own.filter((one) => before.get(keyOf(one)) === undefined).flatMap(contentOf);
  const changed = own.flatMap((one): readonly ChangedObject[] => {
    const [object] = contentOf(one);
    const earlier = before.get(keyOf(one));
    const [was] = earlier === undefined ? [] : contentOf(earlier);
    if (object === undefined || was === undefined) return [];
    const places = changedPlaces(was, object, []);
    return places.length === 0 ? [] : [{ object, was, places }];
  });
  const keys = new Set(now.map(keyOf));
  const removed = start.filter((one) => isOwn(one) && !keys.has(keyOf(one))).flatMap(contentOf);
  return { made, changed, removed };
}

/** By name: an object made anew under the same name is a changed one. */
const keyOf = ({ apiVersion, kind, namespace = '', name }: RecordedObject): string =>
  [apiVersion, kind, namespace, name].join(' ');

/** Not what controllers derive from other objects, nor what is in every namespace. */
function isPersonsWork({ kind, name, object }: RecordedObject): boolean {
  if (['Endpoints', 'EndpointSlice', 'Event', 'Lease', 'ControllerRevision'].includes(kind)) return false;
  if (kind === 'ConfigMap' && name === 'kube-root-ca.crt') return false;
  if (kind === 'ServiceAccount' && name === 'default') return false;
  const metadata = isJsonObject(object) ? object.metadata : undefined;
  const owners = isJsonObject(metadata) ? metadata.ownerReferences : undefined;
  return !Array.isArray(owners) || owners.length === 0;
}

/**
 * Claims that a StatefulSet makes, by name: template, set and ordinal. They have no owner, unless its retention policy says so.
 * https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-storage
 */
function claimsFromTemplates(all: readonly RecordedObject[]): (one: RecordedObject) => boolean {
  const prefixes = all
    .filter(({ kind }) => kind === 'StatefulSet')
    .flatMap(({ name: set, namespace, object }) =>
      mappingsAt(object, 'spec', 'volumeClaimTemplates').map((template) => ({
        namespace,
        prefix: `${String(valueAt(template, 'metadata', 'name'))}-${set}-`,
      })),
    );
  return ({ kind, name, namespace }) =>
    kind === 'PersistentVolumeClaim' &&
    prefixes.some(
      (one) =>
        one.namespace === namespace && name.startsWith(one.prefix) && /^\d+$/.test(name.slice(one.prefix.length)),
    );
}

function contentOf({ object }: RecordedObject): readonly KubeObject[] {
  if (!isJsonObject(object) || !isJsonObject(object.metadata)) return [];
  return [withoutServerSet(object as KubeObject)]; // recorded whole, as the server gave it
}

/** Places of `now` that differ from `was`; entries that are gone are told with the place they had. */
function changedPlaces(was: Json, now: Json, place: Place): ChangedObject['places'] {
  if (isSameJson(was, now)) return [];
  if (isJsonObject(was) && isJsonObject(now)) {
    const there = Object.entries(now).flatMap(([key, value]): ChangedObject['places'] => {
      const earlier = was[key];
      return earlier === undefined
        ? [{ place: [...place, key], isGone: false }]
        : changedPlaces(earlier, value, [...place, key]);
    });
    const gone = Object.keys(was).filter((key) => !Object.hasOwn(now, key));
    return [...there, ...gone.map((key) => ({ place: [...place, key], isGone: true }))];
  }
  if (Array.isArray(was) && Array.isArray(now) && now.length > 0) return changedElements(was, now, place);
  return [{ place, isGone: false }];
}

/** Elements are paired by their merge key; a list whose elements have none is one value. */
function changedElements(was: readonly Json[], now: readonly Json[], place: Place): ChangedObject['places'] {
  const path = place.map(String);
  const keyed = (list: readonly Json[]) =>
    list.map((item) => {
      const key = mergeKeyOf(path, item);
      return key === undefined || !isJsonObject(item) ? undefined : String(item[key]);
    });
  const [wasKeys, nowKeys] = [keyed(was), keyed(now)];
  const isKeyed = [...wasKeys, ...nowKeys].every((key) => key !== undefined);
  if (!isKeyed || nowKeys.some((key, index) => nowKeys.indexOf(key) !== index)) return [{ place, isGone: false }];
  const there = now.flatMap((item, index): ChangedObject['places'] => {
    const earlier = was[wasKeys.indexOf(nowKeys[index])];
    return earlier === undefined
      ? [{ place: [...place, index], isGone: false }]
      : changedPlaces(earlier, item, [...place, index]);
  });
  const isSomeGone = wasKeys.some((key) => !nowKeys.includes(key));
  return isSomeGone ? [{ place, isGone: false }] : there;
}
