import type { Json, JsonObject } from '../../kubernetes/json.ts';
import { isJsonObject, isSameJson } from '../../kubernetes/json.ts';
import type { DiffPlace } from './strategic-diff.ts';
import { diffMappings } from './strategic-diff.ts';

export interface ListDiff {
  /** Items to add or to merge; in mode `deletions`, items with `$patch: delete` too. */
  readonly items: readonly Json[];
  readonly deletedScalars: readonly Json[];
  /** `$setElementOrder`: all wanted items, by their key alone; undefined where nothing needs to be ordered. */
  readonly order: readonly Json[] | undefined;
}

/** An item of a merged list lacks the key that it is merged by; the API server would refuse it too. */
export class MergeKeyMissing extends Error {
  override readonly name = 'MergeKeyMissing';
}

const unchanged: ListDiff = { items: [], deletedScalars: [], order: undefined };

export function diffMappingLists(
  from: readonly Json[],
  to: readonly Json[],
  mergeKey: string,
  place: DiffPlace,
): ListDiff {
  if (from.length === 0) return place.mode === 'changes' ? { ...unchanged, items: to } : unchanged;
  const [old, wanted] = [mappings(from, mergeKey), mappings(to, mergeKey)];
  const { patches, deleted } = pairByKey(old, wanted, mergeKey, place);
  const inOrder = sortedLike(patches, wanted, mergeKey);
  const isReordered = !isSameOrder(old, wanted, mergeKey);
  const needsOrder = place.mode === 'changes' ? inOrder.length > 0 || isReordered : inOrder.length + deleted.length > 0;
  return {
    ...{ items: [...inOrder, ...deleted], deletedScalars: [] },
    order: needsOrder ? wanted.map((item) => ({ [mergeKey]: item[mergeKey] ?? null })) : undefined,
  };
}

export function diffScalarLists(from: readonly Json[], to: readonly Json[], place: DiffPlace): ListDiff {
  if (from.length === 0) return place.mode === 'changes' ? { ...unchanged, items: to } : unchanged;
  const isIn = (list: readonly Json[], item: Json) => list.some((other) => String(other) === String(item));
  if (place.mode === 'changes')
    return {
      ...{ items: to.filter((item) => !isIn(from, item)), deletedScalars: [] },
      order: isSameJson(from, to) ? undefined : to,
    };
  const deletedScalars = [...new Set(from.filter((item) => !isIn(to, item)))];
  return { items: [], deletedScalars, order: deletedScalars.length > 0 ? to : undefined };
}

/** Goes along both lists, sorted by key, as kubectl does: so that repeated keys (a port for TCP and UDP) end alike. */
function pairByKey(from: readonly JsonObject[], to: readonly JsonObject[], mergeKey: string, place: DiffPlace) {
  const keyOf = (item: JsonObject | undefined) => (item === undefined ? undefined : String(item[mergeKey]));
  const [old, wanted] = [sortedByKey(from, mergeKey), sortedByKey(to, mergeKey)];
  const patches: JsonObject[] = [];
  const deleted: JsonObject[] = [];
  for (let i = 0, j = 0; i < old.length || j < wanted.length; ) {
    const [oldItem, wantedItem] = [old[i], wanted[j]];
    const [oldKey, wantedKey] = [keyOf(oldItem), keyOf(wantedItem)];
    if (oldItem !== undefined && wantedItem !== undefined && oldKey === wantedKey) {
      const patch = diffMappings(oldItem, wantedItem, place);
      if (Object.keys(patch).length > 0) patches.push({ ...patch, [mergeKey]: wantedItem[mergeKey] ?? null });
      i++;
      j++;
    } else if (wantedItem !== undefined && (oldKey === undefined || oldKey > (wantedKey ?? ''))) {
      if (place.mode === 'changes') patches.push(wantedItem);
      j++;
    } else if (oldItem !== undefined) {
      if (place.mode === 'deletions') deleted.push({ [mergeKey]: oldItem[mergeKey] ?? null, $patch: 'delete' });
      i++;
    }
  }
  return { patches, deleted };
}

function mappings(list: readonly Json[], mergeKey: string): readonly JsonObject[] {
  return list.map((item) => {
    if (isJsonObject(item) && Object.hasOwn(item, mergeKey)) return item;
    throw new MergeKeyMissing(`an item does not contain the declared merge key: ${mergeKey}`);
  });
}

/** Go's insertion sort with `<=` for `<`, as kubectl has it: items with the same key change places. */
function sortedByKey(items: readonly JsonObject[], mergeKey: string): readonly JsonObject[] {
  const sorted = [...items];
  const keyAt = (index: number) => String(sorted[index]?.[mergeKey]);
  for (let i = 1; i < sorted.length; i++)
    for (let j = i; j > 0 && keyAt(j) <= keyAt(j - 1); j--) {
      const [left, right] = [sorted[j - 1], sorted[j]];
      if (left !== undefined && right !== undefined) [sorted[j - 1], sorted[j]] = [right, left];
    }
  return sorted;
}

/** In the order of the wanted list. */
export function sortedLike(
  items: readonly JsonObject[],
  order: readonly JsonObject[],
  mergeKey: string,
): readonly JsonObject[] {
  const place = (item: JsonObject) => order.findIndex((other) => other[mergeKey] === item[mergeKey]);
  return items.toSorted((left, right) => place(left) - place(right));
}

const isSameOrder = (from: readonly JsonObject[], to: readonly JsonObject[], mergeKey: string): boolean =>
  from.length === to.length && from.every((item, index) => item[mergeKey] === to[index]?.[mergeKey]);
