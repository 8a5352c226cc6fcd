import * as z from 'zod';
import type { Finding, Path } from './mistake.ts';
import { listed, quoted } from './mistake.ts';
import { nearestWord } from './suggestion.ts';
import { described, nameOf } from './value-words.ts';
import type { Schema } from './zod-definition.ts';
import { definitionOf } from './zod-definition.ts';

/** What is wrong with a single value, in a sentence; nothing when zod accepts it. */
export function scalarMistake(schema: Schema, value: unknown, path: Path, name = nameOf(path)): readonly Finding[] {
  const result = z.core.safeParse(schema, value);
  const issue = result.error?.issues[0];
  if (issue === undefined) return [];
  if (Array.isArray(value) || definitionOf(schema).type === 'tuple')
    return [{ rule: 'wrong-type', path, message: `${name} is ${kindOf(schema)}; this is ${lengthOf(value)}` }];
  switch (issue.code) {
    case 'invalid_type':
      return [{ rule: 'wrong-type', path, message: `${name} is ${typeName(issue.expected)}; ${hint(issue, value)}` }];
    case 'invalid_value': {
      const words = issue.values.map(String);
      const suggestion = typeof value === 'string' ? nearestWord(value, words) : undefined;
      const wanted = words.length === 1 ? listed(words) : `one of ${listed(words, 'or')}`;
      return [{ rule: 'wrong-value', path, message: `${name} is ${wanted}; this is ${described(value)}`, suggestion }];
    }
    case 'too_small':
      return [{ rule: 'out-of-range', path, message: `${name} is at least ${issue.minimum}` }];
    case 'too_big': {
      const unit = issue.origin === 'string' ? ' characters long' : '';
      return [{ rule: 'out-of-range', path, message: `${name} is at most ${issue.maximum}${unit}` }];
    }
    case 'invalid_format': {
      const wanted = issue.format === 'url' ? 'is a URL' : issue.message;
      return [{ rule: 'wrong-value', path, message: `${name} ${wanted}; this is ${described(value)}` }];
    }
    default:
      return [{ rule: 'wrong-value', path, message: `${name} cannot be ${described(value)}` }];
  }
}

const lengthOf = (value: unknown): string => (Array.isArray(value) ? `a list of ${value.length}` : described(value));

function kindOf(schema: Schema): string {
  const definition = definitionOf(schema);
  if (definition.type === 'tuple') return `a list of ${definition.items.length}`;
  return definition.type === 'string' ? 'a text' : `a ${definition.type}`;
}

function typeName(expected: string): string {
  const names: Readonly<Record<string, string>> = { string: 'a text', int: 'a whole number', boolean: 'true or false' };
  return names[expected] ?? `a ${expected}`;
}

function hint(issue: { readonly expected: string }, value: unknown): string {
  const isBare = typeof value === 'number' || typeof value === 'boolean';
  if (issue.expected === 'string' && isBare)
    return `this is the ${typeof value} ${quoted(String(value))}: put it in quotes`;
  return `this is ${described(value)}`;
}
