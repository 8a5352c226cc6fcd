import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import type { Taint } from '../../src/kubernetes/scheduling.ts';
import {
  daemonPodSpec,
  hypotheticalNode,
  isPreferred,
  nodeShapeOf,
  placementObstacles,
  preferenceOf,
  stayTime,
} from '../../src/kubernetes/scheduling.ts';
import { named, shop, shopLater } from '../fixtures/real-objects.ts';

const ssd = hypotheticalNode('n1', { disk: 'ssd', cores: '8' }, []);
const required = (...terms: readonly JsonObject[]): JsonObject => ({
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } },
});
const expressions = (key: string, operator: string, ...values: readonly string[]): JsonObject => ({
  matchExpressions: [{ key, operator, values }],
});

// https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
test.each<readonly [string, JsonObject, readonly string[]]>([
  ['no wish', {}, []],
  ['a node selector', { nodeSelector: { disk: 'ssd' } }, []],
  ['a label that every node has', { nodeSelector: { 'kubernetes.io/os': 'linux' } }, []],
  ['another label', { nodeSelector: { disk: 'hdd' } }, ['nodeSelector asks for disk=hdd']],
  ['terms are alternatives', required(expressions('disk', 'In', 'hdd'), expressions('disk', 'In', 'ssd')), []],
  [
    'expressions of a term hold together',
    required({
      matchExpressions: [
        { key: 'disk', operator: 'In', values: ['ssd'] },
        { key: 'gpu', operator: 'Exists' },
      ],
    }),
    ['node affinity asks for disk=ssd,gpu'],
  ],
  ['Gt', required(expressions('cores', 'Gt', '4')), []],
  ['Lt', required(expressions('cores', 'Lt', '4')), ['node affinity asks for cores<4']],
  ['NotIn of an absent label', required(expressions('zone', 'NotIn', 'a')), []],
  ['an empty term', required({}), ['node affinity asks for ']],
  ['a field', required({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n1'] }] }), []],
  [
    'a field of another node',
    required({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n2'] }] }),
    ['node affinity asks for metadata.name=n2'],
  ],
  [
    'selector and affinity both',
    { nodeSelector: { disk: 'hdd' }, ...required(expressions('gpu', 'Exists')) },
    ['nodeSelector asks for disk=hdd', 'node affinity asks for gpu'],
  ],
  [
    'a gate',
    { schedulingGates: [{ name: 'example.com/wait' }] },
    ['the scheduling gate example.com/wait holds it back'],
  ],
  ['the name of the node', { nodeName: 'n1' }, []],
  ['the name of another', { nodeName: 'n2' }, ['nodeName is n2']],
])('%s', (_name, podSpec, obstacles) => expect(placementObstacles(podSpec, ssd)).toEqual(obstacles));

const dedicated: Taint = { key: 'dedicated', value: 'db', effect: 'NoSchedule' };

// https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
test.each<readonly [string, JsonObject | undefined, boolean]>([
  ['no toleration', undefined, false],
  ['equal', { key: 'dedicated', operator: 'Equal', value: 'db', effect: 'NoSchedule' }, true],
  ['Equal is the default', { key: 'dedicated', value: 'db', effect: 'NoSchedule' }, true],
  ['another value', { key: 'dedicated', value: 'web', effect: 'NoSchedule' }, false],
  ['no value', { key: 'dedicated', effect: 'NoSchedule' }, false],
  ['Exists', { key: 'dedicated', operator: 'Exists', effect: 'NoSchedule' }, true],
  ['any effect', { key: 'dedicated', operator: 'Exists' }, true],
  ['another effect', { key: 'dedicated', operator: 'Exists', effect: 'NoExecute' }, false],
  ['another key', { key: 'x', operator: 'Exists' }, false],
  ['everything', { operator: 'Exists' }, true],
])('toleration: %s', (_name, toleration, isTolerated) => {
  const podSpec = toleration === undefined ? {} : { tolerations: [toleration] };
  const obstacles = placementObstacles(podSpec, hypotheticalNode('n', {}, [dedicated]));
  expect(obstacles.map((text) => text.replace(/ \(.*/, ''))).toEqual(
    isTolerated ? [] : ['no toleration for the taint dedicated=db:NoSchedule'],
  );
});

test.each<readonly [JsonObject, string]>([
  [{ key: 'dedicated', value: 'web', effect: 'NoSchedule' }, 'the value web'],
  [{ key: 'dedicated', effect: 'NoSchedule' }, 'no value'],
  [{ key: 'dedicated', operator: 'Exists', effect: 'NoExecute' }, 'the effect NoExecute'],
  [{ key: 'dedicated', value: 'web', effect: 'NoExecute' }, 'the value web and the effect NoExecute'],
])('a toleration %j that comes near', (toleration, asked) =>
  expect(placementObstacles({ tolerations: [toleration] }, hypotheticalNode('n', {}, [dedicated]))).toEqual([
    `no toleration for the taint dedicated=db:NoSchedule (the one for that key asks for ${asked})`,
  ]),
);

test.each([
  ['PreferNoSchedule', {}, 0],
  ['NoExecute', {}, 1],
  ['NoSchedule', { nodeName: 'n' }, 0], // the scheduler is not asked
  ['NoExecute', { nodeName: 'n' }, 1],
])('an untolerated taint %s is in the way of %j', (effect, podSpec, count) => {
  const node = hypotheticalNode('n', {}, [{ key: 'k', value: '', effect }]);
  expect(placementObstacles(podSpec, node).length).toBe(count);
});

test('a cordoned node keeps Pods off, but not those of a DaemonSet', () => {
  const node = nodeShapeOf(named(shopLater, 'Node/node-2'));
  expect([placementObstacles({}, node), placementObstacles(daemonPodSpec({}), node)]).toEqual([
    ['no toleration for the taint node.kubernetes.io/unschedulable:NoSchedule'],
    [],
  ]);
});

test('a node that was cordoned this moment has no taint yet', () => {
  const node = named(shop, 'Node/node-1');
  const cordoned = { ...node, spec: { unschedulable: true } };
  expect(nodeShapeOf(cordoned).taints).toEqual([
    { key: 'node.kubernetes.io/unschedulable', value: '', effect: 'NoSchedule' },
  ]);
});

test('preferred terms add up, and an empty one says nothing', () => {
  const term = (weight: number, preference: JsonObject): JsonObject => ({ weight, preference });
  const podSpec = {
    affinity: {
      nodeAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          term(10, expressions('disk', 'In', 'ssd')),
          term(5, expressions('cores', 'Gt', '4')),
          term(50, expressions('gpu', 'Exists')),
          term(1, {}),
        ],
      },
    },
  };
  expect(preferenceOf(podSpec, ssd)).toBe(15);
});

const wishesSsd = (weight: number): JsonObject => ({
  affinity: {
    nodeAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight, preference: expressions('disk', 'In', 'ssd') }],
    },
  },
});
const avoided: Taint = { key: 'old', value: '', effect: 'PreferNoSchedule' };
const plain = hypotheticalNode('n2', {}, []);
const old = hypotheticalNode('n3', {}, [avoided]);
const oldSsd = hypotheticalNode('n4', { disk: 'ssd' }, [avoided]);

// TaintToleration weighs 3 and NodeAffinity 2: https://kubernetes.io/docs/reference/scheduling/config/#scheduling-plugins
test.each([
  ['by a preferred term', wishesSsd(1), ssd, plain, true],
  ['not the other way round', wishesSsd(1), plain, ssd, false],
  ['neither', {}, ssd, plain, false],
  ['for want of a taint', {}, plain, old, true],
  ['a taint that it tolerates', { tolerations: [{ key: 'old', operator: 'Exists' }] }, plain, old, false],
  ['a taint weighs more than a term', wishesSsd(100), plain, oldSsd, true],
])('preferred: %s', (_name, podSpec, node, other, isBetter) =>
  expect(isPreferred(podSpec, node, other)).toBe(isBetter),
);

const repair: Taint = { key: 'repair', value: 'disk', effect: 'NoExecute' };
const noise: Taint = { key: 'noise', value: '', effect: 'NoExecute' };
const bears = (toleration: JsonObject): JsonObject => ({ key: 'repair', operator: 'Exists', ...toleration });

// https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#concepts
test.each<readonly [string, readonly JsonObject[], readonly Taint[], number | 'forever']>([
  ['at once without a toleration', [], [repair], 0],
  ['for good with one', [bears({})], [repair], 'forever'],
  ['its time', [bears({ effect: 'NoExecute', tolerationSeconds: 600 })], [repair], 600],
  ['at once for a negative time', [bears({ tolerationSeconds: -1 })], [repair], 0],
  ['at once for another value', [bears({ operator: 'Equal', value: 'fan', tolerationSeconds: 600 })], [repair], 0],
  ['at once for one taint of two', [bears({ tolerationSeconds: 600 })], [repair, noise], 0],
  [
    'the shortest of two times',
    [bears({ tolerationSeconds: 600 }), { operator: 'Exists', tolerationSeconds: 60 }],
    [repair, noise],
    60,
  ],
  [
    'by the first of two tolerations',
    [bears({ tolerationSeconds: 600 }), bears({ tolerationSeconds: 60 })],
    [repair],
    600,
  ],
  ['for good where nothing drives it away', [], [avoided], 'forever'],
])('a running Pod stays %s', (_name, tolerations, taints, time) =>
  expect(stayTime({ tolerations }, taints)).toBe(time),
);
