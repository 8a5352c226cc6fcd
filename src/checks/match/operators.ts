import { isSameSchedule } from '../../kubernetes/cron-schedule.ts';
import type { Json } from '../../kubernetes/json.ts';
import { isJsonObject } from '../../kubernetes/json.ts';
import { parseQuantity } from '../../kubernetes/quantity.ts';
import { findsMatch } from '../../kubernetes/regex.ts';
import { LabDefect } from '../check-kind.ts';
import type { Difference } from '../issue.ts';
import type { MatchContext } from './differences.ts';
import { difference, differences } from './differences.ts';
import { exactListDifferences } from './list-differences.ts';

type Holds = (operand: Json, found: Json | undefined, path: readonly string[], context: MatchContext) => boolean;

/** What each operator asks of the value found. */
const operators: Readonly<Record<string, Holds>> = {
  $absent: (operand, found) => (found === undefined) === operand,
  $exists: (operand, found) => (found !== undefined) === operand,
  $min: (operand, found, path) => isOrdered(operand, counted(found, path), (wanted, value) => value >= wanted),
  $max: (operand, found, path) => isOrdered(operand, counted(found, path), (wanted, value) => value <= wanted),
  $oneOf: (operand, found, path, context) => asList(operand).some((option) => isMet(option, found, path, context)),
  $matches: (operand, found) =>
    (typeof found === 'string' || typeof found === 'number') && findsMatch(String(operand), String(found)),
  $not: (operand, found, path, context) => !isMet(operand, found, path, context),
  $exactly: isExactly,
  $every: (operand, found, path, context) =>
    entriesOf(found).every(([step, entry]) => isMet(operand, entry, [...path, step], context)),
  $none: (operand, found, path, context) =>
    !entriesOf(found).some(([step, entry]) => isMet(operand, entry, [...path, step], context)),
  $count: (operand, found) => isCount(operand, entriesOf(found).length),
  $cron: (operand, found) => typeof found === 'string' && isSameSchedule(String(operand), found),
  $lines: (operand, found) => typeof found === 'string' && hasLines(asList(operand).map(String), found),
};

/** A mapping whose keys begin with `$` asks with operators; all of them must hold. */
export const isOperators = (wanted: Json | undefined): boolean =>
  isJsonObject(wanted) && Object.keys(wanted).some((key) => key.startsWith('$'));

export function operatorDifferences(
  wanted: Json,
  found: Json | undefined,
  path: readonly string[],
  context: MatchContext,
): readonly Difference[] {
  if (!isJsonObject(wanted)) throw new LabDefect('operators stand in a mapping');
  return Object.entries(wanted).flatMap(([name, operand]) => {
    const holds = operators[name];
    if (holds === undefined) throw new LabDefect(`no such operator: ${name}`);
    return holds(operand, found, path, context) ? [] : [difference({ [name]: operand }, found, path)];
  });
}

/** A number, or `{ $min, $max }`. */
export function isCount(operand: Json, count: number): boolean {
  if (typeof operand === 'number') return count === operand;
  if (!isJsonObject(operand)) throw new LabDefect('a count is a number or { $min, $max }');
  return (
    (operand.$min === undefined || count >= Number(operand.$min)) &&
    (operand.$max === undefined || count <= Number(operand.$max))
  );
}

const isMet = (wanted: Json, found: Json | undefined, path: readonly string[], context: MatchContext): boolean =>
  differences(wanted, found, path, context).length === 0;

/** Mappings of texts, which the API server leaves out when they are empty. */
const mapsOfTexts = new Set([
  'labels',
  'annotations',
  'nodeSelector',
  'matchLabels',
  'data',
  'binaryData',
  'stringData',
]);

/** Nothing but what is wanted: a list of as many entries, a mapping of these keys. An absent list or map of texts is empty. */
function isExactly(operand: Json, found: Json | undefined, path: readonly string[], context: MatchContext): boolean {
  if (Array.isArray(operand)) {
    const list = found ?? [];
    return Array.isArray(list) && exactListDifferences(operand, list, path, context).length === 0;
  }
  const mapping = found ?? (mapsOfTexts.has(path.at(-1) ?? '') ? {} : undefined);
  if (isJsonObject(operand) && isJsonObject(mapping))
    return Object.keys(mapping).every((key) => Object.hasOwn(operand, key)) && isMet(operand, mapping, path, context);
  return isMet(operand, found, path, context);
}

/** Counters of the status are left out at 0. */
const counted = (found: Json | undefined, path: readonly string[]): Json | undefined =>
  found ?? (path[0] === 'status' ? 0 : undefined);

function isOrdered(
  operand: Json,
  found: Json | undefined,
  compare: (wanted: bigint, value: bigint) => boolean,
): boolean {
  const [wanted, value] = [operand, found].map((side) =>
    typeof side === 'string' || typeof side === 'number' ? parseQuantity(side) : undefined,
  );
  return wanted !== undefined && value !== undefined && compare(wanted, value);
}

const asList = (operand: Json): readonly Json[] => {
  if (!Array.isArray(operand)) throw new LabDefect('this operator takes a list');
  return operand;
};

/** Entries of a list or values of a mapping; none of anything else. */
function entriesOf(found: Json | undefined): readonly (readonly [string, Json])[] {
  if (Array.isArray(found)) return found.map((entry, index) => [`[${index}]`, entry] as const);
  return isJsonObject(found) ? Object.entries(found) : [];
}

/** Every wanted line stands in the text, white space around it aside. */
function hasLines(wanted: readonly string[], text: string): boolean {
  const lines = new Set(text.split('\n').map((line) => line.trim()));
  return wanted.every((line) => lines.has(line.trim()));
}
