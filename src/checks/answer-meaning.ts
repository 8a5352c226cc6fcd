import type { Json } from '../kubernetes/json.ts';
import { isSameQuantity } from '../kubernetes/quantity.ts';
import { builtInKind } from '../kubernetes/resource-kind.ts';
import { maximumMatching } from './match/maximum-matching.ts';

export type AnswerForm = 'text' | 'name' | 'number' | 'quantity' | 'set' | 'list';

/**
 * An answer means the right one: case, blanks, quotes and a trailing newline do not matter, `pod/x` and `pod x` are `x` where
 * a name is asked for (but not `service/x` where the right one is a Pod's), a set has any order; `deployment/x` and
 * `service/x` are two of a set, which `x` alone is not.
 */
export function isSameAnswer(given: string, right: Json, form: AnswerForm): boolean {
  switch (form) {
    case 'text':
      return typeof right === 'boolean' ? truthOf(plain(given)) === right : plain(given) === plain(String(right));
    case 'name':
      return isSameName(nameOf(given), nameOf(String(right)));
    case 'number':
      return plain(given) !== '' && Number(plain(given)) === Number(right);
    case 'quantity':
      return isSameQuantity(unquoted(given).replace(/\s+/g, ''), String(right));
    case 'set':
      return readings(given).some((items) => isSameSet(items, itemsOf(right)));
    case 'list':
      return readings(given).some((items) => isSameList(items, itemsOf(right)));
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

interface Named {
  readonly kind?: string;
  readonly name: string;
}

/** `pod/x`, `deployment.apps/x`, or, where the first word is a kind, `pod x`. */
function nameOf(text: string): Named {
  const slashed = /^([a-z0-9.]+)\/(.*)$/s.exec(plain(text));
  const spaced = /^([a-z]+) (\S+)$/.exec(plain(text));
  const [, kind = '', name = ''] = slashed ?? (builtInKind(spaced?.[1] ?? '') === undefined ? undefined : spaced) ?? [];
  return kind === '' ? { name: plain(text) } : { kind: builtInKind(kind)?.kind ?? kind, name };
}

const isSameName = (a: Named, b: Named): boolean =>
  a.name === b.name && (a.kind === undefined || b.kind === undefined || a.kind === b.kind);

/** Items are parted by commas, semicolons or lines, or else by blanks; `a, b c` and `a and b` are tried in each way. */
function readings(given: string): readonly (readonly Named[])[] {
  const text = given
    .trim()
    .replace(/^[[({](.*)[\])}]$/s, '$1')
    .replace(/^\s*([-*•]|\d+[.)])\s+/gm, '');
  if (/^(none|nothing)$/i.test(text)) return [[{ name: text.toLowerCase() }], []];
  return [/[,;\n]+/, /[\s,;]+/, /[,;\n]+(?:\s*and\s)?|\sand\s/i, /[\s,;]+(?:and[\s,;]+)?/i].map((separator) =>
    text
      .split(separator)
      .map(nameOf)
      .filter(({ name }) => name !== ''),
  );
}

const itemsOf = (right: Json): readonly Named[] =>
  (Array.isArray(right) ? right : [right]).map((item) => nameOf(String(item)));

const isSameList = (left: readonly Named[], right: readonly Named[]): boolean =>
  left.length === right.length &&
  left.every((item, index) => {
    const other = right[index];
    return other !== undefined && isSameName(item, other);
  });

/** Whatever is said twice counts once. */
function isSameSet(given: readonly Named[], right: readonly Named[]): boolean {
  const [items, wanted] = [withoutRepeats(given), withoutRepeats(right)];
  const isPair = (left: number, at: number): boolean => {
    const [one, other] = [wanted[left], items[at]];
    return one !== undefined && other !== undefined && isSameName(one, other);
  };
  const partners = maximumMatching(wanted.length, items.length, isPair);
  return !partners.includes(undefined) && items.every((item) => wanted.some((one) => isSameName(item, one)));
}

const withoutRepeats = (items: readonly Named[]): readonly Named[] => [
  ...new Map(items.map((item) => [`${item.kind ?? ''}/${item.name}`, item])).values(),
];
