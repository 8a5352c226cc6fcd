import type { ClusterClient } from '../../cluster/client.ts';
import { targetOf } from '../../cluster/target.ts';
import { createObject, deleteObject, getObject, replaceObject } from '../../cluster/write.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { isSameStored } from '../../prove/mutants/is-same-stored.ts';
import type { Edit } from '../../prove/mutants/mutant.ts';
import type { ProofCluster } from './proof-cluster.ts';

type Writing = Pick<ProofCluster, 'client' | 'sleep'>;

/**
 * Brings a mutant's objects into the cluster: changed where they may be, else deleted and made anew.
 * @returns the server's words when it refuses one. @throws OutageError
 */
export async function applyEdits(cluster: Writing, edits: readonly Edit[]): Promise<string | undefined> {
  for (const { edit, object } of edits) {
    if (edit !== 'add') {
      const refused = edit === 'remove' ? await removed(cluster, object) : await replaced(cluster, object);
      if (refused !== undefined) return refused;
    }
  }
  for (const { edit, object } of edits) {
    if (edit !== 'add') continue;
    const created = await createObject(cluster.client, object);
    if (created.result !== 'ok') return created.message;
  }
  return undefined;
}

/** Cluster-wide objects that a mutant added: nobody else takes them away. @throws OutageError */
export async function removeAdded(client: ClusterClient, edits: readonly Edit[]): Promise<void> {
  for (const { edit, object } of edits)
    if (edit === 'add' && object.metadata.namespace === undefined) await deleteObject(client, targetOf(object));
}

async function replaced(cluster: Writing, object: KubeObject): Promise<string | undefined> {
  const { client } = cluster;
  const put = await replaceObject(client, object);
  // some fields keep what they were where the new object leaves them out, as a headless Service's clusterIP
  if (put.result === 'ok' && (object.kind === 'Namespace' || isSameStored(put.object, object))) return undefined;
  if (put.result !== 'ok' && object.kind === 'Namespace') return put.message; // everything in it would go
  const refused = await removed(cluster, object);
  if (refused !== undefined) return refused;
  const created = await createObject(client, object);
  return created.result === 'ok' ? undefined : created.message;
}

const goneMs = 10_000;

async function removed({ client, sleep }: Writing, object: KubeObject): Promise<string | undefined> {
  const grace = object.kind === 'Pod' ? { gracePeriodSeconds: 0 } : {};
  const deleted = await deleteObject(client, targetOf(object), { propagationPolicy: 'Background', ...grace });
  if (deleted.result === 'notFound') return undefined;
  if (deleted.result !== 'ok') return deleted.message;
  const deadline = performance.now() + goneMs;
  while ((await getObject(client, targetOf(object))).result === 'ok') {
    if (performance.now() > deadline) return `${object.kind} ${object.metadata.name} does not go away`;
    await sleep(50);
  }
  return undefined;
}
