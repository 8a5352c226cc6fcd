import type { Json } from '../kubernetes/json.ts';
import { isJsonObject } from '../kubernetes/json.ts';
import { pathText } from './match/differences.ts';
import { isOperators } from './match/operators.ts';

/** What a pattern asks for, on one line: `spec.replicas is 3, spec.template.spec.containers[*].image is nginx:1.27`. */
export function patternText(pattern: Json): string {
  return leavesOf(pattern, [])
    .map(({ path, value }) => leafText(pathText(path), value))
    .join(', ');
}

/** The operators that stand alone in words, any others as they stand in the lab. */
function leafText(path: string, value: Json): string {
  const [[operator, operand] = ['', null], ...more] =
    isJsonObject(value) && isOperators(value) ? Object.entries(value) : [];
  if (more.length > 0) return `${path} is ${JSON.stringify(value)}`;
  switch (operator) {
    case '':
      return `${path} is ${plainText(value)}`;
    case '$absent':
    case '$exists':
      return `${(operator === '$exists') === (operand !== false) ? 'with' : 'without'} ${path}`;
    case '$min':
      return `${path} is at least ${plainText(operand)}`;
    case '$max':
      return `${path} is at most ${plainText(operand)}`;
    case '$matches':
      return `${path} matches /${plainText(operand)}/`;
    case '$oneOf':
      return `${path} is one of ${Array.isArray(operand) ? operand.map(plainText).join(', ') : plainText(operand)}`;
    default:
      return `${path} is ${JSON.stringify(value)}`;
  }
}

const plainText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

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
  if (Array.isArray(pattern) && pattern.some(isJsonObject))
    return pattern.flatMap((entry) => leavesOf(entry, [...path, '[*]']));
  return [{ path, value: pattern }];
}
