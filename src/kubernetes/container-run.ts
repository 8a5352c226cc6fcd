import type { JsonObject } from './json.ts';
import { isJsonObject, valueAt } from './json.ts';
import type { KubeObject } from './kube-object.ts';
import { mappingsAt } from './pod-template.ts';

/** How far a container has come, by its status. */
export interface ContainerRun {
  /** A run of it has begun, now or before. */
  readonly hasStarted: boolean;
  /** A run of it has ended; `exitCode` of the last that has. */
  readonly hasEnded: boolean;
  readonly exitCode?: number;
  /** Nothing of it runs now: its log is that of the last run that has ended. */
  readonly isEndedNow: boolean;
  /** RFC 3339, of the run under way. */
  readonly runningSince?: string;
  readonly restarts: number;
  /** `ContainerCreating`, `ErrImagePull`: why it waits; `''` where it does not, or nothing is known of it. */
  readonly waits: string;
}

/**
 * Of a container, init containers included. A crash loop rests in `terminated` until its next run, and hardly ever says
 * CrashLoopBackOff; `lastState` is then of the run before.
 * https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-states
 */
export function containerRun(pod: KubeObject, container: string): ContainerRun {
  const status = statusOf(pod, container);
  const [now, before] = [valueAt(status, 'state', 'terminated'), valueAt(status, 'lastState', 'terminated')];
  const ended = isJsonObject(now) ? now : before;
  const since = valueAt(status, 'state', 'running', 'startedAt');
  const isRunning = valueAt(status, 'state', 'running') !== undefined;
  const exitCode = valueAt(ended, 'exitCode');
  return {
    hasStarted: isRunning || isJsonObject(ended),
    hasEnded: isJsonObject(ended),
    isEndedNow: isJsonObject(ended) && !isRunning,
    restarts: Number(valueAt(status, 'restartCount') ?? 0),
    waits: String(valueAt(status, 'state', 'waiting', 'reason') ?? ''),
    ...(typeof exitCode === 'number' ? { exitCode } : {}),
    ...(typeof since === 'string' ? { runningSince: since } : {}),
  };
}

const statusOf = (pod: KubeObject, container: string): JsonObject | undefined =>
  ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses']
    .flatMap((key) => mappingsAt(pod, 'status', key))
    .find(({ name }) => name === container);
