import { isSameSchedule } from '../../kubernetes/cron-schedule.ts';
import { imageSpellings } from '../../kubernetes/image.ts';
import type { Json } from '../../kubernetes/json.ts';
import { isJsonObject } from '../../kubernetes/json.ts';
import { parseQuantity } from '../../kubernetes/quantity.ts';
import { findsMatch } from '../../kubernetes/regex.ts';
import { LabDefect } from '../check-kind.ts';
import type { Difference } from '../issue.ts';
import type { MatchContext } from './differences.ts';
import { difference, differences } from './differences.ts';
import { isInMapOfTexts, isLeftOutAtZero, isMapOfTexts, isNothing } from './emptiness.ts';
import { valueLeftOpen } from './left-open.ts';
import { exactListDifferences } from './list-differences.ts';
import { inOneSpelling } from './quota-names.ts';
import { isSameSelector, isSelector } from './selector-differences.ts';
import { shareOfPods } from './share-of-pods.ts';

type Holds = (operand: Json, found: Json | undefined, path: readonly string[], context: MatchContext) => boolean;

/** What each operator asks of the value found. */
const operators: Readonly<Record<string, Holds>> = {
  $absent: (operand, found, path) => isNothing(found, path) === operand,
  $exists: (operand, found, path) => isNothing(found, path) !== operand,
  $min: (operand, found, path, context) => isOrdered(operand, found, path, context, (wanted, value) => value >= wanted),
  $max: (operand, found, path, context) => isOrdered(operand, found, path, context, (wanted, value) => value <= wanted),
  $oneOf: (operand, found, path, context) => asList(operand).some((option) => isMet(option, found, path, context)),
  $matches: (operand, found, path) =>
    (typeof found === 'string' || typeof found === 'number') &&
    spellingsOf(String(found), path).some((text) => findsMatch(String(operand), text)),
  $not: (operand, found, path, context) => !isMet(operand, found, path, context),
  $exactly: isExactly,
  $every: (operand, found, path, context) =>
    entriesOf(found, path).every(([at, entry]) => isMet(operand, entry, at, context)),
  $none: (operand, found, path, context) =>
    !entriesOf(found, path).some(([at, entry]) => isMet(operand, entry, at, context)),
  $count: (operand, found) => isCount(operand, entriesOf(found, []).length),
  $cron: (operand, found) => typeof found === 'string' && isSameSchedule(String(operand), found),
  $lines: (operand, found) => typeof found === 'string' && hasLines(asList(operand).map(String), found),
  $json: (operand, found, path, context) => isMet(operand, parsedJson(found), path, context),
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
    const parsed = name === '$json' ? parsedJson(found) : undefined;
    if (parsed !== undefined) return differences(operand, parsed, path, context);
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

/** Less than such a count asks for. */
export function isTooFew(operand: Json, count: number): boolean {
  const least = isJsonObject(operand) ? operand.$min : operand;
  return typeof least === 'number' && count < least;
}

const isMet = (wanted: Json, found: Json | undefined, path: readonly string[], context: MatchContext): boolean =>
  differences(wanted, found, path, context).length === 0;

/** Nothing but what is wanted: a list of as many entries, a mapping of these keys. An absent list or map of texts is empty. */
function isExactly(operand: Json, found: Json | undefined, path: readonly string[], context: MatchContext): boolean {
  if (Array.isArray(operand)) {
    const list = found ?? [];
    return Array.isArray(list) && exactListDifferences(operand, list, path, context).length === 0;
  }
  const mapping = found ?? (isMapOfTexts(path) ? {} : undefined);
  if (!isJsonObject(operand) || !isJsonObject(mapping)) return isMet(operand, found, path, context);
  if (isSelector(operand)) return isSameSelector(operand, mapping);
  const wanted = inOneSpelling(operand, path);
  const present = inOneSpelling(mapping, path);
  return Object.keys(present).every((key) => Object.hasOwn(wanted, key)) && isMet(operand, mapping, path, context);
}

/** Numbers and quantities by value, shares by what they come to; some are left out at 0, or left open. */
function isOrdered(
  operand: Json,
  found: Json | undefined,
  path: readonly string[],
  context: MatchContext,
  compare: (wanted: bigint, value: bigint) => boolean,
): boolean {
  const counted = found ?? (isLeftOutAtZero(path) ? 0 : valueLeftOpen(path));
  const [wanted, value] = [operand, counted].map((side) =>
    typeof side === 'string' || typeof side === 'number'
      ? parseQuantity(shareOfPods(side, path, context) ?? side)
      : undefined,
  );
  return wanted !== undefined && value !== undefined && compare(wanted, value);
}

/** An image is looked at as it is written, and with every default filled in, in short and in full. */
const spellingsOf = (text: string, path: readonly string[]): readonly string[] =>
  path.at(-1) === 'image' && !isInMapOfTexts(path) ? [text, ...imageSpellings(text)] : [text];

const asList = (operand: Json): readonly Json[] => {
  if (!Array.isArray(operand)) throw new LabDefect('this operator takes a list');
  return operand;
};

/** Entries of a list, each at the path of the list, by which their fields are known, or values of a mapping; none of anything else. */
function entriesOf(
  found: Json | undefined,
  path: readonly string[],
): readonly (readonly [at: readonly string[], entry: Json])[] {
  if (Array.isArray(found)) return found.map((entry: Json) => [path, entry] as const);
  return isJsonObject(found) ? Object.entries(found).map(([key, entry]) => [[...path, key], entry] as const) : [];
}

/** What a text says as JSON; undefined where it is none. */
function parsedJson(text: Json | undefined): Json | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text) as Json; // what JSON can say
  } catch {
    return undefined;
  }
}

/** Every wanted line stands in the text, white space around it aside. */
function hasLines(wanted: readonly string[], text: string): boolean {
  const lines = new Set(text.split('\n').map((line) => line.trim()));
  return wanted.every((line) => lines.has(line.trim()));
}
