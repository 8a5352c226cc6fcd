import type { ObjectRef } from '../kubernetes/kube-object.ts';
import type { LabInstance } from '../lab/instantiate-lab.ts';
import { UserError } from '../user-error.ts';
import { copyTitle } from './labels.ts';
import { makeNamespace, untilNamespaceUsable } from './namespaces.ts';
import type { IsComplete } from './observe-copy.ts';
import { observeCopy } from './observe-copy.ts';
import type { StoredCopy } from './record.ts';
import { saveAnswer, updateCopy } from './record.ts';
import type { SessionContext } from './session-context.ts';
import { settle } from './settle.ts';
import { copyStepContext } from './steps/copy-step-context.ts';
import { runSteps } from './steps/run-steps.ts';

export interface Started {
  readonly stored: StoredCopy;
  /** What was still moving when the time to settle was over: the start state is recorded as it was then. */
  readonly stillMoving: readonly ObjectRef[];
}

/**
 * From empty namespaces, or none, to the recorded start state: what `start` and `reset` have in common.
 * @throws as `runStart`
 */
export async function bringToStart(
  context: SessionContext,
  stored: StoredCopy,
  instance: LabInstance,
  isComplete?: IsComplete,
): Promise<Started> {
  const { client } = context;
  const { record } = stored;
  const byStart = Object.entries(instance.namespaces).filter(([alias]) => !record.learnerNamespaces.includes(alias));
  for (const [alias, namespace] of record.keepsNamespaces ? [] : byStart)
    await makeNamespace(context, namespace, record, instance.lab.namespaces[alias]?.labels ?? {});
  await Promise.all(byStart.map(([, namespace]) => untilNamespaceUsable(context, namespace)));
  const answer = async (task: string, text: string) => void (await saveAnswer(client, stored, task, text));
  const steps = copyStepContext(context, instance, record.manifests, answer);
  const done = await runSteps(steps, instance.lab.start);
  if (done.result === 'failed') {
    const { title, object, message } = done.failure;
    const about = object === undefined ? '' : `${object}: `;
    throw new UserError('step_failed', `${copyTitle(record)} could not be started: ${title}: ${about}${message}`, {
      wayOut: `Remove what was made: kubeproctor stop ${record.lab}${record.copy === '' ? '' : ` --copy ${record.copy}`}`,
      exitCode: 3,
    });
  }
  const made = byStart.map(([, namespace]) => namespace);
  const stillMoving = await settle(context, made);
  if (stillMoving.length > 0) context.onProgress({ event: 'settlingEnded', stillMoving });
  const startedWith = await observeCopy(context, record, isComplete);
  context.signal.throwIfAborted();
  const complete = await updateCopy(client, stored, (latest) => ({ ...latest, startedWith, isComplete: true }));
  return { stored: complete, stillMoving };
}
