import type { ObjectRef } from '../kubernetes/kube-object.ts';
import { instantiateLab } from '../lab/instantiate-lab.ts';
import { reparseLab } from '../lab/reparse-lab.ts';
import { UserError } from '../user-error.ts';
import { bringToStart } from './bring-to-start.ts';
import { deleteNamespaces } from './delete-namespaces.ts';
import { copyTitle } from './labels.ts';
import { namespacesGone } from './namespaces-gone.ts';
import type { IsComplete } from './observe-copy.ts';
import { planReset } from './plan-put-back.ts';
import type { FailedAction, NamespacePlan, PutBackPlan, PutBackResult } from './put-back.ts';
import type { StoredCopy } from './record.ts';
import { updateCopy } from './record.ts';
import { runPutBack } from './run-put-back.ts';
import type { SessionContext } from './session-context.ts';

export { planReset };

export interface ResetResult extends PutBackResult {
  /** The record of the new start. */
  readonly stored: StoredCopy;
  readonly stillMoving: readonly ObjectRef[];
}

/**
 * Empties the namespaces, restores, and does the start's steps again, from the lab's text and manifests as recorded. The
 * record is marked incomplete meanwhile, so that an interrupted reset is gone on with by `start` or `reset`.
 * @param isComplete by which a start is known at first sight
 * @throws UserError `reset_incomplete` when something could not be removed, `lab_text_broken`, and as `runStart` does.
 * @throws OutageError
 */
export async function runReset(
  context: SessionContext,
  plan: PutBackPlan,
  isComplete?: IsComplete,
): Promise<ResetResult> {
  const lab = reparseLab(plan.copy.record.labText);
  const title = copyTitle(plan.copy.record);
  if (lab === undefined)
    throw new UserError('lab_text_broken', `The record of ${title} holds no lab text that can be read.`, {
      wayOut: `kubeproctor stop ${plan.copy.record.lab}, then start it again`,
    });
  const stored = await updateCopy(context.client, plan.copy, (record) => ({
    ...{ ...record, isComplete: false },
    ...{ answers: {}, hintsTaken: {} },
  }));
  const putBack = await runPutBack(context, plan);
  const namesOf = (wanted: NamespacePlan['action']) =>
    plan.namespaces.filter(({ action }) => action === wanted).map(({ namespace }) => namespace);
  const refused = await deleteNamespaces(context, namesOf('delete'));
  const others = plan.deletions.flatMap(({ object }) => (object.kind === 'Namespace' ? [object.name] : []));
  const stuck = await namespacesGone(context, [...namesOf('delete'), ...namesOf('makeAgain'), ...others]);
  const failed = [...putBack.failed, ...refused, ...stuck];
  const [first] = failed;
  if (first !== undefined)
    throw new UserError('reset_incomplete', `${title} is not at its start: ${sentenceOf(first)}`, {
      wayOut: 'kubeproctor reset --dry-run shows what is in the way; --also KIND/NAME takes it along',
      exitCode: 3,
    });
  const instance = instantiateLab(lab, stored.record.copy);
  return { ...putBack, ...(await bringToStart(context, stored, instance, isComplete)) };
}

const sentenceOf = ({ object, message }: FailedAction): string => `${object.kind} ${object.name}: ${message}`;
