import { withoutCredentials } from '../kubernetes/without-credentials.ts';
import type { BehaviourAnswer } from '../snapshot/behaviour/behaviour-read.ts';

/** What came back from Pods, a line each; of what programs print the first lines. */
export function behaviourAnswerLines(answer: BehaviourAnswer): readonly string[] {
  switch (answer.answer) {
    case 'http':
      return [`status ${answer.status}`, ...printedLines(answer.body)];
    case 'unreached':
      return [`not reached (${answer.why}): ${answer.words}`];
    case 'log':
      return [
        ...(answer.exitCode === undefined ? [] : [`of a run that ended with code ${answer.exitCode}`]),
        ...printedLines(answer.text),
      ];
    case 'noLog':
      return [`no log${answer.words === '' ? '' : `: ${answer.words}`}`];
    case 'command':
      return [`ended with code ${answer.exitCode}`, ...printedLines(answer.output), ...printedLines(answer.errors)];
    case 'notRun':
      return [`could not be run: ${answer.words}`];
    case 'lookup':
      return [answer.found === undefined ? 'no address' : `${answer.found} ${answer.addresses.join(' ')}`];
    default:
      return answer satisfies never;
  }
}

const mostLines = 5;

function printedLines(text: string): readonly string[] {
  const lines = withoutCredentials(text).trimEnd().split('\n');
  const shown = lines.slice(0, mostLines).map((line) => `> ${line}`);
  if (text.trim() === '') return [];
  return lines.length > mostLines ? [...shown, `and ${lines.length - mostLines} lines more`] : shown;
}
