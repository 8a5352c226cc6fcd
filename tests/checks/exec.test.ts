import { expect, test } from 'vitest';
import { commandAnswer } from '../../src/cluster/behaviour/run-command.ts';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import type { BehaviourRead } from '../../src/snapshot/behaviour/behaviour-read.ts';
import type { Answer } from '../../src/snapshot/read.ts';
import { behaviourCommand, behaviourObjects } from '../fixtures/behaviour.ts';
import { insideShop } from './inside.ts';
import type { Circumstances } from './judging.ts';
import { brief, changed, evidenceOf, issuesOf, judge, without } from './judging.ts';
import { testRows } from './test-rows.ts';

const answering = (name: string) => (): Answer => commandAnswer(behaviourCommand(name));
const judged = (exec: JsonObject, circumstances: Circumstances = {}) =>
  judge(
    { exec: { in: 'shop', pod: 'probe', run: ['cat', '/data/x'], ...exec } },
    { ...insideShop, behaviour: answering('output'), ...circumstances },
  );
const silent: Answer = { answer: 'outage', outage: { code: 'no_answer', detail: 'connection refused' } };
const long: Answer = { answer: 'command', exitCode: 0, output: 'one\n', errors: '', isCut: true };
const again = { objects: changed(behaviourObjects, 'Pod/probe', { metadata: { uid: 'another' } }) };
const patched = changed(behaviourObjects, 'Pod/probe', {
  spec: { containers: [{ name: 'probe', image: 'busybox:mine' }] },
});

testRows<[name: string, exec: JsonObject, brief: string, circumstances?: Circumstances]>(
  [
    ['it ends well', {}, 'holds'],
    ['its output', { output: 'one\ntwo' }, 'holds'],
    ['a line of it', { output: { $lines: ['two'] } }, 'holds'],
    ['another output', { output: 'three' }, 'exec_differs'],
    ['it ends badly', {}, 'exec_differs', { behaviour: answering('an error') }],
    ['as is wanted', { exit: 1 }, 'holds', { behaviour: answering('an error') }],
    [
      'with the words that are wanted',
      { exit: { $min: 1 }, errors: { $matches: 'No such file' } },
      'holds',
      { behaviour: answering('an error') },
    ],
    ['a part of the output decides', { output: { $matches: 'one' } }, 'holds', { behaviour: () => long }],
    ['or does not', { output: { $matches: 'two' } }, 'unknown', { behaviour: () => long }],
    ['the node is silent', {}, 'unknown', { behaviour: () => silent }],
    ["a program that is not there is the lab's mistake", {}, 'unknown', { behaviour: answering('no such program') }],
    ['a shell', { run: ['sh', '-c', 'ls'] }, 'unknown'],
    ['a program that may write', { run: ['touch', '/x'] }, 'unknown'],
    ['a Pod that is gone', {}, 'replaced', { objects: without(behaviourObjects, 'Pod/probe') }],
    ['a namesake', {}, 'replaced', again],
    ['another image', {}, 'changed', { objects: patched }],
    ['a Pod that the start did not make', { pod: 'pull' }, 'unknown'],
    ['a container that it has not', { container: 'app' }, 'unknown'],
  ],
  (_, exec, wanted, circumstances) => expect(brief(judged(exec, circumstances))).toBe(wanted),
);

test.each<[name: string, exec: JsonObject, circumstances: Circumstances]>([
  ['a Pod of a workload', { pod: 'probe' }, { objects: ownedProbe(), record: { startedWith: [ownedRecord()] } }],
  ['a Pod that the start did not make', { pod: 'pull' }, {}],
  ['a namesake', {}, again],
  ['another image', {}, { objects: patched }],
  ['a shell', { run: ['ash', '-c', 'ls'], onlyReads: 'it does' }, {}],
])('nothing is run in %s', (_, exec, circumstances) => {
  const asked: BehaviourRead[] = [];
  const behaviour = (read: BehaviourRead): Answer => {
    asked.push(read);
    return silent;
  };
  judged(exec, { ...circumstances, behaviour });
  expect(asked).toEqual([]);
});

function ownedProbe() {
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'x', uid: 'x' };
  return changed(behaviourObjects, 'Pod/probe', { metadata: { ownerReferences: [owner] } });
}
function ownedRecord() {
  const object = ownedProbe().find(({ kind, metadata }) => kind === 'Pod' && metadata.name === 'probe');
  if (object === undefined) throw new Error('the probe is there');
  const { uid = '' } = object.metadata;
  return { apiVersion: 'v1', kind: 'Pod', name: 'probe', namespace: 'shop', uid, object };
}

const command = { pod: { kind: 'Pod', name: 'probe', namespace: 'shop' }, container: 'probe', run: ['cat', '/data/x'] };

test('what is told of a failure', () => {
  const circumstances = { behaviour: answering('an error') };
  expect(issuesOf(judged({}, circumstances))).toEqual([
    {
      ...{ code: 'exec_differs', command, exitCode: 1, isMoving: false },
      line: "cat: can't open '/data/y': No such file or directory",
      difference: { path: 'exit', wanted: 0, found: 1 },
    },
  ]);
});

test('a pass shows the line that was wanted', () => {
  expect(evidenceOf(judged({ output: { $matches: 'tw' } }))).toEqual([
    { code: 'exec', command, exitCode: 0, line: 'two' },
  ]);
});
