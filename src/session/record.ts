import type { ClusterClient } from '../cluster/client.ts';
import { createObject, deleteObject, getObject, replaceObject } from '../cluster/write.ts';
import type { CopyRecord } from '../snapshot/copy-record.ts';
import { UserError } from '../user-error.ts';
import type { CopyName } from './labels.ts';
import { copyTitle } from './labels.ts';
import type { StoredCopy } from './record-config-map.ts';
import { recordConfigMap, recordName, storedCopy } from './record-config-map.ts';

export type { StoredCopy };
export { recordName };

/**
 * The record of a copy; undefined where there is none.
 * @throws UserError `record_broken` for a ConfigMap of that name which holds something else, `record_forbidden`.
 * @throws OutageError
 */
export async function loadCopy(
  client: ClusterClient,
  name: CopyName,
  storedIn: string,
): Promise<StoredCopy | undefined> {
  const found = await getObject(client, { kind: 'ConfigMap', namespace: storedIn, name: recordName(name) });
  switch (found.result) {
    case 'ok':
      return storedCopy(found.object, name, storedIn);
    case 'notFound':
      return undefined;
    default:
      throw new UserError('record_forbidden', `The record of ${copyTitle(name)} cannot be read: ${found.message}`, {
        wayOut: `Ask for the right to read ConfigMaps in namespace ${storedIn}.`,
        exitCode: 3,
      });
  }
}

export type Created =
  | { readonly created: 'stored'; readonly stored: StoredCopy }
  | { readonly created: 'exists' }
  /** There is no such namespace, or it is going away. */
  | { readonly created: 'noNamespace'; readonly message: string }
  | { readonly created: 'refused'; readonly message: string };

/** Stores a copy's first record, unless there is one: of two starts at the same time one succeeds. */
export async function createRecord(client: ClusterClient, record: CopyRecord, storedIn: string): Promise<Created> {
  const written = await createObject(client, recordConfigMap(record, storedIn));
  switch (written.result) {
    case 'ok':
      return { created: 'stored', stored: storedCopy(written.object, record, storedIn) };
    case 'alreadyExists':
      return { created: 'exists' };
    case 'notFound':
      return { created: 'noNamespace', message: written.message };
    case 'conflict':
      return { created: 'refused', message: written.message };
    case 'refused':
      return {
        created: /being terminated/.test(written.message) ? 'noNamespace' : 'refused',
        message: written.message,
      };
    default:
      return written satisfies never;
  }
}

const maxTries = 8;

/**
 * Changes the record, also when somebody else changes it at the same time: `change` is then asked again, of theirs.
 * @throws UserError `copy_gone` when it was stopped meanwhile, `record_too_large`, `record_not_saved`.
 */
export async function updateCopy(
  client: ClusterClient,
  stored: StoredCopy,
  change: (record: CopyRecord) => CopyRecord,
): Promise<StoredCopy> {
  let current = stored;
  for (let tries = 1; ; tries++) {
    const object = recordConfigMap(change(current.record), current.storedIn, current.resourceVersion);
    const written = await replaceObject(client, object);
    if (written.result === 'ok') return storedCopy(written.object, stored.record, stored.storedIn);
    if (written.result !== 'conflict' || tries === maxTries) throw notSaved(stored, written);
    const reloaded = await loadCopy(client, stored.record, stored.storedIn);
    if (reloaded === undefined) throw notSaved(stored, { result: 'notFound', message: '' });
    current = reloaded;
  }
}

/** Stores what the learner gave as the answer of a task. */
export const saveAnswer = (client: ClusterClient, stored: StoredCopy, task: string, text: string) =>
  updateCopy(client, stored, (record) => ({ ...record, answers: { ...record.answers, [task]: text } }));

/** Notes that a task's hints up to this number were shown. */
export const saveHint = (client: ClusterClient, stored: StoredCopy, task: string, shown: number) =>
  updateCopy(client, stored, (record) => ({
    ...record,
    hintsTaken: { ...record.hintsTaken, [task]: Math.max(shown, record.hintsTaken[task] ?? 0) },
  }));

/** Removes the record; one that is gone already is no trouble. */
export async function removeRecord(client: ClusterClient, stored: StoredCopy): Promise<void> {
  const target = { kind: 'ConfigMap', namespace: stored.storedIn, name: recordName(stored.record) };
  const removed = await deleteObject(client, target);
  if (removed.result === 'ok' || removed.result === 'notFound') return;
  throw notSaved(stored, removed);
}

function notSaved(stored: StoredCopy, refusal: { readonly result: string; readonly message: string }): UserError {
  const title = copyTitle(stored.record);
  if (refusal.result === 'notFound')
    return new UserError('copy_gone', `${title} was stopped in the meantime.`, {
      wayOut: `kubeproctor start ${stored.record.lab}`,
      exitCode: 1,
    });
  return new UserError('record_not_saved', `The record of ${title} could not be saved: ${refusal.message}`, {
    wayOut: 'Run the command again.',
    exitCode: 3,
  });
}
