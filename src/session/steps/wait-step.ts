import { differences } from '../../checks/match/differences.ts';
import { isRolloutMoving } from '../../checks/moving.ts';
import { watchUntil } from '../../cluster/watch.ts';
import type { Json } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { builtInKind } from '../../kubernetes/resource-kind.ts';
import { rolloutProgress } from '../../kubernetes/rollout-state.ts';
import type { StepOf } from '../../lab/schema/steps.ts';
import { listObjects } from '../list-objects.ts';
import { targetOfName } from './ask.ts';
import { untilGone } from './delete-step.ts';
import type { StepContext } from './step-context.ts';
import { StepFailed } from './step-context.ts';

/**
 * A rollout whose Pods are on their way is waited for longer than the step says, but no longer than this: where nodes are
 * real, images have to come from far away the first time.
 */
const longestMs = 300_000;

/** A rollout is looked at so often for whether it is stuck. */
const settlingMs = 2_500;

/** Waits for a rollout, for an object to be gone, or for it to have something; says at the end what it last saw. */
export async function runWait(context: StepContext, step: StepOf<'wait'>): Promise<void> {
  const target = await targetOfName(context, step.wait, step.in);
  const timeoutMs = step.seconds * 1_000;
  if (step.until === 'gone') return untilGone(context, target, undefined, timeoutMs);
  const { until } = step;
  const missing =
    typeof until === 'string' ? rolloutMissing : (object: KubeObject) => patternMissing(until.has, object);
  const { kind, namespace, name } = target;
  const watched = { kind, ...(namespace === undefined ? {} : { namespace }), fieldSelector: `metadata.name=${name}` };
  const met = ([object]: readonly KubeObject[]) =>
    object !== undefined && missing(object) === undefined ? true : undefined;
  const startMs = context.now().getTime();
  for (;;) {
    const patience = until === 'settled' ? Math.min(timeoutMs, settlingMs) : timeoutMs;
    const result = await watchUntil(context.client, watched, met, { timeoutMs: patience, signal: context.signal });
    if (result.result === 'met') return;
    const [last] = result.last;
    const waitedMs = context.now().getTime() - startMs;
    if (typeof until === 'string' && last !== undefined) {
      const isMoving = await isGoingOn(context, last);
      if (isMoving && waitedMs < longestMs) continue;
      if (!isMoving && until === 'settled') return;
    }
    const why = last === undefined ? 'it does not exist' : missing(last);
    throw new StepFailed(`not so after ${Math.round(waitedMs / 1_000)} s: ${why}`, { object: step.wait });
  }
}

async function isGoingOn({ client, now, signal }: StepContext, workload: KubeObject): Promise<boolean> {
  const pod = builtInKind('Pod');
  const { namespace } = workload.metadata;
  if (pod === undefined || namespace === undefined || signal.aborted) return false;
  const pods = await listObjects(client, pod, { namespace });
  return pods.listed === 'objects' && isRolloutMoving(workload, pods.objects, now().getTime());
}
function rolloutMissing(object: KubeObject): string | undefined {
  const { state, updated, available, wanted } = rolloutProgress(object);
  if (state === 'complete') return undefined;
  return `the rollout is not complete (${state}: ${updated} of ${wanted} updated, ${available} available)`;
}

function patternMissing(wanted: Json, object: KubeObject): string | undefined {
  const [first] = differences(wanted, object, [], {});
  if (first === undefined) return undefined;
  return `${first.path} is ${JSON.stringify(first.found) ?? 'not there'}, wanted ${JSON.stringify(first.wanted)}`;
}
