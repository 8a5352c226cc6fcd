import type { Json } from '../../kubernetes/json.ts';
import { readingMistake } from '../../lab/reading-command.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import type { CommandAnswer, CommandRead } from '../../snapshot/behaviour/command-read.ts';
import { ownContainer } from '../behaviour/own-pod.ts';
import type { Requests } from '../behaviour/requests.ts';
import { failing, failureOf } from '../behaviour/requests.ts';
import { excerpt, lineThatMeets, matchText } from '../behaviour/text-match.ts';
import type { ToldCommand } from '../behaviour/told.ts';
import { undecided } from '../behaviour/undecided.ts';
import type { CheckContext, CheckKind, Finding } from '../check-kind.ts';
import { LabDefect } from '../check-kind.ts';
import type { Difference } from '../issue.ts';
import { differences } from '../match/differences.ts';
import type { Target } from '../target.ts';
import type { View } from '../view.ts';
import { listRead } from '../view.ts';

type Spec = CheckOf<'exec'>['exec'];

/** What a command that only reads prints in a Pod that the lab brought. */
export const execKind: CheckKind<'exec'> = {
  reads: ({ exec }, context) => [listRead('Pod', context.namespaceOf(exec.in))],
  followUps: ({ exec }, view, context) => commandOf(exec, view, context).reads,
  judge: ({ exec }, view, context) => commandOf(exec, view, context).judge(),
};

function commandOf(spec: Spec, view: View, context: CheckContext): Requests {
  const mistake = readingMistake(spec.run, spec.onlyReads);
  if (mistake !== undefined) throw new LabDefect(mistake);
  const target: Target = { kind: 'Pod', name: spec.pod, namespace: context.namespaceOf(spec.in) };
  const own = ownContainer(target, spec.container, view, context);
  if ('issue' in own) return failing(own.issue, false);
  const read: CommandRead = { read: 'command', ...own, run: spec.run };
  return { reads: [read], judge: () => judgeAnswer(view.behaviour(read), spec, read) };
}

function judgeAnswer(answer: CommandAnswer, spec: Spec, read: CommandRead): Finding {
  if (answer.answer === 'notRun') return { finding: 'defect', detail: answer.words };
  const { exitCode, output, errors, isCut } = answer;
  const { namespace, pod: name, container, run } = read;
  const command: ToldCommand = { pod: { kind: 'Pod', name, namespace }, container, run };
  const matches = [
    ...differences(spec.exit ?? 0, exitCode, ['exit'], {}),
    ...textMatches(spec.output, output, isCut, 'output'),
    ...textMatches(spec.errors, errors, isCut, 'errors'),
  ];
  const [text, wantedText] = output === '' ? [errors, spec.errors] : [output, spec.output];
  const line = excerpt(text);
  const found = matches.filter((one) => typeof one === 'object');
  const failure = failureOf(
    found.map((one) => ({ code: 'exec_differs', command, exitCode, line, difference: one })),
    false,
  );
  if (failure !== undefined) return failure;
  if (matches.includes('undecided')) return undecided(read);
  const shown = wantedText === undefined ? line : lineThatMeets(wantedText, text);
  return { finding: 'holds', evidence: [{ code: 'exec', command, exitCode, line: shown }], isMoving: false };
}

function textMatches(
  wanted: Json | undefined,
  text: string,
  isCut: boolean,
  name: string,
): readonly (Difference | 'undecided')[] {
  const match = wanted === undefined ? 'met' : matchText(wanted, { text, isCut }, [name]);
  return match === 'met' ? [] : [match];
}
