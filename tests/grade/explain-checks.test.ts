import { expect, test } from 'vitest';
import { explainChecks } from '../../src/grade/explain-checks.ts';
import type { Json, JsonObject } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import type { Task } from '../../src/lab/schema/lab.ts';
import { concealExplained } from '../../src/report/conceal-secrets.ts';
import { explainedText } from '../../src/report/explained-text.ts';
import { plainPalette } from '../../src/report/palette.ts';
import { labOf, record, snapshotFor } from '../checks/judging.ts';

const settings: KubeObject = {
  ...{ apiVersion: 'v1', kind: 'ConfigMap', data: { colour: 'green', size: '3' } },
  metadata: { name: 'settings', namespace: 'shop', uid: 'u1' },
};
const secret: KubeObject = {
  ...{ apiVersion: 'v1', kind: 'Secret', type: 'Opaque', data: { password: 'aHVzaA==' } },
  metadata: { name: 'door', namespace: 'shop', uid: 'u2' },
};

function explained(...checks: readonly JsonObject[]) {
  const lab = labOf([{ id: 'task', checks }]);
  const task = lab.tasks[0] as Task; // labOf has just made it
  return explainChecks(task, record, snapshotFor(lab, { objects: [settings, secret] }));
}

test('of an object, only what the judge looked at is told', () => {
  const [one] = explained({ object: 'configmap/settings', in: 'shop', has: { data: { colour: 'green' } } });
  expect(one?.reads).toEqual([
    {
      read: 'list ConfigMap in shop',
      answer: {
        answer: 'objects',
        objects: [
          { object: { kind: 'ConfigMap', name: 'settings', namespace: 'shop' }, values: { 'data.colour': 'green' } },
        ],
      },
    },
  ]);
  expect(one?.verdict.verdict).toBe('passed');
});

test('a check of several is told with the reads of all of them, each once', () => {
  const want = (colour: Json) => ({ object: 'configmap/settings', in: 'shop', has: { data: { colour } } });
  const [one] = explained({ any: [want('red'), want('blue'), { object: 'secret/door', in: 'shop' }] });
  expect(one?.reads.map(({ read }) => read)).toEqual(['list ConfigMap in shop', 'list Secret in shop']);
  expect(one?.verdict.verdict).toBe('passed');
});

test('a later check speaks of the object that an earlier one bound', () => {
  const [, later] = explained(
    { object: { any: 'ConfigMap', in: 'shop' }, has: { data: { colour: 'green' } }, as: '$settings' },
    { object: '$settings', has: { data: { size: '4' } } },
  );
  const verdict = later?.verdict;
  expect(verdict?.verdict === 'failed' ? verdict.issues.map(({ code }) => code) : verdict).toEqual(['value_differs']);
});

test('the values of Secrets are not printed, their keys are', () => {
  const [one] = explained({ object: 'secret/door', in: 'shop', has: { data: { password: 'aHVzaA==' } } });
  const checks = [{ number: 1, explained: concealExplained(one as NonNullable<typeof one>) }]; // there is one
  const text = explainedText(
    { lab: 'sample', task: 'task', title: 'A door', checks },
    { palette: plainPalette, flags: {} },
  );
  expect(text.split('\n').slice(0, 13)).toEqual([
    'sample · task · A door',
    '',
    'Check 1',
    '  object: secret/door',
    '  in: shop',
    '  has:',
    '    data:',
    '      password: aHVzaA==',
    '  asked  list Secret in shop',
    '         secret/door in shop',
    '           type: "Opaque"',
    '           data.password: "(a value that is not shown)"',
    '  judged passed',
  ]);
});
