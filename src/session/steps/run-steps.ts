import type { Step, StepName, StepOf } from '../../lab/schema/steps.ts';
import { runApply } from './apply-step.ts';
import { runApprove } from './approve-step.ts';
import { runDelete } from './delete-step.ts';
import { runAnnotate, runLabel, runPatch, runScale, runSetImage } from './field-steps.ts';
import { runCreate, runReplace } from './manifest-steps.ts';
import { runCordon, runDrain, runTaint } from './node-steps.ts';
import { runRollout } from './rollout-step.ts';
import { runCronJob } from './run-cron-job.ts';
import { runServerSideApply } from './server-side-apply-step.ts';
import type { StepContext, StepFailure } from './step-context.ts';
import { StepFailed } from './step-context.ts';
import { stepNameOf, stepTitle } from './step-title.ts';
import { runWait } from './wait-step.ts';

export type StepsResult =
  | { readonly result: 'done' }
  /** The steps before it are done, those after it are not. */
  | { readonly result: 'failed'; readonly failure: StepFailure };

/**
 * Does steps to the cluster, one after another, each the way kubectl does it.
 * @throws OutageError; an AbortError when the session's signal is aborted between two steps.
 */
export async function runSteps(context: StepContext, steps: readonly Step[]): Promise<StepsResult> {
  for (const [index, step] of steps.entries()) {
    context.signal.throwIfAborted();
    const title = stepTitle(step);
    context.onProgress({ event: 'stepBegun', index, count: steps.length, title });
    try {
      await runStep(context, step);
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error;
      return {
        result: 'failed',
        failure: { step: stepNameOf(step), title, message: error.message, ...error.details },
      };
    }
  }
  return { result: 'done' };
}

const runners: { readonly [Name in StepName]: (context: StepContext, step: StepOf<Name>) => Promise<void> } = {
  apply: runApply,
  serverSideApply: runServerSideApply,
  create: runCreate,
  replace: runReplace,
  patch: runPatch,
  delete: runDelete,
  label: runLabel,
  annotate: runAnnotate,
  scale: runScale,
  setImage: runSetImage,
  rollout: runRollout,
  run: runCronJob,
  taint: runTaint,
  cordon: runCordon,
  drain: runDrain,
  approve: runApprove,
  answer: (context, step) => context.answer(step.answer, step.value),
  wait: runWait,
};

const runStep = (context: StepContext, step: Step): Promise<void> => runners[stepNameOf(step)](context, step as never); // the step has the runner's own key
