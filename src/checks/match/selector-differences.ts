import type { JsonObject } from '../../kubernetes/json.ts';
import { isJsonObject, isSameJson } from '../../kubernetes/json.ts';
import type { Requirement } from '../../kubernetes/label-selector.ts';
import { requirementsOf } from '../../kubernetes/label-selector.ts';
import type { Difference } from '../issue.ts';
import { difference } from './differences.ts';
import { isOperators } from './operators.ts';

/** A wanted label selector: a mapping of nothing but `matchLabels` and `matchExpressions`, without operators inside. */
export function isSelector(wanted: JsonObject): boolean {
  const keys = Object.keys(wanted);
  return (
    keys.length > 0 &&
    keys.every((key) => key === 'matchLabels' || key === 'matchExpressions') &&
    Object.values(wanted).every((value) => !isOperators(value) && !Object.values(value ?? {}).some(isOperators))
  );
}

/**
 * Selectors are compared by their requirements: `matchLabels` = `matchExpressions` `In` one value. Further requirements
 * are allowed, but not where none is wanted.
 */
export function selectorDifferences(
  wanted: JsonObject,
  found: JsonObject,
  path: readonly string[],
): readonly Difference[] {
  const present = simpleRequirements(requirementsOf(found));
  const required = simpleRequirements(requirementsOf(wanted));
  const isEqual = required.length === 0 ? present.length === 0 : required.every((one) => isAmong(one, present));
  return isEqual ? [] : [difference(wanted, found, path)];
}

/** The same requirements and no others; for `$exactly`. */
export function isSameSelector(wanted: JsonObject, found: JsonObject): boolean {
  const [required, present] = [wanted, found].map((selector) => simpleRequirements(requirementsOf(selector)));
  return (
    required !== undefined &&
    required.length === present?.length &&
    required.every((requirement) => isAmong(requirement, present))
  );
}

/** For a selector wanted with operators: `In` one value stands among the `matchLabels` found, too. */
export function withMatchLabels(wanted: JsonObject, found: JsonObject): JsonObject {
  if (!isJsonObject(wanted.matchLabels) || !Array.isArray(found.matchExpressions)) return found;
  const labels = requirementsOf(found)
    .filter(({ operator, values }) => operator === 'In' && values.length === 1)
    .map(({ key, values: [value = ''] }) => [key, value] as const);
  return { ...found, matchLabels: Object.fromEntries(labels) };
}

const isAmong = (requirement: Requirement, others: readonly Requirement[]): boolean =>
  others.some((other) => isSameJson({ ...requirement }, { ...other }));

/**
 * Requirements in one spelling: what several `In` of a key have in common, each value of a `NotIn` by itself, no `Exists`
 * beside an `In`.
 */
function simpleRequirements(requirements: readonly Requirement[]): readonly Requirement[] {
  const keysIn = new Set(requirements.filter(({ operator }) => operator === 'In').map(({ key }) => key));
  const common = [...keysIn].map((key): Requirement => {
    const lists = requirements.filter((one) => one.key === key && one.operator === 'In').map(({ values }) => values);
    const values = (lists[0] ?? []).filter((value) => lists.every((list) => list.includes(value)));
    return { key, operator: 'In', values };
  });
  const others = requirements
    .filter(({ key, operator }) => operator !== 'In' && !(operator === 'Exists' && keysIn.has(key)))
    .flatMap((one) => (one.operator === 'NotIn' ? one.values.map((value) => ({ ...one, values: [value] })) : [one]));
  return [...common, ...others];
}
