import { isShortOfHealthy } from '../kubernetes/budget.ts';
import type { Json } from '../kubernetes/json.ts';
import { isJsonObject, valueAt } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { lastChangeMs } from '../kubernetes/last-change.ts';
import { conditionStatus, isLivePodMoving, isPodMoving, isPodReady } from '../kubernetes/pod-state.ts';
import { mappingsAt } from '../kubernetes/pod-template.ts';
import type { RolloutProgress } from '../kubernetes/rollout-state.ts';
import { rolloutProgress } from '../kubernetes/rollout-state.ts';
import { livePods, podsSelectedBy } from './selection.ts';

/** Controllers answer within this time; what has not changed for so long will not change by itself. */
const controllerMs = 10_000;
/** Kinds that roll out; others have none of the counters by which a rollout is told. */
const rolloutKinds: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);
const observedKinds = new Set(['ReplicaSet', 'PodDisruptionBudget']);

/** The cluster will change this object without the learner within seconds. */
export function isObjectMoving(object: KubeObject, nowMs: number): boolean {
  if (object.kind === 'Pod') return isPodMoving(object, nowMs);
  if (isTerminating(object)) return nowMs - Date.parse(object.metadata.deletionTimestamp ?? '') < controllerMs;
  const sinceChangeMs = nowMs - lastChangeMs(object);
  if (isUnobserved(object)) return !isGivenUp(object) || sinceChangeMs < controllerMs;
  if (rolloutKinds.has(object.kind)) return isRolloutMoving(object, undefined, nowMs) && sinceChangeMs < controllerMs;
  if (object.kind === 'Job') return isJobRunning(object) && sinceChangeMs < controllerMs;
  if (observedKinds.has(object.kind)) return isShortOfPods(object) && sinceChangeMs < controllerMs;
  return sinceChangeMs < controllerMs / 2;
}

/** A ReplicaSet that has not as many Pods as it should, ready ones, or a budget some of whose Pods are not: they may be on their way. */
function isShortOfPods(object: KubeObject): boolean {
  if (object.kind === 'PodDisruptionBudget') return isShortOfHealthy(object);
  const count = (...path: readonly string[]): number => Number(valueAt(object, ...path) ?? 0);
  const wanted = count('spec', 'replicas');
  const isAsWanted = ['replicas', 'readyReplicas'].every((field) => count('status', field) === wanted);
  return !isAsWanted && conditionStatus(object, 'ReplicaFailure') !== 'True';
}

/**
 * A Deployment, StatefulSet or DaemonSet (nothing else) will go on towards its template by itself. Not where it is paused,
 * refused its Pods, or waiting for somebody to delete the old ones; nor, if its Pods are known, where some of them are in
 * trouble and none is on its way. Past its deadline it is tried all the same: only its Pods tell then.
 * https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#failed-deployment
 */
export function isRolloutMoving(object: KubeObject, pods: readonly KubeObject[] | undefined, nowMs: number): boolean {
  if (!rolloutKinds.has(object.kind)) return false;
  const { state, wanted, total } = rolloutProgress(object);
  if (state === 'generation_not_observed') return true;
  // complete while it is made smaller, too: the surplus ones are deleted a moment later
  if (state === 'complete') return object.kind !== 'DaemonSet' && total > wanted && isFresh(object, nowMs);
  if (state === 'paused' || (state === 'deadline_exceeded' && pods === undefined)) return false;
  if (conditionStatus(object, 'ReplicaFailure') === 'True') return false;
  if (state === 'not_updated' && valueAt(object, 'spec', 'updateStrategy', 'type') === 'OnDelete') return false;
  const own = podsSelectedBy(object, pods ?? []);
  // others, and one with the strategy Recreate, make the new Pod only when the old one is gone
  const isSurging = object.kind === 'Deployment' && valueAt(object, 'spec', 'strategy', 'type') !== 'Recreate';
  const isOneMoving = isSurging ? isLivePodMoving : isPodMoving;
  if (own.some((pod) => isOneMoving(pod, nowMs))) return true;
  return livePods(own).every(isPodReady) && (object.kind === 'Deployment' || isFresh(object, nowMs));
}

/**
 * How far a rollout has come, by its Pods where they are behind its status: controllers count a moment later than a Pod
 * becomes unready, or is gone, and until then the workload says that all are available.
 */
export function rolloutNow(object: KubeObject, pods: readonly KubeObject[]): RolloutProgress & { isBehind: boolean } {
  const told = rolloutProgress(object);
  const ready = livePods(podsSelectedBy(object, pods)).filter(isPodReady).length;
  const isBehind = told.state === 'complete' && ready < told.wanted;
  return isBehind ? { ...told, state: 'not_available', available: ready, isBehind } : { ...told, isBehind };
}

/** In no condition does a StatefulSet or DaemonSet say that it may not make its Pods: only its status stands still. */
function isFresh(object: KubeObject, nowMs: number): boolean {
  const minReadyMs = Number(valueAt(object, 'spec', 'minReadySeconds') ?? 0) * 1_000;
  return nowMs - lastChangeMs(object) < controllerMs + minReadyMs;
}

export const isTerminating = (object: KubeObject): boolean => object.metadata.deletionTimestamp !== undefined;

/** A pattern that asks for something of the status, which controllers write. */
export const asksForStatus = (pattern: Json | undefined): boolean =>
  isJsonObject(pattern) && Object.hasOwn(pattern, 'status');

const isUnobserved = (object: KubeObject): boolean =>
  (rolloutKinds.has(object.kind) || observedKinds.has(object.kind)) &&
  Number(valueAt(object, 'status', 'observedGeneration') ?? 0) < (object.metadata.generation ?? 0);

/**
 * A budget of Pods whose number nobody says, as those of a DaemonSet: its controller fails anew each time, and never observes it.
 * https://kubernetes.io/docs/tasks/run-application/configure-pdb/#arbitrary-controllers-and-selectors
 */
const isGivenUp = (object: KubeObject): boolean =>
  object.kind === 'PodDisruptionBudget' &&
  mappingsAt(object, 'status', 'conditions').some(({ reason }) => reason === 'SyncFailed');

const isJobRunning = (job: KubeObject): boolean =>
  valueAt(job, 'spec', 'suspend') !== true &&
  ['Complete', 'Failed'].every((condition) => conditionStatus(job, condition) !== 'True');
