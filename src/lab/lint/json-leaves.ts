import type { Json } from '../../kubernetes/json.ts';
import { isJsonObject } from '../../kubernetes/json.ts';
import type { Path } from '../mistake.ts';

export interface Leaf {
  readonly path: Path;
  readonly value: null | boolean | number | string;
}

/** Every scalar of a value with its path. */
export function leavesOf(value: unknown, path: Path = []): readonly Leaf[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => leavesOf(item, [...path, index]));
  if (isJsonObject(value)) return Object.entries(value).flatMap(([key, child]) => leavesOf(child, [...path, key]));
  return isScalar(value) ? [{ path, value }] : [];
}

/** Every mapping in a value with its path, itself included. */
export function mappingsOf(
  value: Json,
  path: Path = [],
): readonly { readonly path: Path; readonly value: { readonly [key: string]: Json } }[] {
  if (Array.isArray(value)) return value.flatMap((item: Json, index) => mappingsOf(item, [...path, index]));
  if (!isJsonObject(value)) return [];
  return [{ path, value }, ...Object.entries(value).flatMap(([key, child]) => mappingsOf(child, [...path, key]))];
}

const isScalar = (value: unknown): value is Leaf['value'] =>
  value === null || ['boolean', 'number', 'string'].includes(typeof value);
