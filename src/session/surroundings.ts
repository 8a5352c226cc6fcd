import { getObject } from '../cluster/write.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import type { CopyRecord } from '../snapshot/copy-record.ts';
import { concerns } from './concerned-kinds.ts';
import { inParallel } from './in-parallel.ts';
import { isSameCopy } from './labels.ts';
import { listCopies } from './list-copies.ts';
import { listObjects } from './list-objects.ts';
import type { ListableKind } from './listable-kinds.ts';
import { isPassing, listableKinds } from './listable-kinds.ts';
import type { UnreadKind } from './put-back.ts';
import type { StoredCopy } from './record.ts';
import { loadCopy } from './record.ts';
import type { SessionContext } from './session-context.ts';

/** What a plan to put back is made of: how the cluster is now, around one copy. */
export interface Surroundings {
  /** The copy's namespaces that exist, by name. */
  readonly namespaces: Readonly<Record<string, KubeObject>>;
  /** In those namespaces; accounts whole, all else by its metadata. */
  readonly inside: readonly KubeObject[];
  /** Cluster-wide; what the lab concerns, bindings, volumes and definitions whole, all else by its metadata. */
  readonly clusterWide: readonly KubeObject[];
  /** In other namespaces; RoleBindings whole, all else by its metadata. */
  readonly elsewhere: readonly KubeObject[];
  /** Other copies on the cluster. */
  readonly others: readonly Pick<CopyRecord, 'namespaces' | 'names'>[];
  readonly unread: readonly UnreadKind[];
}

const alwaysWhole = new Set([
  ...['Node', 'ClusterRoleBinding', 'PersistentVolume', 'RoleBinding', 'ServiceAccount'],
  'CustomResourceDefinition',
]);

/**
 * @param options `onlyOwn`: of other copies and of other namespaces nothing is asked but what may be this copy's.
 * @throws OutageError
 */
export async function observeSurroundings(
  context: SessionContext,
  stored: StoredCopy,
  { onlyOwn }: { readonly onlyOwn: boolean },
): Promise<Surroundings> {
  const { client, signal } = context;
  const { record } = stored;
  const kinds = await listableKinds(client);
  const own = Object.values(record.namespaces);
  const unread: UnreadKind[] = kinds.unansweredGroups.map((group) => ({
    kind: `*.${group}`,
    message: 'the server of this API group does not answer',
  }));
  const list = async (kind: ListableKind, namespace?: string): Promise<readonly KubeObject[]> => {
    const isWhole = alwaysWhole.has(kind.kind) || concerns(kind.kind, record.exclusive);
    const where = namespace === undefined ? {} : { namespace };
    const listed = await listObjects(client, kind, { ...where, metadataOnly: !isWhole });
    if (listed.listed === 'objects') return listed.objects;
    unread.push({ kind: kind.kind, message: listed.message });
    return [];
  };
  const telling = <Kind extends { readonly kind: string }>(all: readonly Kind[]) =>
    all.filter((kind) => !isPassing(kind));
  const [namespaces, clusterWide, everywhere, others] = await Promise.all([
    inParallel(own, (name) => getObject(client, { kind: 'Namespace', name }, { signal })),
    inParallel(telling(kinds.clusterWide), (kind) => list(kind)),
    inParallel(telling(kinds.namespaced), async (kind) => {
      const inOwn = async () => (await inParallel(own, (namespace) => list(kind, namespace))).flat();
      if (onlyOwn && kind.kind !== 'RoleBinding') return inOwn();
      const all = await list(kind);
      // without the right to list everywhere, the copy's own namespaces may still be listed
      return unread.some((one) => one.kind === kind.kind) ? inOwn() : all;
    }),
    onlyOwn ? [] : otherCopies(context, stored),
  ]);
  const isOwn = ({ metadata }: KubeObject) => own.includes(metadata.namespace ?? '');
  const all = everywhere.flat();
  return {
    namespaces: Object.fromEntries(
      namespaces.flatMap((found) => (found.result === 'ok' ? [[found.object.metadata.name, found.object]] : [])),
    ),
    inside: all.filter(isOwn),
    elsewhere: all.filter((object) => !isOwn(object)),
    clusterWide: clusterWide.flat(),
    others,
    unread: unread.filter(({ kind }, index) => unread.findIndex((one) => one.kind === kind) === index),
  };
}

async function otherCopies(context: SessionContext, stored: StoredCopy): Promise<Surroundings['others']> {
  const { copies } = await listCopies(context.client, { alsoIn: [stored.storedIn] });
  const others = copies.filter((copy) => !isSameCopy(copy, stored.record));
  const records = await inParallel(others, (copy) =>
    // a broken record of somebody else's must not keep this copy from stopping
    loadCopy(context.client, copy, copy.storedIn).catch(() => undefined),
  );
  return records.flatMap((copy) => (copy === undefined ? [] : [copy.record]));
}
