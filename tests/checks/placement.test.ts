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
const lost = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' };
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

const disk = (operator: string, ...values: readonly string[]): JsonObject => ({ key: 'disk', operator, values });
const named = (name: string): JsonObject => ({ key: 'kubernetes.io/hostname', operator: 'In', values: [name] });
const requiredTerms = (nodeSelectorTerms: readonly JsonObject[]): Circumstances =>
  wishes({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } } });
const required = (...terms: readonly (readonly JsonObject[])[]): Circumstances =>
  requiredTerms(terms.map((matchExpressions) => ({ matchExpressions })));
const notThere = required([{ ...named('node-1'), operator: 'NotIn' }]);
const takenFromIt = {
  objects: changed(notThere.objects ?? [], 'Node/node-1', {
    spec: { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] },
  }),
};
const unanswering = {
  objects: changed(shop, 'Node/node-1', {
    spec: {
      taints: ['NoSchedule', 'NoExecute'].map((effect) => ({ key: 'node.kubernetes.io/unreachable', effect })),
    },
  }),
};
const onlySsd = { of: 'deployment/web', may: [{ labels: { disk: 'ssd' } }], only: true };
const onlyBoth = { of: 'deployment/web', may: [{ labels: { disk: 'ssd', zone: 'a' } }], only: true };

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
    ['every node that there is', { of: 'deployment/web', may: ['node/*'] }, 'holds'],
    ['not every one', { of: 'deployment/web', may: ['node/*'] }, 'placement_refused', notThere],
    ['every one that no taint closes', { of: 'deployment/web', may: ['node/*'] }, 'holds', takenFromIt],
    ['a node that does not answer', { of: 'deployment/web', may: ['node/node-1', 'node/*'] }, 'holds', unanswering],
    [
      'not kept off by its silence',
      { of: 'deployment/web', mayNot: ['node/node-1'] },
      'placement_allowed',
      unanswering,
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
    ['no other node, by a selector', onlySsd, 'holds', ssd],
    ['any node', onlySsd, 'placement_allowed'],
    ['no other node, by a term', onlySsd, 'holds', required([disk('In', 'ssd')])],
    [
      'no other node, by an expression that narrows nothing',
      onlySsd,
      'holds',
      required([disk('In', 'ssd'), disk('Exists')]),
    ],
    ['another value beside it', onlySsd, 'placement_allowed', required([disk('In', 'ssd', 'nvme')])],
    ['another term beside it', onlySsd, 'placement_allowed', required([disk('In', 'ssd')], [disk('In', 'nvme')])],
    [
      'another term, of a node by its name',
      onlySsd,
      'placement_allowed',
      required([disk('In', 'ssd')], [named('node-1')]),
    ],
    [
      'another term, that no node can meet',
      onlySsd,
      'holds',
      required([disk('In', 'ssd')], [disk('Exists'), disk('DoesNotExist')]),
    ],
    ['any value', onlySsd, 'placement_allowed', required([disk('Exists')])],
    ['any value but one', onlySsd, 'placement_allowed', required([disk('NotIn', 'hdd')])],
    [
      'any size above one',
      { of: 'deployment/web', may: [{ labels: { disk: '9' } }], only: true },
      'placement_allowed',
      required([disk('Gt', '8')]),
    ],
    [
      'a size between two',
      { of: 'deployment/web', may: [{ labels: { disk: '9' } }], only: true },
      'holds',
      required([disk('Gt', '8'), disk('Lt', '10')]),
    ],
    ['one of two labels', onlyBoth, 'placement_allowed', ssd],
    ['both labels', onlyBoth, 'holds', wishes({ nodeSelector: { disk: 'ssd', zone: 'a' } })],
    [
      'another key beside it',
      onlySsd,
      'holds',
      required([disk('In', 'ssd'), { key: 'zone', operator: 'NotIn', values: ['b'] }]),
    ],
    [
      'another term, of a node by its field',
      onlySsd,
      'placement_allowed',
      requiredTerms([
        { matchExpressions: [disk('In', 'ssd')] },
        { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-1'] }] },
      ]),
    ],
    [
      'one node by its field',
      { of: 'deployment/web', may: ['node/node-1'], only: true },
      'holds',
      requiredTerms([{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-1'] }] }]),
    ],
    [
      'one node by its name',
      { of: 'deployment/web', may: ['node/node-1'], only: true },
      'holds',
      wishes({ nodeSelector: { 'kubernetes.io/hostname': 'node-1' } }),
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
    [
      'stays five minutes where the node is lost',
      { of: 'deployment/web', stays: [{ taints: [lost], seconds: 300 }] },
      'holds',
    ],
    [
      'stays shorter where the node is lost',
      { of: 'deployment/web', stays: [{ taints: [lost], seconds: 30 }] },
      'holds',
      wishes({ tolerations: [{ ...lost, operator: 'Exists', tolerationSeconds: 30 }] }),
    ],
    [
      'goes at once where the node is lost, for want of the value',
      { of: 'deployment/web', stays: [{ taints: [lost], seconds: 0 }] },
      'holds',
      wishes({ tolerations: [{ ...lost, operator: 'Equal', value: 'x' }] }),
    ],
    [
      'a DaemonSet stays where the node is lost, whatever its template says',
      { of: 'daemonset/agent', stays: [{ taints: [lost], seconds: 'forever' }] },
      'holds',
      {
        objects: changed(shop, 'DaemonSet/agent', {
          spec: { template: { spec: { tolerations: [{ ...lost, operator: 'Exists', tolerationSeconds: 30 }] } } },
        }),
      },
    ],
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
  [
    { operator: 'Exists', effect: 'NoSchedule' },
    'its toleration without a key (operator Exists) tolerates every NoSchedule taint',
  ],
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
