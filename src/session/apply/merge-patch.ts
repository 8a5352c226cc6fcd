import type { Json, JsonObject } from '../../kubernetes/json.ts';
import { isJsonObject, isSameJson } from '../../kubernetes/json.ts';

/**
 * The three-way JSON merge patch (RFC 7386) that `kubectl apply` sends for custom resources: what differs from the live
 * object, and null for what the last applied one had and the wanted one has not.
 */
export function threeWayMergePatch(lastApplied: JsonObject, live: JsonObject, wanted: JsonObject): JsonObject {
  return joined(deletions(lastApplied, wanted), changes(live, wanted));
}

function changes(live: JsonObject, wanted: JsonObject): JsonObject {
  const entries = Object.entries(wanted).flatMap(([key, value]): readonly (readonly [string, Json])[] => {
    const found = Object.hasOwn(live, key) ? live[key] : undefined;
    if (value === null || isSameJson(found, value)) return [];
    if (!isJsonObject(value) || !isJsonObject(found)) return [[key, withoutNulls(value)]];
    const inner = changes(found, value);
    return Object.keys(inner).length === 0 ? [] : [[key, inner]];
  });
  return Object.fromEntries(entries);
}

function deletions(lastApplied: JsonObject, wanted: JsonObject): JsonObject {
  const entries = Object.entries(lastApplied).flatMap(([key, old]): readonly (readonly [string, Json])[] => {
    if (!Object.hasOwn(wanted, key)) return [[key, null]];
    const value = wanted[key];
    if (value === null && old !== null) return [[key, null]];
    if (!isJsonObject(old) || !isJsonObject(value)) return [];
    const inner = deletions(old, value);
    return Object.keys(inner).length === 0 ? [] : [[key, inner]];
  });
  return Object.fromEntries(entries);
}

function joined(deleted: JsonObject, changed: JsonObject): JsonObject {
  const both = Object.entries(changed).map(([key, value]) => {
    const deletion = deleted[key];
    return [key, isJsonObject(deletion) && isJsonObject(value) ? joined(deletion, value) : value] as const;
  });
  return { ...deleted, ...Object.fromEntries(both) };
}

/** kubectl drops nulls of mappings on this way; those inside lists stay. */
function withoutNulls(value: Json): Json {
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).filter(([, child]) => child !== null);
  return Object.fromEntries(kept.map(([key, child]) => [key, withoutNulls(child)]));
}
