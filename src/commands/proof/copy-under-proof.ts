import type { ClusterClient } from '../../cluster/client.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import type { LabInstance } from '../../lab/instantiate-lab.ts';
import { instantiateLab } from '../../lab/instantiate-lab.ts';
import type { Step } from '../../lab/schema/steps.ts';
import { startDifferences } from '../../prove/start-differences.ts';
import type { IsComplete } from '../../session/observe-copy.ts';
import type { PutBackOptions } from '../../session/plan-put-back.ts';
import type { StoredCopy } from '../../session/record.ts';
import { loadCopy, saveAnswer } from '../../session/record.ts';
import { planReset, runReset } from '../../session/reset.ts';
import { settle } from '../../session/settle.ts';
import { planStart, runStart } from '../../session/start.ts';
import { copyStepContext } from '../../session/steps/copy-step-context.ts';
import { runSteps } from '../../session/steps/run-steps.ts';
import { planStop, runStop } from '../../session/stop.ts';
import { appliedByStart } from '../../session/untouched.ts';
import type { Graded } from '../parts/grade-copy.ts';
import { gradeWhenSettled } from '../parts/grade-copy.ts';
import { gradeStill } from './grade-still.ts';
import type { ProofCluster, ProofRequest } from './proof-cluster.ts';
import type { Doings } from './quick-client.ts';
import { quickClient } from './quick-client.ts';

/** A copy in which one thing after another is tried, each from the start. */
export interface CopyUnderProof {
  readonly instance: LabInstance;
  readonly stored: () => StoredCopy;
  /**
   * Back to the start; at once where nothing was done since. What nothing has happened to stays, unless all is to be made
   * anew as `reset` does it.
   */
  readonly toStart: (how?: 'anew') => Promise<void>;
  /** @throws Error when one cannot be done. */
  readonly doSteps: (steps: readonly Step[]) => Promise<void>;
  /** Waits until workloads have settled; not needed after steps that wait by themselves. */
  readonly settle: () => Promise<void>;
  /** The verdicts, once nothing moves. */
  readonly grade: () => Promise<Graded>;
  /** The verdicts once no issue moves any more, also beside those that have settled, for which `grade` does not wait. */
  readonly gradeStill: (graded: Graded) => Promise<Graded>;
  /** Something else than steps was done in it: these were written, or nobody knows what, so the next start is made anew. */
  readonly touched: (written?: readonly KubeObject[]) => void;
  readonly stop: () => Promise<void>;
}

/** A state that was right at first sight is given this time to settle. */
const settleMs = 20_000;

/** Undefined when a copy of that name is under way already. @throws UserError when it cannot be started. */
export async function startUnderProof(
  cluster: ProofCluster,
  request: ProofRequest,
  copy: string,
): Promise<CopyUnderProof | undefined> {
  const plan = await planStart(cluster, { ...request, copy });
  if (plan.plan === 'underWay') return undefined;
  let { stored } = await runStart(cluster, plan);
  let [isFresh, isTouched] = [true, false];
  const instance = instantiateLab(request.lab, copy);
  const answer = async (task: string, text: string) => void (await saveAnswer(cluster.client, stored, task, text));
  const namespaces = Object.values(instance.namespaces);
  const leavesUntouched = appliedByStart(instance, request.manifests);
  const atFirst = stored.record.startedWith;
  const { objectsOf } = copyStepContext(cluster, instance, request.manifests, answer);
  const nothing = { steps: instance.lab.start, written: [], objectsOf, exclusive: instance.lab.exclusive };
  let doings: Doings = nothing;
  const quick = (): ClusterClient | undefined => (isTouched ? undefined : quickClient(cluster.client, doings));
  const reset = async (client: ClusterClient, options: PutBackOptions = {}, isComplete?: IsComplete) => {
    const context = { ...cluster, client };
    ({ stored } = await runReset(context, await planReset(context, stored, options), isComplete));
  };
  const isAsAtFirst: IsComplete = (seen) => startDifferences(atFirst, seen).length === 0;
  const isBackQuickly = async (): Promise<boolean> => {
    const client = quick();
    if (leavesUntouched === undefined || client === undefined) return false;
    await reset(client, { leavesUntouched, onlyOwn: true }, isAsAtFirst);
    return isAsAtFirst(stored.record.startedWith);
  };
  const grade = async (): Promise<Graded> => {
    stored = await reloaded(cluster, stored);
    const graded = { lab: instance.lab, record: stored.record };
    return gradeWhenSettled(cluster, graded, { timeoutMs: settleMs, onWait: () => undefined });
  };
  return {
    instance,
    stored: () => stored,
    toStart: async (how) => {
      if (!isFresh && (how === 'anew' || !(await isBackQuickly()))) await reset(cluster.client);
      [isFresh, isTouched, doings] = [true, false, nothing];
    },
    doSteps: async (steps) => {
      isFresh = isFresh && steps.length === 0;
      doings = { ...doings, steps: [...doings.steps, ...steps] };
      const done = await runSteps(copyStepContext(cluster, instance, request.manifests, answer), steps);
      if (done.result === 'done') return;
      const { title, object, message } = done.failure;
      throw new Error(`${title}: ${object === undefined ? '' : `${object} `}${message}`);
    },
    settle: async () => void (await settle(cluster, namespaces, settleMs)),
    grade,
    gradeStill: (graded) => gradeStill(graded, { grade, sleep: cluster.sleep }),
    touched: (written) => {
      isFresh = false;
      if (written === undefined) isTouched = true;
      else doings = { ...doings, written: [...doings.written, ...written] };
    },
    stop: async () => {
      const client = quick();
      const context = { ...cluster, client: client ?? cluster.client };
      const plan = await planStop(context, stored, { onlyOwn: client !== undefined });
      await runStop(context, plan, { wait: false });
    },
  };
}

/** The record with the answers that were given. */
async function reloaded(cluster: ProofCluster, stored: StoredCopy): Promise<StoredCopy> {
  const { lab, copy } = stored.record;
  const latest = await loadCopy(cluster.client, { lab, copy }, stored.storedIn);
  if (latest === undefined) throw new Error('the record of a copy under proof is gone');
  return latest;
}
