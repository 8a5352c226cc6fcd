import type { ObjectRef } from '../kubernetes/kube-object.ts';
import type { PutBackPlan } from './put-back.ts';
import { putBackPlan } from './put-back-plan.ts';
import type { StoredCopy } from './record.ts';
import type { SessionContext } from './session-context.ts';
import { observeSurroundings } from './surroundings.ts';
import { untouchedSince } from './untouched.ts';

/** `--also KIND/NAME`: things that the plan would leave and that shall go too. */
export interface PutBackOptions {
  readonly also?: readonly string[];
  /** Looks at nothing that is not this copy's own, and so tells of nothing that it leaves. */
  readonly onlyOwn?: boolean;
  /**
   * Reset leaves what nothing has happened to since the start, and looks only once at what there is: for one who does all
   * that is done in this copy, and nothing inside a container. The value: what the start's steps apply.
   */
  readonly leavesUntouched?: readonly ObjectRef[] | undefined;
}

/**
 * What bringing this copy back to its start will remove, restore and leave. Answers and hints taken are cleared with it.
 * @throws UserError `also_unknown`, `also_not_new`. @throws OutageError
 */
export const planReset = (context: SessionContext, stored: StoredCopy, options: PutBackOptions = {}) =>
  plan(context, stored, 'reset', options);

/**
 * What stopping this copy will remove, restore and leave.
 * @throws UserError `also_unknown`, `also_not_new`. @throws OutageError
 */
export const planStop = (context: SessionContext, stored: StoredCopy, options: PutBackOptions = {}) =>
  plan(context, stored, 'stop', options);

async function plan(
  context: SessionContext,
  stored: StoredCopy,
  purpose: PutBackPlan['purpose'],
  { also = [], onlyOwn = false, leavesUntouched }: PutBackOptions,
): Promise<PutBackPlan> {
  const around = await observeSurroundings(context, stored, { onlyOwn });
  const all = putBackPlan(purpose, stored, around, also);
  const planned = onlyOwn ? { ...all, left: [] } : all;
  if (leavesUntouched === undefined) return planned;
  return { ...planned, untouched: untouchedSince(stored.record, around.inside, leavesUntouched) };
}
