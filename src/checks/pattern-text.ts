import type { Json } from '../kubernetes/json.ts';
import { isJsonObject } from '../kubernetes/json.ts';
import { pathText } from './match/differences.ts';
import { isOperators } from './match/operators.ts';

/** What a pattern asks for, on one line: `spec.replicas 3, spec.template.spec.containers.image nginx:1.27`. */
export function patternText(pattern: Json): string {
  return leavesOf(pattern, [])
    .map(({ path, value }) => [pathText(path), typeof value === 'string' ? value : JSON.stringify(value)].join(' '))
    .join(', ');
}

/** Labels as kubectl writes them: `app=web, tier=back`; operators as they stand in the lab. */
export function labelsText(labels: Json): string {
  if (!isJsonObject(labels) || isOperators(labels)) return JSON.stringify(labels);
  return Object.entries(labels)
    .map(([key, value]) => (typeof value === 'string' ? `${key}=${value}` : `${key} ${JSON.stringify(value)}`))
    .join(', ');
}

function leavesOf(
  pattern: Json,
  path: readonly string[],
): readonly { readonly path: readonly string[]; readonly value: Json }[] {
  if (isJsonObject(pattern) && !isOperators(pattern) && Object.keys(pattern).length > 0)
    return Object.entries(pattern).flatMap(([key, value]) => leavesOf(value, [...path, key]));
  if (Array.isArray(pattern) && pattern.some(isJsonObject)) return pattern.flatMap((entry) => leavesOf(entry, path));
  return [{ path, value: pattern }];
}
