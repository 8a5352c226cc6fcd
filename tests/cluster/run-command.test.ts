import { expect } from 'vitest';
import { commandAnswer } from '../../src/cluster/behaviour/run-command.ts';
import type { ApiResponse } from '../../src/cluster/client.ts';
import { OutageError } from '../../src/cluster/client.ts';
import { testRows } from '../checks/test-rows.ts';
import { behaviourCommand } from '../fixtures/behaviour.ts';

function told(outcome: ApiResponse | readonly Buffer[]): unknown {
  try {
    return commandAnswer(outcome);
  } catch (error) {
    if (!(error instanceof OutageError)) throw error;
    return `${error.outage.code}: ${error.outage.detail}`;
  }
}
const ran = { answer: 'command', exitCode: 0, output: '', errors: '', isCut: false };

testRows<[name: string, told: unknown]>(
  [
    ['output', { ...ran, output: 'one\ntwo\n' }],
    ['an error', { ...ran, exitCode: 1, errors: "cat: can't open '/data/y': No such file or directory\n" }],
    ['no such program', { answer: 'notRun', words: 'exec: "nope": executable file not found in $PATH' }],
    ['no program', { answer: 'notRun', words: 'exec: "/data/x": permission denied' }],
    ['no image', 'gone_meanwhile: container not found ("app")'],
    ['no container', 'server_error: the API server answered 400: container app is not valid for pod probe'],
    ['no Pod', 'gone_meanwhile: pods "gone" not found'],
  ],
  (name, wanted) => expect(told(behaviourCommand(name))).toEqual(wanted),
);

const refused = (status: number, message: string): ApiResponse => ({
  ...{ status, headers: {}, warnings: [] },
  body: JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', message, code: status }),
});
const messages = (...texts: readonly (readonly [channel: number, text: string])[]): readonly Buffer[] =>
  texts.map(([channel, text]) => Buffer.concat([Buffer.from([channel]), Buffer.from(text)]));
const end = [3, '{"metadata":{},"status":"Success"}'] as const;

testRows<[name: string, outcome: ApiResponse | readonly Buffer[], told: unknown]>(
  [
    [
      'the kubelet is gone',
      refused(500, 'error dialing backend: dial tcp 10.250.3.3:10250: connect: connection refused'),
      'no_answer: error dialing backend: dial tcp 10.250.3.3:10250: connect: connection refused',
    ],
    [
      'a missing right',
      refused(
        403,
        'pods "probe" is forbidden: User "jane" cannot create resource "pods/exec" in API group "" in the namespace "shop"',
      ),
      'forbidden: the API server answered 403: pods "probe" is forbidden: User "jane" cannot create resource "pods/exec" in API group "" in the namespace "shop"',
    ],
    ['an end before the end', messages([1, 'one\n']), 'truncated: the connection ended before the command did'],
    [
      'a character in two messages',
      [...messages([1, '']), Buffer.from([1, 0xc3]), Buffer.from([1, 0xa4]), ...messages(end)],
      { ...ran, output: 'ä' },
    ],
    ['more than is kept', messages([1, 'x'.repeat(70_000)], end), { ...ran, output: 'x'.repeat(65_536), isCut: true }],
  ],
  (_, outcome, wanted) => expect(told(outcome)).toEqual(wanted),
);
