import type { Json, JsonObject } from '../../kubernetes/json.ts';
import { isJsonObject } from '../../kubernetes/json.ts';
import { sortedLike } from './list-diff.ts';
import type { PatchType } from './patch-meta.ts';
import { patchFieldOf } from './patch-meta.ts';
import type { Patch } from './strategic-diff.ts';

/** Deletions and changes towards the same wanted object, as one patch. */
export function joinPatches(deletions: JsonObject, changes: JsonObject, type: PatchType): Patch {
  const joined: Patch = { ...deletions };
  for (const [key, change] of Object.entries(changes)) {
    const deletion = Object.hasOwn(deletions, key) ? deletions[key] : undefined;
    joined[key] = deletion === undefined ? change : joinField(key, deletion, change, type, { deletions, changes });
  }
  return joined;
}

interface Parents {
  readonly deletions: JsonObject;
  readonly changes: JsonObject;
}

function joinField(key: string, deletion: Json, change: Json, type: PatchType, parents: Parents): Json {
  const field = patchFieldOf(type, key);
  if (isJsonObject(deletion) && isJsonObject(change))
    return field.replace === true ? change : joinPatches(deletion, change, field.type);
  if (!Array.isArray(deletion) || !Array.isArray(change) || typeof field.merge !== 'string') return change;
  const order = parents.changes[`$setElementOrder/${key}`] ?? parents.deletions[`$setElementOrder/${key}`];
  return joinItems(deletion, change, Array.isArray(order) ? order : change, field.merge, field.type);
}

function joinItems(
  deletions: readonly JsonObject[],
  changes: readonly JsonObject[],
  order: readonly JsonObject[],
  mergeKey: string,
  type: PatchType,
): readonly Json[] {
  const isDeleted = (item: JsonObject) => item.$patch === 'delete';
  const merged = deletions.filter((item) => !isDeleted(item));
  for (const change of changes) {
    const at = merged.findIndex((item) => item[mergeKey] === change[mergeKey]);
    const found = merged[at];
    if (found === undefined) merged.push(change);
    else merged[at] = joinPatches(found, change, type);
  }
  return [...sortedLike(merged, order, mergeKey), ...deletions.filter(isDeleted)];
}
