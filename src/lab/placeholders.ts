import type { Json } from '../kubernetes/json.ts';
import { isJsonObject } from '../kubernetes/json.ts';
import { editDistance } from './suggestion.ts';

/** Declared name → what it stands for in this copy. */
export type Replacements = Readonly<Record<string, string>>;

/** `${name}`, or `$${name}` for the literal text. */
const placeholder = /(\$?)\$\{([A-Za-z0-9][A-Za-z0-9_.-]*)\}/g;

/**
 * A text with `${name}` replaced where the lab declares that name, and `$${x}` turned into `${x}`. Every other `${x}`
 * stays, for manifests hold shell text.
 */
export function replaceInText(text: string, replacements: Replacements): string {
  return text.replace(placeholder, (whole, dollar: string, name: string) => {
    if (dollar !== '') return `\${${name}}`;
    return Object.hasOwn(replacements, name) ? (replacements[name] ?? whole) : whole;
  });
}

/** The text that `replaceInText` turns back into this one, whatever names are declared. */
export const escapePlaceholders = (text: string): string =>
  text.replace(placeholder, (whole, dollar: string) => `${dollar}$${whole.slice(dollar.length)}`);

/** Replaces in every text and key of a value; after parsing, so that what is put in is never read as YAML. */
export function replacePlaceholders<Value>(value: Value, replacements: Replacements): Value {
  return replaceIn(value as Json, replacements) as Value; // texts stay texts, everything else stays as it is
}

function replaceIn(value: Json, replacements: Replacements): Json {
  if (typeof value === 'string') return replaceInText(value, replacements);
  if (Array.isArray(value)) return value.map((item) => replaceIn(item, replacements));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [replaceInText(key, replacements), replaceIn(child, replacements)]),
  );
}

/**
 * Placeholders that are not declared and look like one that is: `${shpo}` for `shop`. All-capital names are the shell's.
 */
export function misspeltPlaceholders(
  text: string,
  declared: readonly string[],
): readonly { readonly name: string; readonly meant: string }[] {
  return [...text.matchAll(placeholder)].flatMap(([, dollar, name = '']) => {
    if (dollar !== '' || declared.includes(name) || /^[A-Z0-9_]+$/.test(name)) return [];
    const meant = declared.find((known) => isTypoOf(name, known));
    return meant === undefined ? [] : [{ name, meant }];
  });
}

/** One slip, or two in a long name. */
function isTypoOf(word: string, known: string): boolean {
  const distance = editDistance(word.toLowerCase().replaceAll('_', '-'), known);
  return distance <= (known.length >= 8 ? 2 : 1);
}
