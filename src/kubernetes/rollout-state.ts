import type { Json } from './json.ts';
import { valueAt } from './json.ts';
import type { KubeObject } from './kube-object.ts';
import { mappingsAt } from './pod-template.ts';

/** How far the rollout of a Deployment, StatefulSet or DaemonSet has come. */
export interface RolloutProgress {
  readonly state:
    | 'complete'
    | 'generation_not_observed'
    | 'not_updated'
    | 'old_replicas'
    | 'not_available'
    | 'paused'
    | 'deadline_exceeded';
  readonly wanted: number;
  readonly updated: number;
  readonly available: number;
  readonly total: number;
}

/**
 * Complete as `kubectl rollout status` sees it: the newest generation observed, every replica updated, none of the old
 * ones left, all available. Counters that are absent are 0.
 * https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#complete-deployment
 */
export function rolloutProgress(object: KubeObject): RolloutProgress {
  const counts = countsOf(object);
  return { state: stateOf(object, counts), ...counts };
}

type Counts = Omit<RolloutProgress, 'state'>;

function stateOf(object: KubeObject, { wanted, updated, available, total }: Counts): RolloutProgress['state'] {
  if (number(object, 'status', 'observedGeneration') < (object.metadata.generation ?? 0))
    return 'generation_not_observed';
  if (isDeadlineExceeded(object)) return 'deadline_exceeded';
  const isPaused = valueAt(object, 'spec', 'paused') === true;
  if (updated < expectedUpdated(object, wanted)) return isPaused ? 'paused' : 'not_updated';
  if (total > Math.max(updated, wanted)) return isPaused ? 'paused' : 'old_replicas';
  if (object.kind === 'StatefulSet' && isMixed(object)) return 'not_updated';
  return available < wanted ? 'not_available' : 'complete';
}

function countsOf(object: KubeObject): Counts {
  if (object.kind === 'DaemonSet')
    return {
      wanted: number(object, 'status', 'desiredNumberScheduled'),
      updated: number(object, 'status', 'updatedNumberScheduled'),
      available: number(object, 'status', 'numberAvailable'),
      total: number(object, 'status', 'currentNumberScheduled'),
    };
  return {
    wanted: numberOr(1, valueAt(object, 'spec', 'replicas')),
    updated: number(object, 'status', 'updatedReplicas'),
    available: number(object, 'status', 'availableReplicas'),
    total: number(object, 'status', 'replicas'),
  };
}

/** A StatefulSet with a partition updates only the ordinals from the partition on. */
function expectedUpdated(object: KubeObject, wanted: number): number {
  const partition = number(object, 'spec', 'updateStrategy', 'rollingUpdate', 'partition');
  return object.kind === 'StatefulSet' ? Math.max(0, wanted - partition) : wanted;
}

/** With OnDelete the controller never makes the new revision the current one. */
const isMixed = (object: KubeObject): boolean =>
  valueAt(object, 'spec', 'updateStrategy', 'type') !== 'OnDelete' &&
  number(object, 'spec', 'updateStrategy', 'rollingUpdate', 'partition') === 0 &&
  valueAt(object, 'status', 'currentRevision') !== valueAt(object, 'status', 'updateRevision');

const isDeadlineExceeded = (object: KubeObject): boolean =>
  mappingsAt(object, 'status', 'conditions').some(
    ({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded',
  );

const number = (object: KubeObject, ...path: readonly string[]): number => numberOr(0, valueAt(object, ...path));
const numberOr = (byDefault: number, value: Json | undefined): number =>
  typeof value === 'number' ? value : byDefault;
