import * as z from 'zod';
import { isJsonObject } from '../kubernetes/json.ts';
import { chooseOption } from './choose-option.ts';
import type { Finding, Path } from './mistake.ts';
import { listed, quoted } from './mistake.ts';
import { scalarMistake } from './scalar-mistake.ts';
import { nearestWord } from './suggestion.ts';
import { described, inside, nameOf } from './value-words.ts';
import type { Schema } from './zod-definition.ts';
import { bareSchema, definitionOf, isRequired } from './zod-definition.ts';

/** A place of the document, with the part of the schema that it is judged by. */
export interface Visit {
  readonly path: Path;
  readonly value: unknown;
  /** `id` of the schema's metadata, as `NamespaceRef`. */
  readonly id: string | undefined;
  /** The keys that a mapping may have here; empty for what is no mapping. */
  readonly keys: readonly string[];
}

export interface Walk {
  readonly findings: readonly Finding[];
  /** In the order of the document. What has no place in the schema is not visited. */
  readonly visits: readonly Visit[];
}

/**
 * Goes through a document and its schema side by side. zod says what is valid; this says what the author meant: of a
 * union it follows the branch whose own key is there, so that a misspelt key deep in a check is reported at that key.
 */
export function walkSchema(schema: Schema, value: unknown): Walk {
  const walk: MutableWalk = { findings: [], visits: [] };
  visit(walk, schema, value, []);
  return walk;
}

interface MutableWalk {
  readonly findings: Finding[];
  readonly visits: Visit[];
}

function visit(walk: MutableWalk, wrapped: Schema, found: unknown, path: Path): void {
  const bare = bareSchema(wrapped);
  if (found === null && bare.isNullable) return;
  const definition = definitionOf(bare.schema);
  const keys = definition.type === 'object' ? Object.keys(definition.shape) : [];
  walk.visits.push({ path, value: found, id: bare.id, keys });
  if (isFree(bare.id)) return;
  switch (definition.type) {
    case 'object':
      visitObject(walk, definition.shape, found, path);
      break;
    case 'record':
      visitRecord(walk, definition, found, path);
      break;
    case 'array':
      visitArray(walk, bare.schema, definition.element, found, path);
      break;
    case 'union':
      visitUnion(walk, bare, definition.options, found, path);
      break;
    default:
      walk.findings.push(...scalarMistake(bare.schema, found, path));
  }
}

function visitObject(walk: MutableWalk, shape: Readonly<Record<string, Schema>>, found: unknown, path: Path): void {
  if (!isJsonObject(found)) {
    walk.findings.push(wrongType(path, `is a mapping with ${listed(requiredFirst(shape), 'or')}`, found));
    return;
  }
  const misspelt: Finding[] = [];
  for (const [key, child] of Object.entries(found)) {
    const schemaOfKey = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (schemaOfKey !== undefined) visit(walk, schemaOfKey, child, [...path, key]);
    else misspelt.push(unknownKey(shape, found, path, key));
  }
  walk.findings.push(...misspelt);
  const meant = misspelt.map(({ suggestion }) => suggestion);
  for (const [key, schemaOfKey] of Object.entries(shape)) {
    if (Object.hasOwn(found, key) || !isRequired(schemaOfKey) || meant.includes(key)) continue;
    walk.findings.push({ rule: 'missing-key', path, message: `${quoted(key)} is missing${inside(path)}` });
  }
}

function visitRecord(walk: MutableWalk, definition: z.core.$ZodRecordDef, found: unknown, path: Path): void {
  if (!isJsonObject(found)) {
    walk.findings.push(wrongType(path, 'is a mapping', found));
    return;
  }
  for (const [key, child] of Object.entries(found)) {
    const keyPath = [...path, key];
    for (const one of scalarMistake(definition.keyType, key, keyPath, `a key of ${nameOf(path)}`))
      walk.findings.push({ ...one, part: 'key' });
    visit(walk, definition.valueType, child, keyPath);
  }
}

function visitArray(walk: MutableWalk, schema: Schema, element: Schema, found: unknown, path: Path): void {
  if (!Array.isArray(found)) {
    walk.findings.push(wrongType(path, 'is a list', found));
    return;
  }
  walk.findings.push(...listMistake(schema, found, path));
  for (const [index, item] of found.entries()) visit(walk, element, item, [...path, index]);
}

function visitUnion(
  walk: MutableWalk,
  bare: { id: string | undefined },
  options: readonly Schema[],
  found: unknown,
  path: Path,
): void {
  const choice = chooseOption(options, found, path, bare.id);
  if (choice.choice === 'mistake') walk.findings.push(choice.finding);
  else visit(walk, choice.option, found, path);
}

/** A few of its keys, for one to recognise what is meant. */
const requiredFirst = (shape: Readonly<Record<string, Schema>>): readonly string[] => {
  const required = Object.keys(shape).filter((key) => isRequired(shape[key] as Schema)); // a key of it
  return (required.length > 0 ? required : Object.keys(shape)).slice(0, 3);
};

/** Any JSON may stand there; what it means is for other rules. */
const isFree = (id: string | undefined): boolean => id === 'Pattern' || id === 'Json';

function listMistake(schema: Schema, found: readonly unknown[], path: Path): readonly Finding[] {
  if (definitionOf(schema).checks === undefined) return [];
  const issue = z.core.safeParse(schema, found).error?.issues.find((one) => one.path.length === 0);
  if (issue?.code !== 'too_small') return [];
  const entries = issue.minimum === 1 ? 'one entry' : `${issue.minimum} entries`;
  return [{ rule: 'short-list', path, message: `${nameOf(path)} needs at least ${entries}` }];
}

function unknownKey(shape: object, found: object, path: Path, key: string): Finding {
  const free = Object.keys(shape).filter((known) => !Object.hasOwn(found, known));
  const suggestion = nearestWord(key, free) ?? nearestWord(key, Object.keys(shape));
  const known = suggestion === undefined ? `; known here: ${listed(Object.keys(shape))}` : '';
  const message = `unknown key ${quoted(key)}${inside(path)}${known}`;
  return { rule: 'unknown-key', path: [...path, key], part: 'key', message, suggestion };
}

const wrongType = (path: Path, wanted: string, found: unknown): Finding => ({
  ...{ rule: 'wrong-type', path },
  message: `${nameOf(path)} ${wanted}; this is ${described(found)}`,
});
