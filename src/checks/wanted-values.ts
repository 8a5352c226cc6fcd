import type { Json } from '../kubernetes/json.ts';
import { isJsonObject } from '../kubernetes/json.ts';
import { pathText } from './match/differences.ts';
import { isOperators } from './match/operators.ts';

/** What was found at the scalar paths that a pattern asks for: the evidence of a pass, brief: no lists of mappings. */
export function wantedValues(
  pattern: Json | undefined,
  found: Json | undefined,
  path: readonly string[] = [],
): readonly { readonly path: string; readonly found: Json }[] {
  if (pattern === undefined || found === undefined) return [];
  if (Array.isArray(found) && found.some(isJsonObject)) return [];
  if (!isJsonObject(pattern) || isOperators(pattern) || !isJsonObject(found)) return [{ path: pathText(path), found }];
  return Object.entries(pattern).flatMap(([key, value]) =>
    Object.hasOwn(found, key) ? wantedValues(value, found[key], [...path, key]) : [],
  );
}
