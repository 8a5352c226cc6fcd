import type { Json, JsonObject } from '../kubernetes/json.ts';
import { isJsonObject, valueAt } from '../kubernetes/json.ts';
import type { Path } from './mistake.ts';
import type { Visit } from './walk-schema.ts';

/** What the rules beyond the shape look at. The shape may have mistakes, so nothing here is taken for granted. */
export interface LabFacts {
  readonly document: Json;
  readonly visits: readonly Visit[];
  /** Aliases. */
  readonly namespaces: readonly string[];
  readonly names: readonly string[];
  readonly taskIds: readonly string[];
  /** Paths in the lab's manifest folder; undefined when they are not known. */
  readonly files: readonly string[] | undefined;
}

export function labFacts(document: Json, visits: readonly Visit[], files: readonly string[] | undefined): LabFacts {
  const tasks = valueAt(document, 'tasks');
  return {
    ...{ document, visits, files },
    namespaces: Object.keys(mappingAt(document, 'namespaces')),
    names: texts(valueAt(document, 'names')),
    taskIds: Array.isArray(tasks) ? texts(tasks.map((task: Json) => valueAt(task, 'id') ?? null)) : [],
  };
}

function mappingAt(document: Json, ...path: Path): JsonObject {
  const value = valueAt(document, ...path);
  return isJsonObject(value) ? value : {};
}

export function listAt(document: Json, ...path: Path): readonly Json[] {
  const value = valueAt(document, ...path);
  return Array.isArray(value) ? value : [];
}

/** The places where a schema with this id is met, and a text stands. */
export function textsOf(facts: LabFacts, id: string): readonly { readonly path: Path; readonly text: string }[] {
  return facts.visits.flatMap(({ path, value, id: found }) =>
    found === id && typeof value === 'string' ? [{ path, text: value }] : [],
  );
}

function texts(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
