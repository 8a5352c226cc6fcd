import { instantiateLab } from '../../lab/instantiate-lab.ts';
import type { ProofRun } from '../../prove/proof-run.ts';
import { stepsOfRun } from '../../prove/proof-run.ts';
import type { Surprise } from '../../prove/surprises.ts';
import { surprisesOf } from '../../prove/surprises.ts';
import type { StoredCopy } from '../../session/record.ts';
import { loadCopy, saveAnswer } from '../../session/record.ts';
import { planReset, runReset } from '../../session/reset.ts';
import type { SessionContext } from '../../session/session-context.ts';
import { planStart, runStart } from '../../session/start.ts';
import type { StartRequest } from '../../session/start-plan.ts';
import { copyStepContext } from '../../session/steps/copy-step-context.ts';
import { runSteps } from '../../session/steps/run-steps.ts';
import { planStop, runStop } from '../../session/stop.ts';
import type { Graded, GradedCluster } from './grade-copy.ts';
import { gradeWhenSettled } from './grade-copy.ts';
import { labOfRecord } from './lab-of-record.ts';

/** A cluster on which copies are started, changed and graded. */
export type ProofCluster = SessionContext & GradedCluster;

/** Runs the solution's commands in a shell, against this copy; rejects with what they printed when they fail. */
export type RunCommands = (script: string) => Promise<void>;

export interface Proven extends Graded {
  readonly run: ProofRun;
  readonly stored: StoredCopy;
  readonly surprises: readonly Surprise[];
}

/** A state that was right at first sight is given this time to settle. */
const settleMs = 20_000;

/**
 * Starts a copy, does the runs in it one after another with a reset in between, and stops it. `onProven` is told of each.
 * @throws UserError when the copy cannot be started, or a run's steps cannot be done.
 */
export async function proveInCopy(
  cluster: ProofCluster,
  request: StartRequest,
  runs: AsyncIterable<ProofRun> | Iterable<ProofRun>,
  runCommands: RunCommands,
  onProven: (proven: Proven) => void,
): Promise<void> {
  const plan = await planStart(cluster, request);
  let stored = plan.plan === 'underWay' ? plan.stored : (await runStart(cluster, plan)).stored;
  let isFresh = plan.plan === 'start';
  try {
    for await (const run of runs) {
      if (!isFresh) await runReset(cluster, await planReset(cluster, stored));
      isFresh = false;
      await doRun(cluster, request, stored, run, runCommands);
      stored = await reloaded(cluster, stored);
      const lab = labOfRecord(stored.record);
      const graded = await gradeWhenSettled(
        cluster,
        { lab, record: stored.record },
        { timeoutMs: settleMs, onWait: () => undefined },
      );
      onProven({ ...graded, run, stored, surprises: surprisesOf(run, graded.report) });
    }
  } finally {
    await runStop(cluster, await planStop(cluster, stored), { wait: false });
  }
}

async function doRun(
  cluster: ProofCluster,
  request: StartRequest,
  stored: StoredCopy,
  run: ProofRun,
  runCommands: RunCommands,
): Promise<void> {
  const instance = instantiateLab(request.lab, request.copy);
  if (run.run === 'solution' && run.by === 'commands') return runCommands(instance.lab.solution.commands);
  const answer = async (task: string, text: string) => void (await saveAnswer(cluster.client, stored, task, text));
  const context = copyStepContext(cluster, instance, request.manifests, answer);
  const done = await runSteps(context, stepsOfRun(instance.lab, run));
  if (done.result === 'failed')
    throw new Error(`${done.failure.title}: ${done.failure.object ?? ''} ${done.failure.message}`);
}

/** The record with the answers that the run has given. */
async function reloaded(cluster: ProofCluster, stored: StoredCopy): Promise<StoredCopy> {
  const { lab, copy } = stored.record;
  const latest = await loadCopy(cluster.client, { lab, copy }, stored.storedIn);
  if (latest === undefined) throw new Error('the record of a copy under proof is gone');
  return latest;
}
