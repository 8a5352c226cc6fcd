import type { Json } from './json.ts';
import { isJsonObject } from './json.ts';

export type Labels = Readonly<Record<string, string>>;

/** One requirement of a label or node selector. */
export interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';
  /** Sorted, without repetition. */
  readonly values: readonly string[];
}

/**
 * The requirements of a LabelSelector, `matchLabels` as `In` with one value, so that both spellings are one.
 * An empty selector has none and matches everything.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#resources-that-support-set-based-requirements
 */
export function requirementsOf(selector: Json | undefined): readonly Requirement[] {
  if (!isJsonObject(selector)) return [];
  const expressions = Array.isArray(selector.matchExpressions) ? selector.matchExpressions : [];
  return [...requirementsOfMap(selector.matchLabels), ...expressions.filter(isJsonObject).map(requirementOf)];
}

/** The requirements of a plain mapping, as a Service's selector or a `nodeSelector`. */
export function requirementsOfMap(labels: Json | undefined): readonly Requirement[] {
  if (!isJsonObject(labels)) return [];
  return Object.entries(labels).map(([key, value]) => ({ key, operator: 'In', values: [String(value)] }));
}

/** One entry of `matchExpressions`. */
export function requirementOf(expression: Json): Requirement {
  const { key, operator, values } = isJsonObject(expression) ? expression : {};
  return {
    key: String(key),
    operator: operator as Requirement['operator'], // the API server admits no other
    values: Array.isArray(values) ? [...new Set(values.map(String))].sort() : [],
  };
}

/** All requirements hold. `NotIn` holds for a key that is absent. */
export const meetsAll = (labels: Labels, requirements: readonly Requirement[]): boolean =>
  requirements.every((requirement) => meets(labels, requirement));

export const matchesSelector = (labels: Labels, selector: Json | undefined): boolean =>
  meetsAll(labels, requirementsOf(selector));

/** `app=web,tier in (a,b),!debug`, as kubectl prints selectors. */
export function selectorText(requirements: readonly Requirement[]): string {
  return requirements.map(requirementText).join(',');
}

function requirementText({ key, operator, values }: Requirement): string {
  switch (operator) {
    case 'In':
      return values.length === 1 ? `${key}=${values[0]}` : `${key} in (${values.join(',')})`;
    case 'NotIn':
      return values.length === 1 ? `${key}!=${values[0]}` : `${key} notin (${values.join(',')})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    case 'Gt':
      return `${key}>${values[0]}`;
    case 'Lt':
      return `${key}<${values[0]}`;
    default:
      return operator satisfies never;
  }
}

function meets(labels: Labels, { key, operator, values }: Requirement): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
    case 'Lt':
      return value !== undefined && isOrdered(operator, value, values[0]);
    default:
      return operator satisfies never;
  }
}

function isOrdered(operator: 'Gt' | 'Lt', value: string, bound: string | undefined): boolean {
  if (bound === undefined || !/^-?\d+$/.test(value) || !/^-?\d+$/.test(bound)) return false;
  return operator === 'Gt' ? BigInt(value) > BigInt(bound) : BigInt(value) < BigInt(bound);
}
