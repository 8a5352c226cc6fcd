import type { JsonObject } from '../json.ts';
import { isJsonObject, valueAt } from '../json.ts';
import type { KubeObject } from '../kube-object.ts';
import { isSidecar, mappingsAt } from '../pod-template.ts';
import type { InContainer } from './trouble.ts';

/** One container of a Pod: what it was to be, and what became of it. */
export interface ContainerState extends InContainer {
  readonly spec: JsonObject;
  readonly status: JsonObject;
  /** Why it waits, as `ErrImagePull`; undefined where it does not. */
  readonly waitsFor?: string;
  /** What is said of that. */
  readonly message?: string;
  readonly isRunning: boolean;
  /** How it ended: now, or the last time. */
  readonly termination?: JsonObject;
  /** It has ended, and does not run at this moment. */
  readonly isTerminated: boolean;
  readonly restarts: number;
  /** It is started again however it ends. */
  readonly isToGoOn: boolean;
}

/** Containers in the order in which they start; those of which the kubelet has said nothing yet are left out. */
export function containerStates(pod: KubeObject): readonly ContainerState[] {
  return (['init', 'main'] as const).flatMap((group) => {
    const [specs, statuses] =
      group === 'init' ? ['initContainers', 'initContainerStatuses'] : ['containers', 'containerStatuses'];
    return mappingsAt(pod, 'status', statuses ?? '').flatMap((status) => {
      const spec = mappingsAt(pod, 'spec', specs ?? '').find(({ name }) => name === status.name);
      return spec === undefined ? [] : [stateOf(pod, spec, status, group)];
    });
  });
}

function stateOf(pod: KubeObject, spec: JsonObject, status: JsonObject, group: 'init' | 'main'): ContainerState {
  const waiting = valueAt(status, 'state', 'waiting');
  const ended = valueAt(status, 'state', 'terminated');
  const termination = ended ?? valueAt(status, 'lastState', 'terminated');
  const policy = valueAt(pod, 'spec', 'restartPolicy') ?? 'Always';
  return {
    ...{ container: String(spec.name), spec, status },
    role: group === 'init' && isSidecar(spec) ? 'sidecar' : group,
    ...text('waitsFor', valueAt(waiting, 'reason')),
    ...text('message', valueAt(waiting, 'message')),
    isRunning: valueAt(status, 'state', 'running') !== undefined,
    ...(isJsonObject(termination) ? { termination } : {}),
    isTerminated: ended !== undefined,
    restarts: Number(status.restartCount ?? 0),
    isToGoOn: group === 'init' ? isSidecar(spec) : policy === 'Always',
  };
}

/** A container that crashed before is ready again for a moment at each restart; after this it is well. */
const provenMs = 10_000;

export const isProven = ({ isRunning, status }: ContainerState, nowMs: number): boolean =>
  isRunning &&
  status.ready === true &&
  nowMs - Date.parse(String(valueAt(status, 'state', 'running', 'startedAt'))) >= provenMs;

const text = <Key extends string>(key: Key, value: unknown): { readonly [K in Key]?: string } =>
  typeof value === 'string' && value !== '' ? ({ [key]: value } as { readonly [K in Key]: string }) : {}; // the key given

export const inContainer = ({ container, role }: InContainer): InContainer => ({ container, role });
