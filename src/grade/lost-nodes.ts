import { podSelectionOf, selects } from '../checks/selection.ts';
import { isShortOfHealthy } from '../kubernetes/budget.ts';
import type { Json, JsonObject } from '../kubernetes/json.ts';
import { isJsonObject, valueAt } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { labelsOf } from '../kubernetes/kube-object.ts';
import { isEvictedByTaint, isPodLost } from '../kubernetes/lost-pod.ts';
import { conditionStatus } from '../kubernetes/pod-state.ts';
import type { Answer, ListRead } from '../snapshot/read.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/**
 * The Pods that tell whether a node is behind it, where something is counted or listed as not available and nobody has
 * asked for its Pods.
 */
export const podsBehindTrouble = (snapshot: Snapshot): readonly ListRead[] =>
  itemsOf(snapshot).flatMap((item) =>
    item?.metadata.namespace !== undefined && isInTrouble(item)
      ? [{ read: 'list', kind: 'Pod', namespace: item.metadata.namespace }]
      : [],
  );

function isInTrouble(object: KubeObject): boolean {
  switch (object.kind) {
    case 'EndpointSlice': {
      const endpoints = valueAt(object, 'endpoints');
      return Array.isArray(endpoints) && endpoints.some((one: Json) => valueAt(one, 'conditions', 'ready') === false);
    }
    case 'Deployment':
    case 'StatefulSet':
    case 'ReplicaSet':
      return (
        Number(valueAt(object, 'status', 'readyReplicas') ?? 0) < Number(valueAt(object, 'status', 'replicas') ?? 0)
      );
    case 'DaemonSet':
      return Number(valueAt(object, 'status', 'numberUnavailable') ?? 0) > 0;
    case 'PodDisruptionBudget':
      return isShortOfHealthy(object);
    default:
      return false;
  }
}

/** The Pods of a snapshot whose node does not answer: what they are like now, nobody knows. */
export function lostPods(snapshot: Snapshot): readonly KubeObject[] {
  const pods = itemsOf(snapshot).filter((item) => item?.kind === 'Pod' && isPodLost(item));
  return [...new Map(pods.map((pod) => [pod.metadata.uid, pod])).values()];
}

const itemsOf = (snapshot: Snapshot): readonly KubeObject[] =>
  Object.values(snapshot.answers).flatMap((answer) => (answer.answer === 'list' ? answer.items : []));

/**
 * The same snapshot as if these Pods were what they were when they were last heard of: ready, not evicted, not replaced,
 * and counted as ready wherever Pods are counted. A verdict that is another then rests on the node.
 */
export function withoutLoss(snapshot: Snapshot, lost: readonly KubeObject[]): Snapshot {
  const change = backAsTheyWere(lost);
  const changed = (answer: Answer): Answer =>
    answer.answer === 'list' ? { ...answer, items: answer.items.flatMap((item) => change(item) ?? []) } : answer;
  const answers = Object.entries(snapshot.answers).map(([key, answer]) => [key, changed(answer)] as const);
  return { ...snapshot, answers: Object.fromEntries(answers) };
}

/** What an object would be; undefined where it would not be. */
function backAsTheyWere(lost: readonly KubeObject[]): (object: KubeObject) => KubeObject | undefined {
  const uids = new Set(lost.map(({ metadata }) => metadata.uid));
  const replaced = new Set(lost.filter(isEvictedByTaint).map(ownerOf));
  return (object) => {
    switch (object.kind) {
      case 'Pod':
        if (uids.has(object.metadata.uid)) return readyAgain(object);
        return isUnscheduled(object) && replaced.has(ownerOf(object)) ? undefined : object;
      case 'EndpointSlice':
        return withEndpoints(object, uids);
      case 'Deployment':
      case 'ReplicaSet':
      case 'StatefulSet':
      case 'DaemonSet':
        return withCounts(object, lost.filter((pod) => isOf(object, pod)).length);
      case 'PodDisruptionBudget':
        return withHealthy(object, lost.filter((pod) => isOf(object, pod)).length);
      default:
        return object;
    }
  };
}

const ownerOf = (pod: KubeObject): string =>
  pod.metadata.ownerReferences?.find(({ controller }) => controller === true)?.uid ?? `none of ${pod.metadata.uid}`;

const isUnscheduled = (pod: KubeObject): boolean => conditionStatus(pod, 'PodScheduled') === 'False';

function readyAgain(pod: KubeObject): KubeObject {
  const { deletionTimestamp, deletionGracePeriodSeconds, ...metadata } = pod.metadata;
  const back = isEvictedByTaint(pod) ? metadata : pod.metadata;
  return { ...pod, metadata: back, status: withCondition(valueAt(pod, 'status'), 'Ready') };
}

function withEndpoints(slice: KubeObject, uids: ReadonlySet<string | undefined>): KubeObject {
  const endpoints = valueAt(slice, 'endpoints');
  if (!Array.isArray(endpoints)) return slice;
  const back = (endpoint: Json): Json =>
    isJsonObject(endpoint) && uids.has(String(valueAt(endpoint, 'targetRef', 'uid')))
      ? { ...endpoint, conditions: { ready: true, serving: true, terminating: false } }
      : endpoint;
  return { ...slice, endpoints: endpoints.map(back) };
}

const isOf = (workload: KubeObject, pod: KubeObject): boolean =>
  workload.metadata.namespace === pod.metadata.namespace && selects(podSelectionOf(workload), labelsOf(pod));

/** A count that is 0 is absent, as the API server has it. */
function withCounts(workload: KubeObject, more: number): KubeObject {
  const status = valueAt(workload, 'status');
  if (more === 0 || !isJsonObject(status)) return workload;
  const [ready, available, unavailable] =
    workload.kind === 'DaemonSet'
      ? ['numberReady', 'numberAvailable', 'numberUnavailable']
      : ['readyReplicas', 'availableReplicas', 'unavailableReplicas'];
  const { [unavailable]: missing = 0, ...others } = status;
  const left = Number(missing) - more;
  const counted = {
    ...others,
    [ready]: Number(status[ready] ?? 0) + more,
    [available]: Number(status[available] ?? 0) + more,
    ...(left > 0 ? { [unavailable]: left } : {}),
  };
  return { ...workload, status: withCondition(counted, 'Available') };
}

/** https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/pod-disruption-budget-v1/#PodDisruptionBudgetStatus */
function withHealthy(budget: KubeObject, more: number): KubeObject {
  const status = valueAt(budget, 'status');
  if (more === 0 || !isJsonObject(status)) return budget;
  const currentHealthy = Number(status.currentHealthy ?? 0) + more;
  const disruptionsAllowed = Math.max(0, currentHealthy - Number(status.desiredHealthy ?? 0));
  const counted = { ...status, currentHealthy, disruptionsAllowed };
  return { ...budget, status: disruptionsAllowed > 0 ? withCondition(counted, 'DisruptionAllowed') : counted };
}

/** With the condition True, if it has one of that type. */
function withCondition(status: Json | undefined, type: string): JsonObject {
  if (!isJsonObject(status)) return {};
  const { conditions } = status;
  if (!Array.isArray(conditions)) return status;
  const met = (one: Json): Json => (isJsonObject(one) && one.type === type ? { ...one, status: 'True' } : one);
  return { ...status, conditions: conditions.map(met) };
}
