import { listed } from './mistake.ts';
import type { Schema } from './zod-definition.ts';
import { bareSchema, definitionOf, shapeOf } from './zod-definition.ts';

/** What a value is, as a person would say. */
export type JsonType = 'mapping' | 'list' | 'text' | 'number' | 'boolean' | 'null';

export function jsonTypeOf(value: unknown): JsonType {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'object') return 'mapping';
  return typeof value === 'string' ? 'text' : typeof value === 'boolean' ? 'boolean' : 'number';
}

/** What a schema takes. */
export function jsonTypesOf(option: Schema): readonly JsonType[] {
  const { schema, isNullable } = bareSchema(option);
  const definition = definitionOf(schema);
  const nullType: readonly JsonType[] = isNullable ? ['null'] : [];
  switch (definition.type) {
    case 'object':
    case 'record':
      return ['mapping', ...nullType];
    case 'array':
    case 'tuple':
      return ['list', ...nullType];
    case 'union':
      return definition.options.flatMap(jsonTypesOf);
    case 'literal':
      return definition.values.map(jsonTypeOf);
    case 'string':
    case 'enum':
      return ['text', ...nullType];
    case 'number':
    case 'boolean':
    case 'null':
      return [definition.type, ...nullType];
    default:
      return [];
  }
}

/** The words of a choice of words. */
export const literalsOf = (options: readonly Schema[]): readonly string[] =>
  options.flatMap((option) => {
    const definition = definitionOf(bareSchema(option).schema);
    return definition.type === 'literal' ? definition.values.map(String) : [];
  });

/** `a text or { namespace }`. */
export function alternatives(options: readonly Schema[]): string {
  const keys = options.flatMap((option) => Object.keys(shapeOf(option) ?? {}).slice(0, 1));
  const others = options.filter((option) => shapeOf(option) === undefined).map(inWords);
  return [...others, ...(keys.length === 0 ? [] : [`a mapping with ${listed(keys, 'or')}`])].join(' or ');
}

function inWords(option: Schema): string {
  const { schema } = bareSchema(option);
  const literals = literalsOf([schema]);
  if (literals.length > 0) return listed(literals, 'or');
  const [type] = jsonTypesOf(schema);
  return type === 'null' || type === undefined ? 'anything' : `a ${type}`;
}
