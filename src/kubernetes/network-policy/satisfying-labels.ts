import type { Labels, Requirement } from '../label-selector.ts';
import { meetsAll } from '../label-selector.ts';

/** Values that some other selector speaks of, by key: a witness keeps away from them where it can. */
export type SpokenOf = ReadonlyMap<string, ReadonlySet<string>>;

/** More combinations of listed values than this add nothing that a lab could ask. */
const mostCombinations = 256;

/**
 * Labels that meet a selector, as few as do: every combination of the values that it lists, a value of no meaning where
 * any would do, and nothing else. Empty where no labels meet it.
 */
export function satisfyingLabels(requirements: readonly Requirement[], avoid: SpokenOf): readonly Labels[] {
  const keys = [...new Set(requirements.map(({ key }) => key))];
  const choices = keys.map((key) =>
    valuesFor(
      requirements.filter((requirement) => requirement.key === key),
      avoid.get(key) ?? new Set(),
    ).map((value): Labels => (value === undefined ? {} : { [key]: value })),
  );
  const combinations = choices.reduce<readonly Labels[]>(
    (done, options) =>
      done.flatMap((labels) => options.map((option) => ({ ...labels, ...option }))).slice(0, mostCombinations),
    [{}],
  );
  return combinations.filter((labels) => meetsAll(labels, requirements));
}

/** Labels with a value of no meaning for each of these keys that has none yet. */
export function withFreshLabels(labels: Labels, keys: Iterable<string>, avoid: SpokenOf): Labels {
  const fresh = [...keys].filter((key) => !Object.hasOwn(labels, key));
  return { ...labels, ...Object.fromEntries(fresh.map((key) => [key, freshValue(avoid.get(key) ?? new Set())])) };
}

/** Keys and values that selectors speak of. */
export function spokenOf(selectors: readonly (readonly Requirement[])[]): SpokenOf {
  const values = new Map<string, Set<string>>();
  for (const requirement of selectors.flat()) {
    const known = values.get(requirement.key) ?? new Set();
    for (const value of requirement.values) known.add(value);
    values.set(requirement.key, known);
  }
  return values;
}

/** Values of one key, `undefined` for its absence. */
function valuesFor(requirements: readonly Requirement[], avoid: ReadonlySet<string>): readonly (string | undefined)[] {
  const listed = requirements.filter(({ operator }) => operator === 'In');
  if (listed.length > 0) return listed[0]?.values ?? [];
  if (!requirements.some(({ operator }) => operator === 'Exists')) return [undefined];
  const refused = requirements.filter(({ operator }) => operator === 'NotIn').flatMap(({ values }) => values);
  return [freshValue(new Set([...avoid, ...refused]))];
}

function freshValue(taken: ReadonlySet<string>): string {
  let value = 'another';
  while (taken.has(value)) value = `${value}-x`;
  return value;
}
