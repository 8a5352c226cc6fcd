import type { Json, JsonObject } from '../kubernetes/json.ts';
import { isJsonObject, isSameJson, valueAt } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { mappingsAt } from '../kubernetes/pod-template.ts';
import type { RestoredField } from './put-back.ts';

/** Fields that differ from what was recorded: labels and annotations one by one, taints one by one, lists whole. */
export function changedFields(before: Json, live: KubeObject): readonly RestoredField[] {
  const [was, is] = [fieldsOf(before), fieldsOf(live)];
  const keys = [...new Set([...was.keys(), ...is.keys()])].sort();
  return keys.flatMap((key) => {
    const [old, now] = [was.get(key), is.get(key)];
    const path = old?.path ?? now?.path ?? [];
    if (isSameJson(old?.value, now?.value) || isClustersOwn(path)) return [];
    return [{ path, found: now?.value, before: old?.value }];
  });
}

/** The value at a path of `changedFields` in an object. */
export function fieldAt(object: JsonObject, path: readonly string[]): Json | undefined {
  const [first, second, taint] = path;
  if (first === 'spec' && second === 'taints' && taint !== undefined)
    return mappingsAt(object, 'spec', 'taints').find((one) => taintKey(one) === taint);
  return valueAt(object, ...path);
}

/** The object with another value at such a path; undefined takes the field away. */
export function withField(object: JsonObject, path: readonly string[], value: Json | undefined): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined) return object;
  if (key === 'spec' && rest[0] === 'taints' && rest[1] !== undefined) return withTaint(object, rest[1], value);
  const { [key]: child, ...others } = object;
  if (rest.length > 0) return { ...object, [key]: withField(isJsonObject(child) ? child : {}, rest, value) };
  return value === undefined ? others : { ...object, [key]: value };
}

interface Field {
  readonly path: readonly string[];
  readonly value: Json;
}

function fieldsOf(object: Json): ReadonlyMap<string, Field> {
  if (!isJsonObject(object)) return new Map();
  const { apiVersion: _, kind: __, metadata, status: ___, ...content } = object;
  const taints = mappingsAt(object, 'spec', 'taints');
  const fields = [
    ...leaves(valueAt(metadata, 'labels'), ['metadata', 'labels']),
    ...leaves(valueAt(metadata, 'annotations'), ['metadata', 'annotations']),
    ...leaves(content, []).filter(({ path }) => path.join('.') !== 'spec.taints'),
    ...taints.map((taint) => ({ path: ['spec', 'taints', taintKey(taint)], value: taint })),
  ];
  return new Map(fields.map((field) => [JSON.stringify(field.path), field]));
}

function leaves(value: Json | undefined, path: readonly string[]): readonly Field[] {
  if (value === undefined) return [];
  if (!isJsonObject(value)) return [{ path, value }];
  return Object.entries(value).flatMap(([key, child]) => leaves(child, [...path, key]));
}

const taintKey = (taint: JsonObject): string => `${String(taint.key)}:${String(taint.effect)}`;

function withTaint(node: JsonObject, key: string, value: Json | undefined): JsonObject {
  const others = mappingsAt(node, 'spec', 'taints').filter((taint) => taintKey(taint) !== key);
  const taints = value === undefined ? others : [...others, value];
  const { taints: _, ...spec } = isJsonObject(node.spec) ? node.spec : {};
  return { ...node, spec: taints.length === 0 ? spec : { ...spec, taints } };
}

/** Follows from the node's condition and from `unschedulable`; its controller keeps it right. */
const isClustersOwn = (path: readonly string[]): boolean =>
  path[1] === 'taints' && /^node\.(cloudprovider\.)?kubernetes\.io\//.test(path[2] ?? '');
