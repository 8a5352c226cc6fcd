import type { Json } from './json.ts';
import { isJsonObject, valueAt } from './json.ts';
import type { KubeObject } from './kube-object.ts';
import { mappingsAt } from './pod-template.ts';

/** Its condition Ready is True, and it is not being deleted. */
export const isPodReady = (pod: KubeObject): boolean =>
  pod.metadata.deletionTimestamp === undefined && conditionStatus(pod, 'Ready') === 'True';

/** Finished for good: Succeeded or Failed. */
export const isPodFinished = (pod: KubeObject): boolean =>
  ['Succeeded', 'Failed'].includes(String(valueAt(pod, 'status', 'phase')));

export const conditionStatus = (object: KubeObject, type: string): string | undefined => {
  const status = mappingsAt(object, 'status', 'conditions').find((condition) => condition.type === type)?.status;
  return typeof status === 'string' ? status : undefined;
};

const settledWaits = new Set([
  ...['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull', 'CrashLoopBackOff'],
  ...['CreateContainerConfigError', 'CreateContainerError', 'RunContainerError'],
]);
const pendingMs = 5_000;
/** Nothing that takes longer than this to make is ready within seconds. */
const creatingMs = 30_000;
/** A container that crashed before is Ready again for a moment at each restart. */
const provenMs = 10_000;
/** When the grace is over the kubelet kills, takes the Pod's parts down and tells the API server: seconds on a busy node. */
const takenDownMs = 5_000;
/** Controllers have answered a deletion after this time. */
const succeededMs = 3_000;

/**
 * Will change by itself within seconds: scheduled or started a moment ago, its containers being made, in its probes'
 * first period, or terminating within its grace. Image errors, crash loops and unschedulable Pods are settled.
 */
export function isPodMoving(pod: KubeObject, nowMs: number): boolean {
  if (pod.metadata.deletionTimestamp !== undefined)
    return nowMs <= Date.parse(pod.metadata.deletionTimestamp) + takenDownMs;
  if (isPodFinished(pod)) return false;
  const isInTrouble = statuses(pod).some((status) => isFailing(status, pod));
  if (isPodReady(pod)) return isInTrouble && nowMs - startedAtMs(pod) < provenMs;
  if (isInTrouble) return false;
  if (statuses(pod).length === 0) {
    const isHeld = mappingsAt(pod, 'status', 'conditions').some(
      ({ reason }) => reason === 'Unschedulable' || reason === 'SchedulingGated',
    );
    return !isHeld && nowMs - lastStepMs(pod) < pendingMs; // made, or a node found for it after a long time
  }
  if (statuses(pod).some((status) => isToBeRestarted(status, pod, nowMs))) return true;
  const isCreating = statuses(pod).some((status) => valueAt(status, 'state', 'waiting') !== undefined);
  if (isCreating) return nowMs - lastStepMs(pod) < creatingMs;
  return nowMs - startedAtMs(pod) < firstProbesMs(pod);
}

/**
 * As `isPodMoving`, for whom a Pod on its way out does not count any more: it may take its whole grace for that, 30 seconds
 * mostly, and only at first its successor and the endpoints may not be there yet.
 */
export function isLivePodMoving(pod: KubeObject, nowMs: number): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata;
  if (deletionTimestamp === undefined) return isPodMoving(pod, nowMs);
  // "The time at which the resource will be deleted": the request for it plus the grace, in whole seconds
  return nowMs < Date.parse(deletionTimestamp) - Number(deletionGracePeriodSeconds ?? 0) * 1_000 + succeededMs;
}

const statuses = (pod: KubeObject) => [
  ...mappingsAt(pod, 'status', 'initContainerStatuses'),
  ...mappingsAt(pod, 'status', 'containerStatuses'),
];

type Status = ReturnType<typeof statuses>[number];

/** A crash loop hardly ever says CrashLoopBackOff: a restart with a termination on record is one. */
function isFailing(status: Status, pod: KubeObject): boolean {
  if (settledWaits.has(String(valueAt(status, 'state', 'waiting', 'reason')))) return true;
  const restarts = Number(status.restartCount ?? 0);
  return (
    restarts >= 1 &&
    ['state', 'lastState'].some((state) => isFailure(valueAt(status, state, 'terminated'), status, pod))
  );
}

/** With another exit code than 0, or with any where it should go on. */
function isFailure(termination: Json | undefined, status: Status, pod: KubeObject): boolean {
  const code = valueAt(termination, 'exitCode');
  return code !== undefined && (code !== 0 || isToGoOn(status, pod));
}

const isToGoOn = (status: Status, pod: KubeObject): boolean =>
  (valueAt(pod, 'spec', 'restartPolicy') ?? 'Always') === 'Always' &&
  mappingsAt(pod, 'spec', 'containers').some(({ name }) => name === status.name);

/** The kubelet starts it again at once the first time, and the second one may well be better. */
function isToBeRestarted(status: Status, pod: KubeObject, nowMs: number): boolean {
  const ended = valueAt(status, 'state', 'terminated');
  const isFirst = Number(status.restartCount ?? 0) === 0 && valueAt(pod, 'spec', 'restartPolicy') !== 'Never';
  return (
    isFirst && isFailure(ended, status, pod) && nowMs - Date.parse(String(valueAt(ended, 'finishedAt'))) < pendingMs
  );
}

/** When a step on the way to running was last made: a node found, an init container begun or ended. */
function lastStepMs(pod: KubeObject): number {
  const times = [
    ...mappingsAt(pod, 'status', 'conditions').map(({ lastTransitionTime }) => lastTransitionTime),
    ...statuses(pod).flatMap((status) => [
      valueAt(status, 'state', 'running', 'startedAt'),
      valueAt(status, 'state', 'terminated', 'finishedAt'),
    ]),
  ].map((time) => Date.parse(String(time)));
  const known = times.filter((time) => !Number.isNaN(time));
  return Math.max(...known, Date.parse(pod.metadata.creationTimestamp ?? ''));
}

function startedAtMs(pod: KubeObject): number {
  const starts = statuses(pod).map((status) => Date.parse(String(valueAt(status, 'state', 'running', 'startedAt'))));
  return Math.max(...starts.filter((start) => !Number.isNaN(start)), 0);
}

/** How long a Pod that runs may take to become ready for the first time: its probes' first results, startup before readiness. */
function firstProbesMs(pod: KubeObject): number {
  const seconds = mappingsAt(pod, 'spec', 'containers').map(
    (container) => firstResultSeconds(container.startupProbe) + firstResultSeconds(container.readinessProbe),
  );
  return (Math.max(0, ...seconds) + 2) * 1_000;
}

function firstResultSeconds(probe: Json | undefined): number {
  if (!isJsonObject(probe)) return 0;
  const period = Number(probe.periodSeconds ?? 10);
  return Number(probe.initialDelaySeconds ?? 0) + period * Number(probe.successThreshold ?? 1);
}
