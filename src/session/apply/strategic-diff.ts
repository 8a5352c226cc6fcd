import type { Json, JsonObject } from '../../kubernetes/json.ts';
import { isJsonObject, isSameJson } from '../../kubernetes/json.ts';
import { diffMappingLists, diffScalarLists } from './list-diff.ts';
import type { PatchType } from './patch-meta.ts';
import { patchFieldOf } from './patch-meta.ts';

/**
 * - `changes`: what `to` adds to `from` or has otherwise; what `from` has more is left
 * - `deletions`: only what `from` has more
 */
export type DiffMode = 'changes' | 'deletions';

export type Patch = Record<string, Json>;

/**
 * The strategic merge patch that leads from one mapping to another, with the directives that the API server knows:
 * `$patch: delete`, `$deleteFromPrimitiveList/FIELD`, `$setElementOrder/FIELD`, `$retainKeys`. It is what `kubectl apply`
 * makes (diffMaps of k8s.io/apimachinery/pkg/util/strategicpatch).
 * @throws MergeKeyMissing for an item of a merged list without the key that it is merged by.
 */
export function strategicDiff(from: JsonObject, to: JsonObject, type: PatchType, mode: DiffMode): Patch {
  return diffMappings(from, to, { type, mode, retainsKeys: false });
}

export interface DiffPlace {
  readonly type: PatchType;
  readonly mode: DiffMode;
  readonly retainsKeys: boolean;
}

export function diffMappings(from: JsonObject, to: JsonObject, place: DiffPlace): Patch {
  const patch: Patch = {};
  for (const [key, wanted] of Object.entries(to)) {
    if (!Object.hasOwn(from, key)) {
      if (place.mode === 'changes') patch[key] = wanted;
    } else Object.assign(patch, diffField(key, from[key] ?? null, wanted, place));
  }
  if (place.mode === 'deletions') for (const key of Object.keys(from)) if (!Object.hasOwn(to, key)) patch[key] = null;
  const retained = place.retainsKeys ? Object.keys(to).filter((key) => to[key] !== null) : [];
  if (retained.length > 0 && (Object.keys(patch).length > 0 || hasFurtherField(from, to)))
    patch.$retainKeys = retained.sort();
  return patch;
}

function diffField(key: string, from: Json, to: Json, place: DiffPlace): Patch {
  const field = patchFieldOf(place.type, key);
  if (isJsonObject(from) && isJsonObject(to)) {
    if (field.replace === true) return place.mode === 'changes' ? { [key]: to } : {};
    const inner = diffMappings(from, to, { ...place, type: field.type, retainsKeys: field.retainKeys === true });
    return Object.keys(inner).length === 0 ? {} : { [key]: inner };
  }
  if (Array.isArray(from) && Array.isArray(to) && field.merge !== undefined) {
    const inner = { ...place, type: field.type, retainsKeys: field.retainKeys === true };
    const lists =
      field.merge === true ? diffScalarLists(from, to, inner) : diffMappingLists(from, to, field.merge, inner);
    return {
      ...(lists.items.length > 0 ? { [key]: lists.items } : {}),
      ...(lists.deletedScalars.length > 0 ? { [`$deleteFromPrimitiveList/${key}`]: lists.deletedScalars } : {}),
      ...(lists.order === undefined ? {} : { [`$setElementOrder/${key}`]: lists.order }),
    };
  }
  return place.mode === 'changes' && !isSameJson(from, to) ? { [key]: to } : {};
}

const hasFurtherField = (from: JsonObject, to: JsonObject): boolean =>
  Object.keys(from).some((key) => from[key] !== null && !Object.hasOwn(to, key));
