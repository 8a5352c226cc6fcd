import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import { shop } from '../fixtures/real-objects.ts';
import type { Circumstances } from './judging.ts';
import { brief, changed, evidenceOf, issuesOf, judge } from './judging.ts';
import { testRows } from './test-rows.ts';

const wishes = (patch: JsonObject): Circumstances => ({
  objects: changed(shop, 'Deployment/web', { spec: { template: { spec: patch } } }),
});
const ssd = wishes({ nodeSelector: { disk: 'ssd' } });
const tainted = { taints: [{ key: 'k', effect: 'NoSchedule' }] };
const avoided = { taints: [{ key: 'k', effect: 'PreferNoSchedule' }] };
const driven = { key: 'k', effect: 'NoExecute' };
const stays = (tolerationSeconds?: number) =>
  wishes({ tolerations: [{ ...driven, ...(tolerationSeconds === undefined ? {} : { tolerationSeconds }) }] });
const prefers = wishes({
  affinity: {
    nodeAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 10, preference: { matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] } },
      ],
    },
  },
});

testRows<readonly [string, JsonObject, string, Circumstances?]>(
  [
    ['anywhere', { of: 'deployment/web', may: [{}, 'node/node-1'] }, 'holds'],
    [
      'here only',
      { of: 'deployment/web', may: [{ labels: { disk: 'ssd' } }], mayNot: [{}, { labels: { disk: 'hdd' } }] },
      'holds',
      ssd,
    ],
    ['not here', { of: 'deployment/web', may: ['node/node-1'] }, 'placement_refused', ssd],
    ['here too', { of: 'deployment/web', mayNot: ['node/node-1'] }, 'placement_allowed'],
    ['a taint keeps it off', { of: 'deployment/web', may: [tainted] }, 'placement_refused'],
    [
      'by a label that every node has',
      { of: 'deployment/web', may: [{}] },
      'holds',
      wishes({ nodeSelector: { 'kubernetes.io/os': 'linux' } }),
    ],
    ['a node that there is none of', { of: 'deployment/web', may: ['node/node-9'] }, 'placement_refused'],
    [
      'no pass for a node that there is none of',
      { of: 'deployment/web', mayNot: ['node/node-9'] },
      'placement_refused',
    ],
    ['a Pod that the scheduler put somewhere', { of: 'pod/bound', may: ['node/node-1', 'node/node-2'] }, 'holds'],
    ['a Pod that names its node', { of: 'pod/named', may: ['node/node-1'], mayNot: ['node/node-2'] }, 'holds'],
    ['a Pod that names its node, tainted', { of: 'pod/named', may: [{ name: 'node-1', ...tainted }] }, 'holds'],
    [
      'a DaemonSet on a cordoned node',
      { of: 'daemonset/agent', may: ['node/node-1'] },
      'holds',
      { objects: changed(shop, 'Node/node-1', { spec: { unschedulable: true } }) },
    ],
    [
      'a Deployment on a cordoned node',
      { of: 'deployment/web', mayNot: ['node/node-1'] },
      'holds',
      { objects: changed(shop, 'Node/node-1', { spec: { unschedulable: true } }) },
    ],
    [
      'prefers',
      { of: 'deployment/web', prefers: [[{ labels: { disk: 'ssd' } }, { labels: { disk: 'hdd' } }]] },
      'holds',
      prefers,
    ],
    [
      'prefers the other',
      { of: 'deployment/web', prefers: [[{}, { labels: { disk: 'ssd' } }]] },
      'placement_order',
      prefers,
    ],
    ['prefers neither', { of: 'deployment/web', prefers: [[{ labels: { disk: 'ssd' } }, {}]] }, 'placement_order'],
    ['a node without a taint', { of: 'deployment/web', prefers: [[{}, avoided]] }, 'holds'],
    ['a node with a taint', { of: 'deployment/web', prefers: [[avoided, {}]] }, 'placement_order'],
    [
      'a node that there is none of, preferred',
      { of: 'deployment/web', prefers: [['node/node-9', avoided]] },
      'placement_order',
    ],
    ['goes at once', { of: 'deployment/web', stays: [{ taints: [driven], seconds: 0 }] }, 'holds'],
    ['stays its time', { of: 'deployment/web', stays: [{ taints: [driven], seconds: 600 }] }, 'holds', stays(600)],
    [
      'goes too early',
      { of: 'deployment/web', stays: [{ taints: [driven], seconds: 600 }] },
      'placement_stay',
      stays(60),
    ],
    ['stays for good', { of: 'deployment/web', stays: [{ taints: [driven], seconds: 'forever' }] }, 'holds', stays()],
    ['a Pod that is held back', { of: 'pod/gated', may: [{}] }, 'placement_refused'],
    ['one of any', { of: { any: 'Pod' }, mayNot: [{}] }, 'holds'],
    ['every Pod that a Service selects', { of: { selectedBy: 'pdb/all' }, may: [{}] }, 'placement_refused'],
    ['no such workload', { of: 'deployment/x', may: [{}] }, 'object_missing'],
  ],
  (_name, spec, expected, circumstances) => {
    const outcome = judge({ placement: { in: 'shop', ...spec } }, circumstances);
    const codes = new Set(brief(outcome).split(' '));
    expect([...codes].join(' ')).toBe(expected);
  },
);

test('why it may not', () => {
  const check = { placement: { of: 'deployment/web', in: 'shop', may: [{ labels: { zone: 'a' }, ...tainted }] } };
  expect(issuesOf(judge(check, ssd))).toEqual([
    {
      code: 'placement_refused',
      object: { kind: 'Deployment', name: 'web', namespace: 'shop' },
      node: 'a node labelled zone=a and tainted k:NoSchedule',
      reasons: ['nodeSelector asks for disk=ssd', 'no toleration for the taint k:NoSchedule'],
      isMoving: false,
    },
  ]);
});

const tolerant = (toleration: JsonObject): Circumstances => ({
  objects: changed(shop, 'Deployment/web', { spec: { template: { spec: { tolerations: [toleration] } } } }),
});

test.each([
  [{ operator: 'Exists' }, 'its toleration without a key (operator Exists) tolerates every taint'],
  [{ key: 'k', effect: 'NoSchedule' }, 'its toleration for the key k tolerates the taint k:NoSchedule'],
])('what opens a node that it may not use: %j', (toleration, because) => {
  const check = { placement: { of: 'deployment/web', in: 'shop', mayNot: [tainted] } };
  expect(issuesOf(judge(check, tolerant(toleration)))).toEqual([
    {
      code: 'placement_allowed',
      object: { kind: 'Deployment', name: 'web', namespace: 'shop' },
      node: 'an ordinary node with the taint k:NoSchedule',
      because: [because],
      isMoving: false,
    },
  ]);
});

test('which node it prefers is told', () => {
  const check = { placement: { of: 'deployment/web', in: 'shop', prefers: [[{ labels: { disk: 'ssd' } }, {}]] } };
  expect(evidenceOf(judge(check, prefers))).toEqual([
    {
      code: 'placement_order',
      object: { kind: 'Deployment', name: 'web', namespace: 'shop' },
      better: 'a node labelled disk=ssd',
      worse: 'an ordinary node',
    },
  ]);
});
