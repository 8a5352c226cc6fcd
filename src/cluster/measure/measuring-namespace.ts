import { randomBytes } from 'node:crypto';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { UserError } from '../../user-error.ts';
import type { ClusterClient } from '../client.ts';
import { listAll } from '../list.ts';
import { watchUntil } from '../watch.ts';
import { createObject, deleteObject } from '../write.ts';

/** On every namespace that a measurement makes. */
const measuringLabel = 'kubeproctor.dev/measuring';

/** Without the signal that Ctrl-C aborts: what was made is removed all the same. */
const removal = { timeoutMs: 10_000 };

export interface MeasuringOptions {
  readonly now: () => Date;
  readonly signal: AbortSignal;
  readonly onRemoving: () => void;
}

/**
 * Runs `work` in a namespace of its own and removes that afterwards, whatever happened; also what a measurement that was
 * killed has left. Waits until it is gone, but not after Ctrl-C.
 * @throws UserError `measure_refused` where it may not be made, `measure_left` where it could not be removed.
 */
export async function inMeasuringNamespace<T>(
  client: ClusterClient,
  { now, signal, onRemoving }: MeasuringOptions,
  work: (namespace: string) => Promise<T>,
): Promise<T> {
  await removeLeftOver(client, now(), signal);
  const name = `kubeproctor-measure-${randomBytes(3).toString('hex')}`;
  let isRefused = false;
  try {
    const made = await createObject(client, namespaceCalled(name), { signal });
    isRefused = made.result !== 'ok';
    if (made.result !== 'ok')
      throw new UserError('measure_refused', `No namespace could be made to measure in: ${made.message}`, {
        wayOut: 'Somebody with more rights may run kubeproctor doctor --measure on this cluster.',
        exitCode: 1,
      });
    return await work(name);
  } finally {
    if (!isRefused) {
      onRemoving();
      await remove(client, name);
      if (!signal.aborted) await untilGone(client, name, signal);
    }
  }
}

async function remove(client: ClusterClient, name: string): Promise<void> {
  try {
    const deleted = await deleteObject(client, { kind: 'Namespace', name }, removal);
    if (deleted.result === 'refused') throw new Error(deleted.message);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UserError('measure_left', `The namespace ${name}, made to measure in, could not be removed: ${why}`, {
      wayOut: `Once that is mended: kubectl delete namespace ${name}`,
      exitCode: 3,
      cause,
    });
  }
}

async function removeLeftOver(client: ClusterClient, now: Date, signal: AbortSignal): Promise<void> {
  const isLeft = ({ metadata }: KubeObject) =>
    now.getTime() - Date.parse(String(metadata.creationTimestamp)) > leftOverMs &&
    metadata.deletionTimestamp === undefined;
  const options = { labelSelector: measuringLabel, signal };
  const listed = await listAll(client, namespaces, options).catch(() => undefined); // whoever may not look has left nothing
  if (listed?.list !== 'whole') return;
  for (const { metadata } of listed.items.filter(isLeft))
    await deleteObject(client, { kind: 'Namespace', name: metadata.name }, removal);
}

async function untilGone(client: ClusterClient, name: string, signal: AbortSignal): Promise<void> {
  const target = { kind: 'Namespace', fieldSelector: `metadata.name=${name}` };
  await watchUntil(client, target, (left) => (left.length === 0 ? true : undefined), { timeoutMs: 30_000, signal });
}

const namespaces = { group: '', version: 'v1', resource: 'namespaces', kind: 'Namespace', isNamespaced: false };

/** Nobody measures as long as this. */
const leftOverMs = 600_000;

const namespaceCalled = (name: string): KubeObject => ({
  ...{ apiVersion: 'v1', kind: 'Namespace' },
  metadata: { name, labels: { [measuringLabel]: 'true' } },
});
