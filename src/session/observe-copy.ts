import { getObject } from '../cluster/write.ts';
import { isSameJson } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { withMadeKinds } from '../kubernetes/made-kinds.ts';
import { builtInKind } from '../kubernetes/resource-kind.ts';
import type { CopyRecord, RecordedObject } from '../snapshot/copy-record.ts';
import { inParallel } from './in-parallel.ts';
import { listObjects } from './list-objects.ts';
import type { ListableKind } from './listable-kinds.ts';
import { isPassing, listableKinds } from './listable-kinds.ts';
import { isNamed } from './own-names.ts';
import { recordLabel } from './record-config-map.ts';
import { recordedWhole } from './recorded-object.ts';
import type { SessionContext } from './session-context.ts';

type Names = Pick<CopyRecord, 'namespaces' | 'names' | 'before'>;

const maxTries = 8;
const pauseMs = 250;

/** Whether everything is there that is to come, by what was seen once before. */
export type IsComplete = (seen: readonly RecordedObject[]) => boolean;

/**
 * Everything that a copy has: its namespaces, what is in them, and the cluster-wide objects of its names. Asked until it
 * is complete, or twice the same, for controllers add things shortly after each other.
 * @throws OutageError
 */
export async function observeCopy(
  context: SessionContext,
  names: Names,
  isComplete: IsComplete = () => false,
): Promise<readonly RecordedObject[]> {
  const kinds = (await allKinds(context)).filter((kind) => !isPassing(kind));
  let last = await observeOnce(context, names, kinds);
  if (isComplete(last)) return last;
  const telling = kinds.filter(tellingOf(last));
  for (let tries = 1; tries < maxTries && !context.signal.aborted; tries++) {
    await context.sleep(pauseMs);
    const next = await observeOnce(context, names, telling);
    if (isSameJson(next as never, last as never)) return next; // recorded objects are JSON
    last = next;
  }
  return last;
}

/**
 * Kinds to look at again: of what is there, and what controllers make some time after it; everything else is there when
 * the request returns. What the controllers of a custom kind make, nobody knows.
 */
function tellingOf(seen: readonly RecordedObject[]): (kind: ListableKind) => boolean {
  if (seen.some(({ kind }) => builtInKind(kind) === undefined)) return () => true;
  const kinds = withMadeKinds(['Namespace', ...seen.map(({ kind }) => kind)]);
  return ({ kind }) => kinds.has(kind);
}

async function allKinds({ client }: SessionContext): Promise<readonly ListableKind[]> {
  const { namespaced, clusterWide } = await listableKinds(client);
  return [...namespaced, ...clusterWide];
}

async function observeOnce(
  context: SessionContext,
  names: Names,
  kinds: readonly ListableKind[],
): Promise<readonly RecordedObject[]> {
  const { client, signal } = context;
  const namespaces = Object.values(names.namespaces);
  const inside = kinds
    .filter(({ isNamespaced }) => isNamespaced)
    .flatMap((kind) => namespaces.map((namespace) => ({ kind, namespace })));
  const found = await inParallel(inside, async ({ kind, namespace }) => {
    const listed = await listObjects(client, kind, { namespace });
    return listed.listed === 'objects' ? listed.objects.filter((object) => !isRecord(object)) : [];
  });
  const own = await inParallel(namespaces, async (name) => {
    const namespace = await getObject(client, { kind: 'Namespace', name }, { signal });
    return namespace.result === 'ok' ? [namespace.object] : [];
  });
  const wide = Object.keys(names.names).length === 0 ? [] : await namedClusterWide(context, names, kinds);
  return [...own.flat(), ...found.flat(), ...wide].map(observed).sort(byKindAndName);
}

const observed = (object: KubeObject): RecordedObject => {
  const { resourceVersion } = object.metadata;
  return { ...recordedWhole(object), ...(resourceVersion === undefined ? {} : { resourceVersion }) };
};

async function namedClusterWide(
  context: SessionContext,
  names: Names,
  kinds: readonly ListableKind[],
): Promise<readonly KubeObject[]> {
  const before = new Set(names.before.map(({ uid }) => uid));
  const isOwn = (object: KubeObject) => isNamed(object.metadata.name, names) && !before.has(object.metadata.uid ?? '');
  const found = await inParallel(
    kinds.filter(({ kind, isNamespaced }) => !isNamespaced && kind !== 'Namespace'),
    async (kind) => {
      const listed = await listObjects(context.client, kind);
      return listed.listed === 'objects' ? listed.objects.filter(isOwn) : [];
    },
  );
  return found.flat();
}

/** A copy's own record, where it lies in the lab's namespace. */
export const isRecord = (object: KubeObject): boolean =>
  object.kind === 'ConfigMap' && object.metadata.labels?.[recordLabel] !== undefined;

const byKindAndName = (left: RecordedObject, right: RecordedObject): number =>
  sortKey(left) < sortKey(right) ? -1 : 1;
const sortKey = ({ apiVersion, kind, namespace, name }: RecordedObject): string =>
  [namespace ?? '', apiVersion, kind, name].join(' ');
