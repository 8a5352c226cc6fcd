import { filesOf } from '../lab/files-of.ts';
import type { LabInstance } from '../lab/instantiate-lab.ts';
import { instantiateLab } from '../lab/instantiate-lab.ts';
import { triedFilesOf } from '../lab/tried-manifests.ts';
import type { CopyRecord } from '../snapshot/copy-record.ts';
import { UserError } from '../user-error.ts';
import type { Started } from './bring-to-start.ts';
import { bringToStart } from './bring-to-start.ts';
import { claimExclusive, releaseExclusive } from './exclusive-claims.ts';
import { copyTitle, recordNamespace } from './labels.ts';
import { untilNamespaceGone } from './namespaces.ts';
import { observeBefore } from './observe-before.ts';
import { observeCopy } from './observe-copy.ts';
import { observeEverybody } from './observe-everybody.ts';
import { planReset } from './plan-put-back.ts';
import { planStart } from './plan-start.ts';
import type { StoredCopy } from './record.ts';
import { createRecord, removeRecord, updateCopy } from './record.ts';
import { ensureRecordNamespace } from './record-namespace.ts';
import { runReset } from './reset.ts';
import type { SessionContext } from './session-context.ts';
import type { StartPlan, StartRequest } from './start-plan.ts';

export { planStart };

const goingAwayMs = 120_000;

/**
 * Makes the namespaces, does the steps, waits until they have settled, and records what is there. Interrupted, it leaves
 * a record that is not complete: `start` continues it, `stop` removes what there is.
 * @throws UserError `step_failed`, `namespace_exists`, `namespace_stuck`, `exclusive_taken`, `copy_exists`, …
 * @throws OutageError, or what `signal` was aborted with.
 */
export async function runStart(context: SessionContext, plan: Extract<StartPlan, { plan: 'start' }>): Promise<Started> {
  for (const namespace of plan.waitsFor) {
    context.onProgress({ event: 'waitingForNamespace', namespace });
    await untilNamespaceGone(context, namespace, goingAwayMs);
  }
  if (plan.continues !== undefined) return continueStart(context, plan.request, plan.continues);
  const instance = instantiateLab(plan.request.lab, plan.request.copy);
  const stored = await newRecord(context, plan, instance);
  return bringToStart(context, stored, instance);
}

/** What an interrupted start made is taken away first: half of a step may be done. */
async function continueStart(context: SessionContext, request: StartRequest, stored: StoredCopy): Promise<Started> {
  const renewed = await updateCopy(context.client, stored, (record) => ({ ...record, ...fromRequest(request) }));
  return runReset(context, await planReset(context, renewed));
}

async function newRecord(
  context: SessionContext,
  plan: Extract<StartPlan, { plan: 'start' }>,
  instance: LabInstance,
): Promise<StoredCopy> {
  const { client } = context;
  const { request, usesPrepared } = plan;
  const [first = recordNamespace] = Object.values(instance.namespaces);
  const storedIn = usesPrepared ? first : recordNamespace;
  if (!usesPrepared) await ensureRecordNamespace(context);
  const record: CopyRecord = {
    ...{ format: 1, lab: request.lab.name, copy: request.copy },
    ...{ startedAt: context.now().toISOString(), isComplete: false },
    ...fromRequest(request),
    ...{ namespaces: instance.namespaces, names: instance.names, keepsNamespaces: usesPrepared },
    before: [
      ...(await observeBefore(client, request.lab.exclusive)),
      ...(usesPrepared ? await observePrepared(context, instance) : []),
    ],
    ...(await observeEverybody(client)),
    ...{ startedWith: [], answers: {}, hintsTaken: {} },
  };
  context.signal.throwIfAborted();
  const stored = await storeNew(context, record, storedIn);
  try {
    await claimExclusive(client, record, record.exclusive, storedIn);
  } catch (error) {
    await releaseExclusive(client, record, record.exclusive, storedIn);
    await removeRecord(client, stored);
    throw error;
  }
  return stored;
}

/** What somebody put into the prepared namespaces, as the learner's own rights: it stays whatever happens. */
async function observePrepared(context: SessionContext, { namespaces }: LabInstance): Promise<CopyRecord['before']> {
  const found = await observeCopy(context, { namespaces, names: {}, before: [] });
  return found.map(({ object: _, ...name }) => name);
}

async function storeNew(context: SessionContext, record: CopyRecord, storedIn: string): Promise<StoredCopy> {
  for (let tries = 1; ; tries++) {
    const created = await createRecord(context.client, record, storedIn);
    if (created.created === 'stored') return created.stored;
    if (created.created === 'exists')
      throw new UserError('copy_exists', `${copyTitle(record)} is being started by somebody else at this moment.`, {
        wayOut: 'Wait for it, or start a copy of your own: --copy NAME',
        exitCode: 1,
      });
    // the last stop of somebody else took the namespace of the records away meanwhile
    if (created.created === 'noNamespace' && storedIn === recordNamespace && tries < 3) {
      await ensureRecordNamespace(context);
      continue;
    }
    throw new UserError(
      'record_not_saved',
      `The record of ${copyTitle(record)} could not be stored: ${created.message}`,
      {
        exitCode: 3,
      },
    );
  }
}

/** What the record takes from the lab's folder. */
const fromRequest = ({ lab, labText, manifests }: StartRequest) => ({
  labText,
  manifests: Object.fromEntries(
    [...filesOf(lab.start), ...triedFilesOf(lab)].map((file) => [file, manifests[file] ?? '']),
  ),
  exclusive: lab.exclusive,
  learnerNamespaces: Object.entries(lab.namespaces).flatMap(([alias, { by }]) => (by === 'learner' ? [alias] : [])),
});
