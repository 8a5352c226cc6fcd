import type { Json } from '../../kubernetes/json.ts';
import { isJsonObject } from '../../kubernetes/json.ts';
import type { Difference } from '../issue.ts';
import type { MatchContext } from './differences.ts';
import { difference, differences } from './differences.ts';
import { maximumMatching } from './maximum-matching.ts';
import { mergeKeyOf } from './merge-key.ts';

/** Command lines are words in an order; everything else in the API that labs ask for is a set or keyed. */
export const isOrderedList = (path: readonly string[]): boolean => ['command', 'args'].includes(path.at(-1) ?? '');

/**
 * Every wanted entry needs a found entry of its own (maximum matching); further found ones are allowed, but not where
 * none is wanted: `[]` is empty. Wanted entries that are left over are compared with the found entry of the same merge
 * key, else with none.
 */
export function listDifferences(
  wanted: readonly Json[],
  entries: readonly Json[],
  path: readonly string[],
  context: MatchContext,
): readonly Difference[] {
  const found = entriesThatCount(entries, path);
  if (wanted.length === 0) return found.length === 0 ? [] : [difference(wanted, found, path)];
  const isMet = (left: number, right: number): boolean =>
    differences(wanted[left] ?? null, found[right], path, context).length === 0;
  const partners = maximumMatching(wanted.length, found.length, isMet);
  const unmatched = wanted.flatMap((entry, index) =>
    partners[index] === undefined ? entryDifferences(entry, found, path, context) : [],
  );
  if (unmatched.length > 0 || path.at(-1) !== 'initContainers') return unmatched;
  return isInOrder(wanted.length, found.length, isMet) ? [] : [difference(namesOf(wanted), namesOf(found), path)];
}

/** As many entries as wanted, each with its own; for `$exactly`. What is said twice, as a verb of a rule, counts once. */
export function exactListDifferences(
  wanted: readonly Json[],
  found: readonly Json[],
  path: readonly string[],
  context: MatchContext,
): readonly Difference[] {
  if (isOrderedList(path)) return orderedDifferences(wanted, found, path, context);
  const missing = listDifferences(wanted, found, path, context);
  if (missing.length > 0) return missing;
  const count = withoutRepeats(entriesThatCount(found, path)).length;
  return count === withoutRepeats(wanted).length ? [] : [difference({ $exactly: wanted }, found, path)];
}

/** Of several variables of one name the last one counts. */
const entriesThatCount = (entries: readonly Json[], path: readonly string[]): readonly Json[] =>
  path.at(-1) === 'env'
    ? entries.filter((entry, index) => !entries.slice(index + 1).some((later) => isOneName(entry, later)))
    : entries;

const isOneName = (left: Json, right: Json): boolean =>
  isJsonObject(left) && isJsonObject(right) && left.name !== undefined && left.name === right.name;

const withoutRepeats = (list: readonly Json[]): readonly Json[] => [
  ...new Map(list.map((entry, index) => [isJsonObject(entry) ? index : JSON.stringify(entry), entry])).values(),
];

/** Same length, same order, each entry what is wanted at its place. */
export function orderedDifferences(
  wanted: readonly Json[],
  found: readonly Json[],
  path: readonly string[],
  context: MatchContext,
): readonly Difference[] {
  const isSame =
    wanted.length === found.length &&
    wanted.every((entry, index) => differences(entry, found[index], [...path, `[${index}]`], context).length === 0);
  return isSame ? [] : [difference(wanted, found, path)];
}

/** What a wanted entry without a partner lacks. Its counterpart may meet it and belong to another one: then one is missing. */
function entryDifferences(
  entry: Json,
  found: readonly Json[],
  path: readonly string[],
  context: MatchContext,
): readonly Difference[] {
  const counterpart = counterpartOf(entry, found, path);
  if (counterpart === undefined) {
    const key = mergeKeyOf(path, entry);
    return key === undefined || !isJsonObject(entry)
      ? [difference([entry], found, path)]
      : [difference(entry, undefined, [...path, `[${String(entry[key])}]`])];
  }
  const inDetail = differences(entry, counterpart.entry, [...path, counterpart.step], context);
  return inDetail.length > 0 ? inDetail : [difference([entry], found, path)];
}

/** The found entry of the same merge key; where a wanted mapping has none, the only entry there is. */
function counterpartOf(
  entry: Json,
  found: readonly Json[],
  path: readonly string[],
): { readonly entry: Json; readonly step: string } | undefined {
  if (!isJsonObject(entry)) return undefined;
  const key = mergeKeyOf(path, entry);
  if (key === undefined) {
    const [only, ...others] = found;
    return only === undefined || others.length > 0 ? undefined : { entry: only, step: '[0]' };
  }
  const counterpart = found.find((other) => isJsonObject(other) && other[key] === entry[key]);
  return counterpart === undefined ? undefined : { entry: counterpart, step: `[${String(entry[key])}]` };
}

/** Init containers run one after the other: wanted ones keep their relative order. */
function isInOrder(wantedCount: number, foundCount: number, isMet: (left: number, right: number) => boolean): boolean {
  let next = 0;
  for (let right = 0; right < foundCount && next < wantedCount; right++) if (isMet(next, right)) next++;
  return next === wantedCount;
}

const namesOf = (list: readonly Json[]): Json =>
  list.map((entry) => (isJsonObject(entry) ? (entry.name ?? null) : null));
