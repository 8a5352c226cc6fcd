import type { Json } from '../kubernetes/json.ts';
import { isSameJson } from '../kubernetes/json.ts';
import { isSameQuantity } from '../kubernetes/quantity.ts';

export type AnswerForm = 'text' | 'name' | 'number' | 'quantity' | 'set' | 'list';

/**
 * An answer means the right one: case, blanks, quotes and a trailing newline do not matter, `pod/x` is `x` where a name
 * is asked for, a set has any order.
 */
export function isSameAnswer(given: string, right: Json, form: AnswerForm): boolean {
  switch (form) {
    case 'text':
      return plain(given) === plain(String(right));
    case 'name':
      return bareName(given) === bareName(String(right));
    case 'number':
      return plain(given) !== '' && Number(plain(given)) === Number(right);
    case 'quantity':
      return isSameQuantity(unquoted(given), String(right));
    case 'set':
      return readings(given).some((items) => isSameSet(items, itemsOf(right)));
    case 'list':
      return readings(given).some((items) => isSameJson(items, itemsOf(right)));
    default:
      return form satisfies never;
  }
}

const unquoted = (text: string): string =>
  text
    .trim()
    .replace(/^(["'`])(.*)\1$/s, '$2')
    .trim();
const plain = (text: string): string => unquoted(text).toLowerCase().replace(/\s+/g, ' ');
const bareName = (text: string): string => plain(text).replace(/^[a-z0-9.]+\//, '');

/** Items are parted by commas, semicolons or lines, or else by blanks; both readings of `a, b c` are tried. */
function readings(given: string): readonly (readonly string[])[] {
  const text = given.trim().replace(/^\[(.*)\]$/s, '$1');
  return [/[,;\n]+/, /[\s,;]+/].map((separator) =>
    text
      .split(separator)
      .map(bareName)
      .filter((item) => item !== ''),
  );
}

const itemsOf = (right: Json): readonly string[] =>
  (Array.isArray(right) ? right : [right]).map((item) => bareName(String(item)));

const isSameSet = (left: readonly string[], right: readonly string[]): boolean =>
  isSameJson([...new Set(left)].sort(), [...new Set(right)].sort());
