import type { Answer } from '../../snapshot/read.ts';
import type { SeenConnection, WhyUntried } from './confirmation.ts';

/** What `timeout … nc …` says of a connection: that it came about or did not; or why that is not known. */
export function connectionOutcome(answer: Answer): Pick<SeenConnection, 'cameAbout' | 'isRefused'> | WhyUntried {
  if (answer.answer === 'outage') return { why: 'outage', outage: answer.outage };
  if (answer.answer === 'notRun') return { why: 'unable', words: answer.words };
  if (answer.answer !== 'command') throw new Error(`a command was answered with a ${answer.answer}`);
  const { exitCode, errors } = answer;
  if (exitCode === 0 || wasKeptOpen(exitCode)) return { cameAbout: true, isRefused: false };
  const [firstLine = ''] = errors.split('\n');
  if (exitCode !== 1 || /usage|option|not found|can't execute|bad /i.test(errors))
    return { why: 'unable', words: firstLine === '' ? `timeout ended with exit code ${exitCode}` : firstLine };
  return { cameAbout: false, isRefused: /refused/i.test(errors) };
}

/** `timeout` ended it, after nc's own limit for connecting: 124 by GNU's, the signal's 143 by busybox'. */
const wasKeptOpen = (exitCode: number): boolean => exitCode === 124 || exitCode === 143;
