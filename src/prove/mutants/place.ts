import { pathText } from '../../checks/match/differences.ts';
import { mergeKeyOf } from '../../checks/match/merge-key.ts';
import type { Json, JsonObject } from '../../kubernetes/json.ts';
import { isJsonObject } from '../../kubernetes/json.ts';

/** Keys and indices from the top of an object to a value in it. */
export type Place = readonly (string | number)[];

export interface PlacedValue {
  readonly place: Place;
  readonly value: Json;
}

/** The entries of a mapping or list, one level down. */
export function placesWithin({ place, value }: PlacedValue): readonly PlacedValue[] {
  if (Array.isArray(value)) return value.map((item: Json, index) => ({ place: [...place, index], value: item }));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).map(([key, item]) => ({ place: [...place, key], value: item }));
}

/** All scalars at and below a place. */
export function scalarsWithin(placed: PlacedValue): readonly PlacedValue[] {
  const within = placesWithin(placed);
  if (within.length > 0) return within.flatMap(scalarsWithin);
  return Array.isArray(placed.value) || isJsonObject(placed.value) ? [] : [placed];
}

/** The value with another one at a place; undefined takes the entry or element away. */
export function withValue(value: Json, place: Place, to: Json | undefined): Json {
  const [step, ...rest] = place;
  if (step === undefined) return to ?? null;
  if (Array.isArray(value) && typeof step === 'number') {
    const items: readonly Json[] = value;
    const item = rest.length === 0 ? to : withValue(items[step] ?? null, rest, to);
    return item === undefined ? items.toSpliced(step, 1) : items.with(step, item);
  }
  const mapping: JsonObject = isJsonObject(value) ? value : {};
  const { [step]: child, ...others } = mapping;
  const item = rest.length === 0 ? to : withValue(child ?? {}, rest, to);
  // the order of keys is kept: it is what a person compares
  return item === undefined ? others : { ...mapping, [step]: item };
}

/** As reports write it, with the merge key of a list's element where it has one: `spec.ports[80].targetPort`. */
export function placeText(object: Json, place: Place): string {
  const steps: string[] = [];
  let current: Json | undefined = object;
  for (const step of place) {
    steps.push(typeof step === 'number' ? elementText(current, step, steps) : step);
    current = Array.isArray(current) ? current[Number(step)] : isJsonObject(current) ? current[step] : undefined;
  }
  return pathText(steps);
}

function elementText(list: Json | undefined, index: number, steps: readonly string[]): string {
  const element: Json | undefined = Array.isArray(list) ? list[index] : undefined;
  const key = mergeKeyOf(steps, element ?? null);
  return `[${key === undefined || !isJsonObject(element) ? index : String(element[key])}]`;
}
