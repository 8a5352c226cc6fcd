import { isJsonObject, valueAt } from '../kubernetes/json.ts';
import type { KubeObject, ObjectRef } from '../kubernetes/kube-object.ts';
import { refOf } from '../kubernetes/kube-object.ts';
import { isPodMoving } from '../kubernetes/pod-state.ts';
import type { ResourceKind } from '../kubernetes/resource-kind.ts';
import { builtInKind } from '../kubernetes/resource-kind.ts';
import { rolloutProgress } from '../kubernetes/rollout-state.ts';
import { inParallel } from './in-parallel.ts';
import { listObjects } from './list-objects.ts';
import type { SessionContext } from './session-context.ts';

const watched = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'Pod'];
/** A rollout that is not complete and where nothing has happened for so long will not become so by itself. */
const standstillMs = 2_500;

/**
 * Waits until nothing in the namespaces moves: rollouts complete where they can, and what is meant to be broken is. What
 * still moves when the time is over is returned.
 * @throws OutageError
 */
export async function settle(
  context: SessionContext,
  namespaces: readonly string[],
  timeoutMs = 60_000,
): Promise<readonly ObjectRef[]> {
  const deadline = context.now().getTime() + timeoutMs;
  let lastSeen = '';
  let lastChangeMs = context.now().getTime();
  for (;;) {
    context.signal.throwIfAborted();
    const objects = await workloadsIn(context, namespaces);
    const nowMs = context.now().getTime();
    const seen = objects.map(({ metadata }) => `${metadata.uid} ${metadata.resourceVersion}`).join();
    if (seen !== lastSeen) [lastSeen, lastChangeMs] = [seen, nowMs];
    const isStandstill = nowMs - lastChangeMs > standstillMs;
    const moving = objects.filter((object) => isMoving(object, nowMs, isStandstill));
    if (moving.length === 0) return [];
    if (nowMs > deadline) return moving.map(refOf);
    context.onProgress({ event: 'settling', waitingFor: moving.map(refOf) });
    await context.sleep(150);
  }
}

export function isMoving(object: KubeObject, nowMs: number, isStandstill: boolean): boolean {
  switch (object.kind) {
    case 'Pod':
      return isPodMoving(object, nowMs);
    case 'Job':
      return !isStandstill && !isJobDone(object);
    case 'ReplicaSet':
      return !isStandstill && number(object, 'status', 'replicas') !== (valueAt(object, 'spec', 'replicas') ?? 1);
    default:
      return !isStandstill && isRolling(object);
  }
}

function isRolling(object: KubeObject): boolean {
  const { state } = rolloutProgress(object);
  return state !== 'complete' && state !== 'paused' && state !== 'deadline_exceeded';
}

const isJobDone = (job: KubeObject): boolean => {
  const conditions = valueAt(job, 'status', 'conditions');
  const isOver = (condition: unknown) =>
    isJsonObject(condition) &&
    condition.status === 'True' &&
    ['Complete', 'Failed', 'Suspended'].includes(String(condition.type));
  return Array.isArray(conditions) && conditions.some(isOver);
};

const number = (object: KubeObject, ...path: readonly string[]): number => Number(valueAt(object, ...path) ?? 0);

async function workloadsIn(context: SessionContext, namespaces: readonly string[]): Promise<readonly KubeObject[]> {
  const { kinds: known } = await context.client.discover();
  const kinds = watched
    .filter((name) => known.some(({ kind }) => kind === name))
    .map(builtInKind)
    .filter((kind): kind is ResourceKind => kind !== undefined);
  const places = namespaces.flatMap((namespace) => kinds.map((kind) => ({ kind, namespace })));
  const found = await inParallel(places, async ({ kind, namespace }) => {
    const listed = await listObjects(context.client, kind, { namespace });
    return listed.listed === 'objects' ? listed.objects : [];
  });
  return found.flat();
}
