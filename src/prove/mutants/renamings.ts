import type { Json } from '../../kubernetes/json.ts';
import { isJsonObject } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { refOf } from '../../kubernetes/kube-object.ts';
import type { Edit, Mutant } from './mutant.ts';
import type { Place, PlacedValue } from './place.ts';
import { placeText, scalarsWithin, withValue } from './place.ts';

/**
 * Names that are used in several places, renamed in all of them: pinned, or else declared free. (Renamed in one place
 * only is a `change` there.) The object's own name is renamed alone and with all that refers to it, where the text names it.
 */
export function renamings(made: readonly KubeObject[], isNamedInText: (name: string) => boolean): readonly Mutant[] {
  return [
    ...inAllPlaces(made),
    ...made.filter(({ metadata }) => isNamedInText(metadata.name)).flatMap((object) => ownName(object, made)),
  ];
}

interface Use {
  readonly object: KubeObject;
  readonly place: Place;
}

function inAllPlaces(made: readonly KubeObject[]): readonly Mutant[] {
  const uses = new Map<string, Use[]>();
  for (const object of made)
    for (const { place, value } of scalarsWithin({ place: [], value: object }))
      if (typeof value === 'string' && isNamePlace(place)) {
        const key = JSON.stringify([labelKeyOf(place), value]);
        uses.set(key, [...(uses.get(key) ?? []), { object, place }]);
      }
  const ownNames = new Set(made.map(({ metadata }) => metadata.name));
  return [...uses].flatMap(([key, places]): readonly Mutant[] => {
    const [label, value] = JSON.parse(key) as [string | null, string]; // written above
    const [first] = places;
    if (places.length < 2 || first === undefined || (label === null && ownNames.has(value))) return [];
    return [
      {
        operator: 'rename',
        object: refOf(first.object),
        path: placeText(first.object, first.place),
        what: `${value} → ${value}-x in all ${places.length} places`,
        edits: renamed(places, `${value}-x`),
      },
    ];
  });
}

/** Alone, which breaks what refers to it, and together with that. */
function ownName(object: KubeObject, made: readonly KubeObject[]): readonly Mutant[] {
  const { name } = object.metadata;
  const moved = { ...object, metadata: { ...object.metadata, name: `${name}-x` } };
  const edits: readonly Edit[] = [
    { edit: 'remove', object },
    { edit: 'add', object: moved },
  ];
  const base = {
    operator: 'rename',
    object: refOf(object),
    path: 'metadata.name',
    what: `${name} → ${name}-x`,
  } as const;
  const uses = made
    .filter((other) => other !== object)
    .flatMap((other) =>
      scalarsWithin({ place: [], value: other })
        .filter(({ place, value }) => value === name && isReference(place))
        .map(({ place }) => ({ object: other, place })),
    );
  if (uses.length === 0) return [{ ...base, edits }];
  return [
    { ...base, edits },
    { ...base, what: `${base.what}, with all that refers to it`, edits: [...edits, ...renamed(uses, `${name}-x`)] },
  ];
}

function renamed(uses: readonly Use[], to: string): readonly Edit[] {
  const objects = [...new Set(uses.map(({ object }) => object))];
  return objects.map((object) => {
    const places = uses.filter((use) => use.object === object).map(({ place }) => place);
    const changed = places.reduce<Json>((value, place) => withValue(value, place, to), object);
    return { edit: 'replace', object: changed as KubeObject }; // only places below changed
  });
}

const labelMaps = ['labels', 'matchLabels', 'selector', 'nodeSelector'];

/** Where people choose a name: labels and their selectors, names inside an object, and what refers to them. */
function isNamePlace(place: Place): boolean {
  if (place[0] === 'metadata') return place[1] === 'labels';
  return labelKeyOf(place) !== null || isReference(place) || place.at(-1) === 'name';
}

/** The label's key; null for other names. */
function labelKeyOf(place: Place): string | null {
  const parent = place.at(-2);
  return typeof parent === 'string' && labelMaps.includes(parent) && !place.includes('annotations')
    ? String(place.at(-1))
    : null;
}

/** Fields that hold the name of something else. */
const references =
  /^(name|serviceAccountName|secretName|claimName|targetPort|port|containerName|storageClassName|priorityClassName|serviceName|volumeName|ingressClassName|roleRef)$/;
const isReference = (place: Place): boolean => {
  const field = place.findLast((step) => typeof step === 'string');
  if (place[0] === 'metadata' || typeof field !== 'string' || labelKeyOf(place) !== null) return false;
  // the name of a container, a volume or a port is its own
  const isOwn = field === 'name' && typeof place.at(-2) === 'number' && place.at(-3) !== 'subjects';
  return references.test(field) && !isOwn;
};

/** Words of a text that could be names. */
export const namesIn = (texts: readonly string[]): ReadonlySet<string> =>
  new Set(texts.flatMap((text) => text.match(/[a-z0-9]([-a-z0-9.]*[a-z0-9])?/g) ?? []));

/** All texts at a place and below, whatever they mean. */
export const textsWithin = (value: Json): readonly string[] =>
  scalarsWithin({ place: [], value }).flatMap(({ value: one }: PlacedValue) => (typeof one === 'string' ? [one] : []));

/** Keys of all mappings within, at whatever depth. */
export function keysWithin(value: Json): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(keysWithin);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...keysWithin(item)]);
}
