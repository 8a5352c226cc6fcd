import { valueAt } from '../json.ts';
import type { ContainerState } from './container-state.ts';
import { inContainer } from './container-state.ts';
import { shortened } from './events.ts';
import type { InContainer } from './trouble.ts';

/** A container that does not stay, or does not come up at all. https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-states */
export type CrashTrouble =
  | (Ended & {
      readonly code: 'crash';
      readonly exitCode: number;
      /** What it left in its termination message. */
      readonly said?: string;
    })
  /** With exit code 0, although it should go on. */
  | (Ended & { readonly code: 'ends' })
  /** Killed for using more memory than its limit. */
  | (Ended & { readonly code: 'out_of_memory'; readonly limit?: string })
  /** Its program could not be started. `command`: there is none of this name. */
  | (InContainer & { readonly code: 'not_started'; readonly command?: string; readonly detail: string })
  /** An init container that does not come to its end, so that the others never start. */
  | (InContainer & { readonly code: 'init_goes_on' });

interface Ended extends InContainer {
  readonly restarts: number;
  /** Its log is that of an earlier container by now: it runs again. */
  readonly isEarlier: boolean;
  /** Nothing ran in truth, as on simulated nodes, which tell of no image's digest: there is no log. */
  readonly hasNoLog?: true;
}

/** How long an init container may run before it is told of. */
const initMs = 10_000;

export function crashTrouble(state: ContainerState, nowMs: number): CrashTrouble | undefined {
  const { termination, restarts, isTerminated, isToGoOn } = state;
  if (state.waitsFor === 'RunContainerError' || state.waitsFor === 'CreateContainerError')
    return notStarted(state, state.message ?? '');
  if (isStillPreparing(state, nowMs)) return { code: 'init_goes_on', ...inContainer(state) };
  if (termination === undefined || (!isTerminated && restarts === 0)) return undefined;
  const exitCode = Number(termination.exitCode ?? 0);
  const reason = String(termination.reason ?? '');
  if (reason === 'StartError' || reason === 'ContainerCannotRun')
    return notStarted(state, String(termination.message ?? ''));
  const ended = {
    ...{ ...inContainer(state), restarts, isEarlier: !isTerminated },
    ...(state.status.imageID === '' ? { hasNoLog: true as const } : {}),
  };
  if (reason === 'OOMKilled') {
    const limit = valueAt(state.spec, 'resources', 'limits', 'memory');
    return { code: 'out_of_memory', ...ended, ...(limit === undefined ? {} : { limit: String(limit) }) };
  }
  if (exitCode === 0) return isToGoOn ? { code: 'ends', ...ended } : undefined;
  const said = shortened(String(termination.message ?? ''));
  return { code: 'crash', ...ended, exitCode, ...(said === '' ? {} : { said }) };
}

function isStillPreparing({ role, isRunning, status }: ContainerState, nowMs: number): boolean {
  const startedAt = Date.parse(String(valueAt(status, 'state', 'running', 'startedAt')));
  return role === 'init' && isRunning && nowMs - startedAt >= initMs;
}

function notStarted(state: ContainerState, words: string): CrashTrouble {
  const [, command] =
    /exec: "([^"]+)": (?:executable file not found|stat \S+: no such file|no such file)/.exec(words) ?? [];
  const [detail = ''] = words.split(/OCI runtime create failed: (?:runc create failed: )?/).slice(-1);
  return {
    ...{ code: 'not_started', ...inContainer(state) },
    ...(command === undefined ? {} : { command }),
    detail: shortened(detail.replace(/: unknown$/, '')),
  };
}
