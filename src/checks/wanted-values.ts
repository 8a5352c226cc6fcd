import type { Json } from '../kubernetes/json.ts';
import { isJsonObject } from '../kubernetes/json.ts';
import { pathText } from './match/differences.ts';
import { mergeKeyOf } from './match/merge-key.ts';
import { isOperators } from './match/operators.ts';

/** What stands at a path that was asked for; nothing where that is what was wanted. */
export interface FoundValue {
  readonly path: string;
  readonly found?: Json;
}

/** What was found at the places that a pattern asks for: the evidence of a pass, brief: entries of lists by their merge keys. */
export function wantedValues(
  pattern: Json | undefined,
  found: Json | undefined,
  path: readonly string[] = [],
): readonly FoundValue[] {
  if (pattern === undefined) return [];
  if (found === undefined) return asksForNothing(pattern) ? [{ path: pathText(path) }] : [];
  if (Array.isArray(pattern) && Array.isArray(found) && found.some(isJsonObject))
    return pattern.flatMap((entry) => entryValues(entry, found, path));
  if (Array.isArray(found) && found.some(isJsonObject)) return [];
  if (!isJsonObject(pattern) || isOperators(pattern) || !isJsonObject(found)) return [{ path: pathText(path), found }];
  return Object.entries(pattern).flatMap(([key, value]) =>
    wantedValues(value, Object.hasOwn(found, key) ? found[key] : undefined, [...path, key]),
  );
}

/** What is found in the entry of the same merge key. */
function entryValues(pattern: Json, found: readonly Json[], path: readonly string[]): readonly FoundValue[] {
  const key = mergeKeyOf(path, pattern);
  if (key === undefined || !isJsonObject(pattern)) return [];
  const entry = found.find((other) => isJsonObject(other) && other[key] === pattern[key]);
  const { [key]: name, ...rest } = pattern;
  const at = [...path, `[${String(name)}]`];
  const isCondition = path.at(-1) === 'conditions' && Object.keys(rest).length === 0 && isJsonObject(entry);
  return isCondition ? [{ path: pathText(at), found: entry.status ?? null }] : wantedValues(rest, entry, at);
}

const asksForNothing = (pattern: Json): boolean =>
  pattern === null || (isJsonObject(pattern) && (pattern.$absent === true || pattern.$exists === false));
