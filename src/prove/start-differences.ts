import type { Json, JsonObject } from '../kubernetes/json.ts';
import { canonicalJson, isJsonObject } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import type { RecordedObject } from '../snapshot/copy-record.ts';
import { withoutServerSet } from './mutants/server-set.ts';

/**
 * In what two starts of a copy differ: objects that only one of them has, or whose content is another. Names that
 * controllers make up, addresses and uids differ between any two starts, and do not count.
 */
export function startDifferences(
  first: readonly RecordedObject[],
  again: readonly RecordedObject[],
): readonly string[] {
  const [before, after] = [counted(first), counted(again)];
  const lines = (mine: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>, word: string) =>
    [...mine].flatMap(([key, count]) => {
      const surplus = count - (other.get(key) ?? 0);
      return surplus > 0 ? [`${word} reset only: ${titleOf(key)}`] : [];
    });
  return [...lines(before, after, 'before'), ...lines(after, before, 'after')];
}

function counted(objects: readonly RecordedObject[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const object of objects) {
    if (['Endpoints', 'EndpointSlice'].includes(object.kind)) continue; // addresses only
    const key = keyOf(object);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function keyOf({ kind, namespace = '', name, object }: RecordedObject): string {
  const content = isJsonObject(object) && isJsonObject(object.metadata) ? withoutServerSet(object as KubeObject) : {}; // recorded whole
  const metadata: JsonObject = isJsonObject((content as JsonObject).metadata)
    ? ((content as JsonObject).metadata as JsonObject)
    : {};
  const owners = metadata.ownerReferences;
  const isOwned = Array.isArray(owners) && owners.length > 0;
  const { ownerReferences: _, name: __, ...rest } = metadata;
  const madeUp = isOwned && kind === 'Pod' ? `of ${ownerNames(owners)}` : name;
  return canonicalJson([kind, namespace, madeUp, { ...content, metadata: rest }]);
}

const ownerNames = (owners: readonly Json[]): string =>
  owners.map((owner) => (isJsonObject(owner) ? String(owner.name) : '')).join(', ');

function titleOf(key: string): string {
  const [kind, namespace, name] = JSON.parse(key) as readonly [string, string, string]; // made by keyOf
  return `${kind} ${name}${namespace === '' ? '' : ` in ${namespace}`}`;
}
