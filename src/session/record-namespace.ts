import { createObject, deleteObject, getObject } from '../cluster/write.ts';
import { labelsOf } from '../kubernetes/kube-object.ts';
import { UserError } from '../user-error.ts';
import { managedByLabel, product, recordNamespace } from './labels.ts';
import { listCopies } from './list-copies.ts';
import { untilNamespaceGone } from './namespaces.ts';
import type { SessionContext } from './session-context.ts';

const goingAwayMs = 60_000;

/**
 * Makes the namespace of the records where it is not there; waits for one that the last stop is still removing.
 * @throws UserError `record_namespace_refused`
 */
export async function ensureRecordNamespace(context: SessionContext): Promise<void> {
  const target = { kind: 'Namespace', name: recordNamespace };
  const found = await getObject(context.client, target, { signal: context.signal });
  if (found.result === 'ok' && found.object.metadata.deletionTimestamp === undefined) return;
  if (found.result === 'ok') {
    context.onProgress({ event: 'waitingForNamespace', namespace: recordNamespace });
    await untilNamespaceGone(context, recordNamespace, goingAwayMs);
  }
  const made = await createObject(context.client, {
    ...{ apiVersion: 'v1', kind: 'Namespace' },
    metadata: { name: recordNamespace, labels: { [managedByLabel]: product } },
  });
  if (made.result === 'ok' || made.result === 'alreadyExists') return;
  throw new UserError('record_namespace_refused', `Namespace ${recordNamespace} could not be made: ${made.message}`, {
    wayOut: 'Ask for the right to make it, or use a cluster of your own: kubeproctor up',
    exitCode: 1,
  });
}

/** Removes the namespace of the records when no record is left, and only where start made it. Does not wait. */
export async function removeRecordNamespaceIfEmpty(context: SessionContext): Promise<boolean> {
  const target = { kind: 'Namespace', name: recordNamespace };
  const [{ copies }, found] = await Promise.all([listCopies(context.client), getObject(context.client, target)]);
  if (copies.length > 0 || found.result !== 'ok' || labelsOf(found.object)[managedByLabel] !== product) return false;
  const uid = found.object.metadata.uid ?? '';
  const deleted = await deleteObject(context.client, target, { preconditions: { uid } });
  return deleted.result === 'ok';
}
