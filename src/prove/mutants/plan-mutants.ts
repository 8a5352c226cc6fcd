import type { Json } from '../../kubernetes/json.ts';
import { isJsonObject, valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { refOf } from '../../kubernetes/kube-object.ts';
import type { Lab } from '../../lab/schema/lab.ts';
import type { Base, ChangedObject } from './base.ts';
import type { Mutant } from './mutant.ts';
import type { Place, PlacedValue } from './place.ts';
import { placesWithin, placeText, scalarsWithin, withValue } from './place.ts';
import { keysWithin, namesIn, renamings, textsWithin } from './renamings.ts';
import { hasChosenKeys, scalarChanges } from './scalar-changes.ts';
import { widenings } from './widenings.ts';

/** A drop, with the place that it drops: where it turns out to change nothing, nothing below needs to be tried. */
export interface DropMutant extends Mutant {
  readonly place: Place;
  readonly of: KubeObject;
}

/**
 * The drops one level below these places (at the top: of the objects that the solution made). The server says which are
 * defaults: to drop those changes nothing. The others are dropped, and looked into.
 */
export function dropsBelow(object: KubeObject, places: readonly Place[], isSpokenOf: SpokenOf): readonly DropMutant[] {
  return places
    .flatMap((place) => placesWithin({ place, value: valueAt(object, ...place) ?? null }))
    .filter(({ place }) => isMutable(place, isSpokenOf))
    .map(({ place }) => dropAt(object, place));
}

const dropAt = (object: KubeObject, place: Place): DropMutant => ({
  operator: 'drop',
  object: refOf(object),
  path: placeText(object, place),
  what: 'dropped',
  edits: [{ edit: 'replace', object: withValue(object, place, undefined) as KubeObject }], // metadata.name is never dropped
  place,
  of: object,
});

/**
 * Each scalar that the solution brought into an object of the start, dropped: where that changes nothing, it is a default that
 * the server put there, and to change it is not the solution's business.
 */
export const scalarDrops = ({ changed }: Base): readonly DropMutant[] =>
  changed.flatMap(({ object, was, places }) =>
    places
      .filter(({ place, isGone }) => !isGone && valueAt(was, ...place) === undefined)
      .flatMap(({ place }) => scalarsWithin({ place, value: valueAt(object, ...place) ?? null }))
      .map(({ place }) => dropAt(object, place)),
  );

/** Everything else, once it is known which places of the made objects hold no defaults. */
export function otherMutants(
  base: Base,
  lab: Lab,
  own: readonly { readonly of: KubeObject; readonly place: Place }[],
): readonly Mutant[] {
  const caresForSecurity = /"(security|podSecurity|admission|privileged)"/.test(JSON.stringify(lab.tasks));
  const isNamedInText = (name: string) => textNames.has(name);
  const textNames = namesIn(lab.tasks.map(({ text }) => text));
  const isSpokenOf = spokenOfIn(lab, base);
  return [
    ...base.made.flatMap((object) => {
      const places = own.filter(({ of }) => of === object).map(({ place }) => place);
      return [...changesAt(object, places), ...widenings(object, caresForSecurity)];
    }),
    ...base.changed.flatMap((changed) => [
      ...changedObjectMutants(changed, isSpokenOf),
      ...widenings(changed.object, caresForSecurity),
    ]),
    ...base.removed.map(
      (object): Mutant => ({
        operator: 'undelete',
        object: refOf(object),
        path: '',
        what: 'not deleted',
        edits: [{ edit: 'add', object }],
      }),
    ),
    ...renamings(base.made, isNamedInText),
  ];
}

/** Whether a label's or annotation's key means anything to the lab or to a selector. */
export type SpokenOf = (key: string) => boolean;

export function spokenOfIn(lab: Lab, base: Base): SpokenOf {
  const texts = [JSON.stringify(lab.tasks.map(({ checks }) => checks)), ...lab.tasks.map(({ text }) => text)].join(
    '\n',
  );
  const objects = [...base.made, ...base.changed.map(({ object }) => object)];
  const selectorKeys = new Set(
    objects.flatMap(({ kind: _, apiVersion: __, metadata: ___, ...content }) => selectorKeysOf(content as Json)),
  );
  return (key) => selectorKeys.has(key) || texts.includes(key);
}

function selectorKeysOf(value: Json): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(selectorKeysOf);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    ['selector', 'matchLabels', 'nodeSelector'].includes(key)
      ? keysWithin(item)
      : key === 'matchExpressions'
        ? textsWithin(item)
        : selectorKeysOf(item),
  );
}

/** Not: what kind of object it is, its own name and namespace, labels and annotations that nothing refers to. */
function isMutable(place: Place, isSpokenOf: SpokenOf): boolean {
  const [first, second, third] = place;
  if (first === 'apiVersion' || first === 'kind') return false;
  if (first === 'metadata') {
    if (place.length === 1) return false;
    if (second !== 'labels' && second !== 'annotations') return false;
    return third === undefined ? false : isSpokenOf(String(third));
  }
  const parent = place.at(-2);
  const isTemplateLabel = (parent === 'labels' || parent === 'annotations') && place.at(-3) === 'metadata';
  return !isTemplateLabel || isSpokenOf(String(place.at(-1)));
}

/** Changed scalars, misspelt keys and swapped neighbours at places that are known to be the solution's own. */
function changesAt(object: KubeObject, places: readonly Place[]): readonly Mutant[] {
  return places.flatMap((place) => {
    const value = valueAt(object, ...place) ?? null;
    return [
      ...scalarMutants(object, { place, value }),
      ...keyMutants(object, { place, value }),
      ...swapMutants(object, { place, value }),
    ];
  });
}

function scalarMutants(object: KubeObject, { place, value }: PlacedValue): readonly Mutant[] {
  if (Array.isArray(value) || isJsonObject(value)) return [];
  return scalarChanges(object.kind, place, value).map((to) =>
    changed(object, place, to, `${shown(value)} → ${shown(to)}`),
  );
}

/** A label's key with a suffix: `app` → `app-x`. */
function keyMutants(object: KubeObject, { place, value }: PlacedValue): readonly Mutant[] {
  if (!hasChosenKeys(place.slice(0, -1), valueAt(object, ...place.slice(0, -1)) ?? null)) return [];
  const key = String(place.at(-1));
  const without = withValue(object, place, undefined);
  const mutated = withValue(without, [...place.slice(0, -1), `${key}-x`], value);
  return [
    {
      operator: 'change',
      object: refOf(object),
      path: placeText(object, place),
      what: `key ${key} → ${key}-x`,
      edits: [{ edit: 'replace', object: mutated as KubeObject }], // a label's key changed
    },
  ];
}

const orderedLists = ['command', 'args', 'initContainers'];

function swapMutants(object: KubeObject, { place, value }: PlacedValue): readonly Mutant[] {
  if (!Array.isArray(value) || !orderedLists.includes(String(place.at(-1)))) return [];
  const items: readonly Json[] = value;
  return items.slice(1).map((item, index) => ({
    ...changed(
      object,
      place,
      items.with(index, item).with(index + 1, items[index] ?? null),
      `${index} and ${index + 1} swapped`,
    ),
    operator: 'swap',
  }));
}

/** What the solution changed in an object of the start: as it was, dropped, and otherwise wrong. */
function changedObjectMutants({ object, was, places }: ChangedObject, isSpokenOf: SpokenOf): readonly Mutant[] {
  return places
    .filter(({ place }) => isMutable(place, isSpokenOf) || place[0] !== 'metadata')
    .flatMap(({ place, isGone }): readonly Mutant[] => {
      const earlier = valueAt(was, ...place);
      const revert: Mutant = { ...changed(object, place, earlier, 'as at the start'), operator: 'revert' };
      if (isGone) return [revert];
      const value = valueAt(object, ...place) ?? null;
      const within = scalarsWithin({ place, value });
      const drop: Mutant = { ...changed(object, place, undefined, 'dropped'), operator: 'drop' };
      return [
        revert,
        ...(earlier === undefined ? [] : [drop]),
        ...within.flatMap((scalar) => [...scalarMutants(object, scalar), ...keyMutants(object, scalar)]),
      ];
    });
}

function changed(object: KubeObject, place: Place, to: Json | undefined, what: string): Mutant {
  return {
    operator: 'change',
    object: refOf(object),
    path: placeText(object, place),
    what,
    edits: [{ edit: 'replace', object: withValue(object, place, to) as KubeObject }], // never its name or kind
  };
}

const shown = (value: Json): string =>
  value === '' ? "''" : shortened(typeof value === 'string' ? value : JSON.stringify(value));

/** A certificate is long, and what was changed stands at its end. */
const shortened = (text: string): string => (text.length <= 80 ? text : `${text.slice(0, 40)}…${text.slice(-20)}`);
