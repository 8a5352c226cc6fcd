import { containerRun } from '../../kubernetes/container-run.ts';
import type { Json } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { refOf } from '../../kubernetes/kube-object.ts';
import { allContainers, mappingsAt, podSpecOf } from '../../kubernetes/pod-template.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import type { LogRead } from '../../snapshot/behaviour/log-read.ts';
import { bestOf, everyOf } from '../behaviour/findings.ts';
import { isSettling } from '../behaviour/is-settling.ts';
import { podsOf, podsOfNearby, podsOfReads } from '../behaviour/pods-of.ts';
import type { Requests } from '../behaviour/requests.ts';
import { lastLine, lineThatMeets, matchText } from '../behaviour/text-match.ts';
import type { ToldLog } from '../behaviour/told.ts';
import { undecided } from '../behaviour/undecided.ts';
import type { CheckContext, CheckKind, Finding } from '../check-kind.ts';
import type { View } from '../view.ts';

type Spec = CheckOf<'log'>['log'];

/** What containers have printed. */
export const logKind: CheckKind<'log'> = {
  reads: ({ log }, context) => podsOfReads(log, context),
  followUps: ({ log }, view, context) => logsOf(log, view, context).reads,
  nearby: ({ log }, view, context) => podsOfNearby(log, view, context),
  judge: ({ log }, view, context) => logsOf(log, view, context).judge(),
};

function logsOf(spec: Spec, view: View, context: CheckContext): Requests {
  const found = podsOf(spec, view, context);
  if ('judge' in found) return found;
  const logs = found.pods.map((pod) => containersOf(pod, spec.container).map((name) => logOf(pod, name, spec)));
  const areSettling = isSettling(found.pods, found.leading, context.nowMs);
  return {
    reads: logs.flat().flatMap(({ read }) => read ?? []),
    judge: () => {
      const judged = logs.map((ofPod) => bestOf(ofPod.map((log) => judgeOne(log, spec, areSettling, view, context))));
      return spec.every === true ? everyOf(judged, areSettling) : bestOf(judged);
    },
  };
}

/** Those by this name; without one all that are no init containers. */
const containersOf = (pod: KubeObject, name: string | undefined): readonly string[] =>
  name === undefined ? mappingsAt(pod, 'spec', 'containers').map((container) => String(container.name)) : [name];

/** Without `read` there is none to be had, by the Pod's own word. */
interface Log {
  readonly told: ToldLog;
  readonly read?: LogRead;
  readonly none: 'no_container' | 'not_started' | 'not_ended';
  readonly waits: string;
  readonly sinceMs: number;
}

function logOf(pod: KubeObject, container: string, { previous }: Spec): Log {
  const { name, namespace = '', uid = '' } = pod.metadata;
  const { hasStarted, hasEnded, isEndedNow, waits, runningSince } = containerRun(pod, container);
  const run = previous === true ? 'ended' : 'current';
  const isThere = allContainers(podSpecOf(pod) ?? {}).some((one) => one.name === container);
  const sinceMs = runningSince === undefined ? 0 : Date.parse(runningSince);
  return {
    ...{ told: { pod: refOf(pod), container, run, isPrevious: run === 'ended' && !isEndedNow }, waits, sinceMs },
    none: isThere ? (hasStarted ? 'not_ended' : 'not_started') : 'no_container',
    ...((run === 'ended' ? hasEnded : hasStarted)
      ? { read: { read: 'log', namespace, pod: name, uid, container, run } }
      : {}),
  };
}

/** A program that has begun a moment ago has not printed everything yet. */
const firstWordsMs = 5_000;

function judgeOne(log: Log, spec: Spec, areSettling: boolean, view: View, { nowMs }: CheckContext): Finding {
  const { told, read, none, waits } = log;
  const isMoving = areSettling || (told.run === 'current' && nowMs - log.sinceMs < firstWordsMs);
  const missing = (why: Log['none'], words: string, is: boolean): Finding => ({
    finding: 'fails',
    issues: [{ code: 'log_missing', log: told, why, words, isMoving: is }],
  });
  if (read === undefined) return missing(none, waits, isMoving);
  const answer = view.behaviour(read);
  if (answer.answer === 'noLog') return missing('not_started', answer.words, true);
  const wanted = linesWanted(spec.has);
  const match = matchText(wanted, answer, ['log']);
  if (match === 'undecided') return undecided(read);
  const ended = answer.exitCode === undefined ? {} : { exitCode: answer.exitCode };
  if (match === 'met') {
    const line = lineThatMeets(wanted, answer.text);
    return { finding: 'holds', evidence: [{ code: 'log', log: told, line, ...ended }], isMoving };
  }
  const line = lastLine(answer.text);
  return { finding: 'fails', issues: [{ code: 'log_lacks', log: told, wanted: spec.has, line, ...ended, isMoving }] };
}

/** A mere text is one of the lines. */
const linesWanted = (has: Json): Json => (typeof has === 'string' ? { $lines: [has] } : has);
