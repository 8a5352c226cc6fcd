import { expect, test } from 'vitest';
import { leftLines, planText, resultLines } from '../../src/commands/parts/put-back-text.ts';
import type { PutBackPlan } from '../../src/session/put-back.ts';
import { record } from '../checks/judging.ts';

const stray = { apiVersion: 'v1', kind: 'ConfigMap', name: 'notes', namespace: 'default', uid: 'u1' };
const plan: PutBackPlan = {
  purpose: 'stop',
  copy: {
    record: { ...record, lab: 'services' },
    storedIn: 'kubeproctor',
    createdAt: record.startedAt,
    resourceVersion: '1',
  },
  namespaces: [{ alias: 'shop', namespace: 'shop', action: 'delete', isTerminating: false, inside: [], objects: [] }],
  ...{ deletions: [], restorations: [], kept: [], unread: [] },
  left: [{ object: stray, creator: 'kubectl-create', also: 'default/configmap/notes' }],
};
const command = (lines: readonly string[]): string | undefined => lines.find((line) => line.includes('To remove'));

test('before a stop, --also removes what stays', () =>
  expect(command(leftLines(plan, {}))).toBe(
    '  To remove one of them too:  kubeproctor stop services --also default/configmap/notes',
  ));

test('what stays is told by the name that --also takes', () =>
  expect(leftLines(plan, {}).slice(0, 2)).toEqual([
    'New since the start and not of this lab, so it stays:',
    '  default/configmap/notes, made by kubectl-create',
  ]));

test('a reset makes anew what it deletes, and a stop does not', () => {
  const doing = (purpose: PutBackPlan['purpose']) => planText({ ...plan, purpose, left: [] }).split('\n');
  expect([doing('reset'), doing('stop')]).toEqual([
    [
      'Resetting services would do this:',
      '  delete namespace shop with all that is in it',
      '  make anew what the lab starts with',
    ],
    ['Stopping services would do this:', '  delete namespace shop with all that is in it'],
  ]);
});

test('of a kind that the lab has to itself, changes of others go with it, and that is said', () => {
  const node = { apiVersion: 'v1', kind: 'Node', name: 'node-1', uid: 'u2' };
  const fields = [{ path: ['spec', 'unschedulable'], found: true, before: undefined }];
  const said = (exclusive: readonly string[]) => {
    const copy = { ...plan.copy, record: { ...plan.copy.record, exclusive } };
    const own: PutBackPlan = { ...plan, copy, left: [], restorations: [{ object: node, action: 'fields', fields }] };
    const done = resultLines(own, { deleted: [], restored: [node], kept: [], failed: [] });
    return { before: planText(own).split('\n').slice(2), after: done };
  };
  const restored = '  restore node/node-1: spec.unschedulable from true to nothing';
  const whole = "Every Node is this lab's while it lasts: it gets back what it was at the start, whoever changed it.";
  expect([said([]), said(['nodes'])]).toEqual([
    { before: [restored], after: ['1 object restored: node/node-1'] },
    { before: [restored, whole], after: ['1 object restored: node/node-1', whole] },
  ]);
});

test('a field that another lab uses is left as it is', () => {
  const object = { kind: 'Node', name: 'node-1' };
  const field = { path: ['metadata', 'labels', 'disk'], found: 'ssd', before: undefined, by: 'kubectl-label' };
  expect(leftLines({ ...plan, left: [], kept: [{ object, ...field, why: 'anotherCopy' }] }, {})).toEqual([
    'Changed since the start, and left as it is now:',
    '  node/node-1: metadata.labels.disk was nothing, is ssd (another lab under way uses it: kubectl-label)',
  ]);
});

test('after it, there is no copy to stop any more, and kubectl removes it', () =>
  expect(command(leftLines(plan, { context: 'kind-x' }, true))).toBe(
    '  To remove one of them too:  kubectl --context kind-x delete configmap notes -n default',
  ));

test('everything deleted outside the own namespaces is named, the namespaces themselves are not', () => {
  const deleted = [
    { kind: 'Namespace', name: 'shop' },
    { kind: 'Namespace', name: 'mine' },
    { kind: 'ClusterRole', name: 'all' },
    stray,
  ];
  expect(resultLines(plan, { deleted, restored: [], kept: [], failed: [] })).toEqual([
    'Outside its namespaces deleted: namespace/mine, clusterrole/all, configmap/notes in default',
  ]);
});
