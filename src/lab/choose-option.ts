import * as z from 'zod';
import { isJsonObject } from '../kubernetes/json.ts';
import { alternatives, jsonTypeOf, jsonTypesOf, literalsOf } from './json-types.ts';
import type { Finding, Path } from './mistake.ts';
import { listed, quoted } from './mistake.ts';
import { nearestWord } from './suggestion.ts';
import { described, inside, nameOf } from './value-words.ts';
import type { Schema } from './zod-definition.ts';
import { isRequired, shapeOf } from './zod-definition.ts';

export type Choice =
  | { readonly choice: 'option'; readonly option: Schema }
  | { readonly choice: 'mistake'; readonly finding: Finding };

/** Which branch of a union the author meant. Mappings are told apart by the first key that each of them must have. */
export function chooseOption(options: readonly Schema[], value: unknown, path: Path, id: string | undefined): Choice {
  const fitting = options.filter((option) => jsonTypesOf(option).includes(jsonTypeOf(value)));
  const [only, ...others] = fitting;
  if (only === undefined) return mistake('wrong-type', path, `${nameOf(path)} is ${alternatives(options)}`, value);
  if (others.length === 0) return { choice: 'option', option: only };
  if (isJsonObject(value)) return chooseMapping(fitting, value, path, id);
  const accepting = fitting.find((option) => z.core.safeParse(option, value).success);
  if (accepting !== undefined) return { choice: 'option', option: accepting };
  return mistake('wrong-value', path, `${nameOf(path)} is ${alternatives(options)}`, value, literalsOf(fitting));
}

function mistake(rule: string, path: Path, wanted: string, value: unknown, words: readonly string[] = []): Choice {
  const suggestion = typeof value === 'string' ? nearestWord(value, words) : undefined;
  const message = `${wanted}; this is ${described(value)}`;
  return { choice: 'mistake', finding: { rule, path, message, suggestion } };
}

function chooseMapping(options: readonly Schema[], value: object, path: Path, id: string | undefined): Choice {
  const accepting = options.find((option) => z.core.safeParse(option, value).success);
  if (accepting !== undefined) return { choice: 'option', option: accepting };
  const meant = options.filter((option) => isMeant(option, value));
  const [only, ...others] = meant;
  if (only === undefined) return { choice: 'mistake', finding: noKind(options, value, path, nouns[id ?? '']) };
  if (others.length === 0) return { choice: 'option', option: only };
  const strangers = meant.map((option) => unknownKeys(option, value).length);
  const least = Math.min(...strangers);
  const [best, ...equal] = meant.filter((_option, index) => strangers[index] === least);
  const isClear = equal.length === 0 && (least === 0 || nouns[id ?? ''] === undefined);
  if (best !== undefined && isClear) return { choice: 'option', option: best };
  return { choice: 'mistake', finding: ambiguous(meant, value, path, nouns[id ?? '']) };
}

/** The key that tells a mapping apart from the others of its union is there; without one, any of its keys. */
function isMeant(option: Schema, value: object): boolean {
  const telling = tellingKey(option);
  if (telling !== undefined) return Object.hasOwn(value, telling);
  return Object.keys(shapeOf(option) ?? {}).some((key) => Object.hasOwn(value, key));
}

/** Its first key that must be there. */
function tellingKey(option: Schema): string | undefined {
  return Object.entries(shapeOf(option) ?? {}).find(([, schema]) => isRequired(schema))?.[0];
}

function ambiguous(options: readonly Schema[], value: object, path: Path, noun: Noun | undefined): Finding {
  const own = options.flatMap((option) => {
    const others = options.filter((other) => other !== option);
    const key = Object.keys(value).find((one) => isKeyOf(option, one) && others.some((other) => !isKeyOf(other, one)));
    return key === undefined ? [] : [key];
  });
  const apart = [...new Set(own)];
  const second = apart[1] ?? '';
  const dash = noun === undefined ? '' : `; is a hyphen missing before ${quoted(second)}?`;
  const message = `${listed(apart)} stand side by side, but ${noun?.one ?? nameOf(path)} has only one of them${dash}`;
  return { rule: 'ambiguous', path: [...path, second], part: 'key', message };
}

const isKeyOf = (option: Schema, key: string): boolean => Object.hasOwn(shapeOf(option) ?? {}, key);

interface Noun {
  readonly one: string;
  readonly kind: string;
}

/** How a sentence speaks of the branches of a union. */
const nouns: Readonly<Record<string, Noun>> = {
  Check: { one: 'a check', kind: 'kind of check' },
  Step: { one: 'a step', kind: 'step' },
};

function noKind(options: readonly Schema[], value: object, path: Path, noun: Noun | undefined): Finding {
  const kinds = options.flatMap((option) => tellingKey(option) ?? Object.keys(shapeOf(option) ?? {}));
  const everyKey = new Set(options.flatMap((option) => Object.keys(shapeOf(option) ?? {})));
  const strange = Object.keys(value).filter((key) => !everyKey.has(key));
  const misspelt = strange.find((key) => nearestWord(key, kinds) !== undefined) ?? strange[0];
  if (misspelt === undefined) {
    const message = `${noun?.one ?? nameOf(path)} needs one of ${listed(kinds, 'or')}`;
    return { rule: 'missing-key', path, message };
  }
  const suggestion = nearestWord(misspelt, kinds);
  const known = suggestion === undefined ? `; known here: ${listed(kinds)}` : '';
  const message = `${noun === undefined ? 'unknown key' : `unknown ${noun.kind}`} ${quoted(misspelt)}${noun === undefined ? inside(path) : ''}${known}`;
  return { rule: 'unknown-key', path: [...path, misspelt], part: 'key', message, suggestion };
}

const unknownKeys = (option: Schema, value: object): readonly string[] =>
  Object.keys(value).filter((key) => !isKeyOf(option, key));
