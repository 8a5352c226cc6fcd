import type { Json } from '../kubernetes/json.ts';
import { isSameJson } from '../kubernetes/json.ts';
import { isSameQuantity } from '../kubernetes/quantity.ts';
import { builtInKind } from '../kubernetes/resource-kind.ts';

export type AnswerForm = 'text' | 'name' | 'number' | 'quantity' | 'set' | 'list';

/**
 * An answer means the right one: case, blanks, quotes and a trailing newline do not matter, `pod/x` and `pod x` are `x` where
 * a name is asked for (but not `service/x` where the right one is a Pod's), a set has any order.
 */
export function isSameAnswer(given: string, right: Json, form: AnswerForm): boolean {
  switch (form) {
    case 'text':
      return typeof right === 'boolean' ? truthOf(plain(given)) === right : plain(given) === plain(String(right));
    case 'name':
      return isSameName(given, String(right));
    case 'number':
      return plain(given) !== '' && Number(plain(given)) === Number(right);
    case 'quantity':
      return isSameQuantity(unquoted(given).replace(/\s+/g, ''), String(right));
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

const truthOf = (text: string): boolean | undefined =>
  ['true', 'yes', 'y'].includes(text) || (['false', 'no', 'n'].includes(text) ? false : undefined);

/** `pod/x`, `deployment.apps/x`, or, where the first word is a kind, `pod x`. */
function nameOf(text: string): { readonly kind?: string; readonly name: string } {
  const slashed = /^([a-z0-9.]+)\/(.*)$/s.exec(plain(text));
  const spaced = /^([a-z]+) (\S+)$/.exec(plain(text));
  const [, kind = '', name = ''] = slashed ?? (builtInKind(spaced?.[1] ?? '') === undefined ? undefined : spaced) ?? [];
  return kind === '' ? { name: plain(text) } : { kind: builtInKind(kind)?.kind ?? kind, name };
}

function isSameName(given: string, right: string): boolean {
  const [a, b] = [nameOf(given), nameOf(right)];
  return a.name === b.name && (a.kind === undefined || b.kind === undefined || a.kind === b.kind);
}

const bareName = (text: string): string => nameOf(text).name;

/** Items are parted by commas, semicolons or lines, or else by blanks; `a, b c` and `a and b` are tried in each way. */
function readings(given: string): readonly (readonly string[])[] {
  const text = given
    .trim()
    .replace(/^\[(.*)\]$/s, '$1')
    .replace(/^\s*[-*•]\s+/gm, '');
  if (/^(none|nothing)$/i.test(text)) return [[text.toLowerCase()], []];
  return [/[,;\n]+/, /[\s,;]+/, /[,;\n]+(?:\s*and\s)?|\sand\s/i, /[\s,;]+(?:and[\s,;]+)?/i].map((separator) =>
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
