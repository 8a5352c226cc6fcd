import type { Json, JsonObject } from '../json.ts';
import { isJsonObject, valueAt } from '../json.ts';
import type { KubeObject } from '../kube-object.ts';
import { isPodMoving } from '../pod-state.ts';
import { mappingsAt } from '../pod-template.ts';
import type { ContainerState } from './container-state.ts';
import { inContainer } from './container-state.ts';
import { eventMessages, shortened } from './events.ts';
import type { InContainer } from './trouble.ts';

/**
 * A probe that fails: without readiness it gets no traffic, without startup or liveness it is killed and started again.
 * https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
 */
export type ProbeTrouble =
  | (InContainer & {
      readonly code: 'probe';
      readonly probe: 'startup' | 'readiness' | 'liveness';
      readonly asks: ProbeQuestion;
      /** What came of it, in the kubelet's words; absent where no event tells any more. */
      readonly answer?: string;
      readonly restarts: number;
    })
  /** Nobody has set these conditions, which the Pod waits for. */
  | { readonly code: 'readiness_gate'; readonly gates: readonly string[] };

/** `port`: a number, where its name stands for one. */
export type ProbeQuestion =
  | { readonly by: 'http'; readonly port: number | string; readonly path: string; readonly isTls: boolean }
  | { readonly by: 'tcp'; readonly port: number | string }
  | { readonly by: 'grpc'; readonly port: number | string }
  | { readonly by: 'exec'; readonly command: string };

const titles = { startup: 'Startup', readiness: 'Readiness', liveness: 'Liveness' } as const;
type ProbeName = keyof typeof titles;

/** It runs and is not ready, or was killed by the kubelet for what its probe said. */
export function probeTrouble(
  pod: KubeObject,
  state: ContainerState,
  events: readonly KubeObject[],
  nowMs: number,
): ProbeTrouble | undefined {
  const name = failingProbe(pod, state, events);
  const probe = name === undefined ? undefined : state.spec[`${name}Probe`];
  if (name === undefined || !isJsonObject(probe)) return undefined;
  const [answer] = eventMessages(pod, events, 'Unhealthy')
    .filter((message) => message.startsWith(`${titles[name]} probe `))
    .map((message) => answerOf(message.replace(/^\w+ probe (?:failed|errored[^:]*): /, '')));
  if (answer === undefined && state.restarts === 0 && isPodMoving(pod, nowMs)) return undefined;
  return {
    ...{ code: 'probe', ...inContainer(state), probe: name, asks: questionOf(probe, state.spec) },
    ...(answer === undefined ? {} : { answer }),
    restarts: state.restarts,
  };
}

/** `status 404`, `connection refused`: what was asked is told beside it. */
function answerOf(words: string): string {
  const [, status] = /^HTTP probe failed with statuscode: (\d+)/.exec(words) ?? [];
  if (status !== undefined) return `status ${status}`;
  return shortened(words.replace(/^Get "[^"]*": /, '').replace(/^dial tcp \S+: (?:connect: )?/, ''));
}

function failingProbe(pod: KubeObject, state: ContainerState, events: readonly KubeObject[]): ProbeName | undefined {
  const { isRunning, restarts, status } = state;
  const killed = eventMessages(pod, events, 'Killing').map(
    (message) => new RegExp(`^Container ${state.container} failed (startup|liveness) probe`).exec(message)?.[1],
  );
  const killer = killed.find((name) => name !== undefined);
  if (restarts > 0 && (killer === 'startup' || killer === 'liveness')) return killer;
  if (!isRunning) return undefined;
  if (status.started === false && state.spec.startupProbe !== undefined) return 'startup';
  return status.ready === false && state.spec.readinessProbe !== undefined ? 'readiness' : undefined;
}

function questionOf(probe: JsonObject, container: JsonObject): ProbeQuestion {
  const portOf = (handler: Json | undefined) => portNumber(valueAt(handler, 'port'), container);
  if (probe.httpGet !== undefined)
    return {
      ...{ by: 'http', port: portOf(probe.httpGet), path: String(valueAt(probe.httpGet, 'path') ?? '/') },
      isTls: valueAt(probe.httpGet, 'scheme') === 'HTTPS',
    };
  if (probe.tcpSocket !== undefined) return { by: 'tcp', port: portOf(probe.tcpSocket) };
  if (probe.grpc !== undefined) return { by: 'grpc', port: portOf(probe.grpc) };
  const command = valueAt(probe, 'exec', 'command');
  return { by: 'exec', command: Array.isArray(command) ? shortened(command.join(' ')) : '' };
}

function portNumber(port: Json | undefined, container: JsonObject): number | string {
  if (typeof port === 'number') return port;
  const named = mappingsAt(container, 'ports').find(({ name }) => name === port)?.containerPort;
  return typeof named === 'number' ? named : String(port);
}

/** https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-readiness-gate */
export function gateTrouble(pod: KubeObject): ProbeTrouble | undefined {
  const conditions = mappingsAt(pod, 'status', 'conditions');
  const gates = mappingsAt(pod, 'spec', 'readinessGates')
    .map(({ conditionType }) => String(conditionType))
    .filter((gate) => !conditions.some(({ type, status }) => type === gate && status === 'True'));
  return gates.length === 0 ? undefined : { code: 'readiness_gate', gates };
}
