import { expect } from 'vitest';
import { behaviourAnswerLines } from '../../src/report/behaviour-answer.ts';
import type { BehaviourAnswer } from '../../src/snapshot/behaviour/behaviour-read.ts';
import { testRows } from '../checks/test-rows.ts';

testRows<[name: string, answer: BehaviourAnswer, lines: readonly string[]]>(
  [
    [
      'a long answer',
      { answer: 'http', status: 200, headers: {}, body: 'a\nb\nc\nd\npassword=e\nf\ng\n', isCut: false },
      ['status 200', '> a', '> b', '> c', '> d', '> password=[secret]', 'and 2 lines more'],
    ],
    [
      'no answer',
      { answer: 'unreached', why: 'refused', words: 'connection refused' },
      ['not reached (refused): connection refused'],
    ],
    ['a log', { answer: 'log', text: 'ready\n', isCut: false }, ['> ready']],
    ['of a crash', { answer: 'log', text: '', isCut: false, exitCode: 3 }, ['of a run that ended with code 3']],
    ['no log', { answer: 'noLog', words: 'ContainerCreating' }, ['no log: ContainerCreating']],
    ['nor a reason', { answer: 'noLog', words: '' }, ['no log']],
    [
      'a command',
      { answer: 'command', exitCode: 1, output: 'a\n', errors: 'b\n', isCut: false },
      ['ended with code 1', '> a', '> b'],
    ],
    ['none', { answer: 'notRun', words: 'no such program' }, ['could not be run: no such program']],
    ['a name', { answer: 'lookup', asked: ['web.'], found: 'web.', addresses: ['10.96.0.7'] }, ['web. 10.96.0.7']],
    ['no name', { answer: 'lookup', asked: ['web.'], addresses: [] }, ['no address']],
  ],
  (_, answer, lines) => expect(behaviourAnswerLines(answer)).toEqual(lines),
);
