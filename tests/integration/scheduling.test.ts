import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { simulatedNode } from '../../src/embedded/simulated-nodes.ts';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { mappingsAt, podSpecOf } from '../../src/kubernetes/pod-template.ts';
import { nodeShapeOf, placementObstacles } from '../../src/kubernetes/scheduling.ts';
import type { PrivateCluster } from './private-cluster.ts';
import { privateCluster } from './private-cluster.ts';
import { kubectl } from './session-cluster.ts';

const nodes: Readonly<Record<string, { labels: JsonObject; taints: readonly JsonObject[] }>> = {
  'node-1': { labels: { disk: 'ssd', cores: '4' }, taints: [{ key: 'dedicated', value: 'db', effect: 'NoSchedule' }] },
  'node-2': { labels: { disk: 'hdd', cores: '8', zone: 'a' }, taints: [{ key: 'soft', effect: 'PreferNoSchedule' }] },
  'node-3': { labels: { zone: 'b', cores: 'many' }, taints: [{ key: 'broken', effect: 'NoExecute' }] },
};
let cluster: PrivateCluster;

beforeAll(async () => {
  cluster = await privateCluster();
  await kubectl(['apply', '-f', '-'], simulatedNode(3, 'v1.36.4'), cluster);
  for (const [name, { labels, taints }] of Object.entries(nodes))
    await kubectl(
      ['patch', 'node', name, '-p', JSON.stringify({ metadata: { labels }, spec: { taints } })],
      undefined,
      cluster,
    );
  await kubectl(['wait', 'sa/default', '--for=create', '--timeout=30s'], undefined, cluster);
});

afterAll(() => cluster.end());

const requirement = fc.oneof(
  fc.record({
    key: fc.constantFrom('disk', 'zone', 'none'),
    operator: fc.constantFrom('In', 'NotIn'),
    values: fc.subarray(['ssd', 'hdd', 'a', 'b'], { minLength: 1 }),
  }),
  fc.record({ key: fc.constantFrom('disk', 'zone', 'none'), operator: fc.constantFrom('Exists', 'DoesNotExist') }),
  fc.record({
    key: fc.constantFrom('cores', 'none'),
    operator: fc.constantFrom('Gt', 'Lt'),
    values: fc.constantFrom(['4'], ['5'], ['8']),
  }),
);
const field = fc.record({
  key: fc.constant('metadata.name'),
  operator: fc.constantFrom('In', 'NotIn'),
  values: fc.constantFrom(['node-1'], ['node-2']),
});
const term = fc.record(
  {
    matchExpressions: fc.array(requirement, { maxLength: 2 }),
    matchFields: fc.array(field, { minLength: 1, maxLength: 1 }),
  },
  { requiredKeys: [] },
);
const toleration = fc.oneof(
  fc.constant({ operator: 'Exists' }),
  fc.record({ key: fc.constantFrom('dedicated', 'broken'), operator: fc.constant('Exists') }),
  fc.record(
    {
      key: fc.constantFrom('dedicated', 'broken'),
      value: fc.constantFrom('db', 'web'),
      effect: fc.constantFrom('NoSchedule', 'NoExecute'),
    },
    { requiredKeys: ['key'] },
  ),
);
const wishes = fc.record({
  nodeSelector: fc.constantFrom<JsonObject>({}, {}, { disk: 'ssd' }, { zone: 'a' }),
  terms: fc.option(fc.array(term, { minLength: 1, maxLength: 2 })),
  tolerations: fc.array(toleration, { maxLength: 2 }),
});

/** One Pod for each wish and node: it asks for that node beside what it wishes. */
function podsFor(count: number): readonly JsonObject[] {
  return fc.sample(wishes, { numRuns: count, seed: 20_261_123 }).flatMap(({ nodeSelector, terms, tolerations }) =>
    Object.keys(nodes).map((node) => ({
      containers: [{ name: 'c', image: 'nginx' }],
      nodeSelector: { ...nodeSelector, 'kubernetes.io/hostname': node },
      tolerations,
      ...(terms === null
        ? {}
        : {
            affinity: {
              nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } },
            },
          }),
    })),
  );
}

const isScheduled = (pod: KubeObject): boolean => typeof podSpecOf(pod)?.nodeName === 'string';
const isDecided = (pod: KubeObject): boolean =>
  isScheduled(pod) || mappingsAt(pod, 'status', 'conditions').some(({ reason }) => reason === 'Unschedulable');

async function list(kind: string): Promise<readonly KubeObject[]> {
  return JSON.parse(await kubectl(['get', kind, '-o', 'json'], undefined, cluster)).items;
}

test('the engine agrees with the scheduler about every Pod and node', async () => {
  const items = podsFor(60).map((spec) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { generateName: 'p-' }, spec }));
  await kubectl(['create', '-f', '-'], { apiVersion: 'v1', kind: 'List', items }, cluster);
  let pods = await list('pods');
  for (let tries = 0; tries < 60 && !pods.every(isDecided); tries++) {
    await sleep(500);
    pods = await list('pods');
  }
  const shapes = (await list('nodes')).map(nodeShapeOf);
  const decided = pods.filter(isDecided).map((pod) => {
    const { nodeName: _, ...wished } = podSpecOf(pod) ?? {};
    const isAllowed = shapes.some((node) => placementObstacles(wished, node).length === 0);
    return { wished, isAllowed, isScheduled: isScheduled(pod) };
  });
  expect(decided.filter((one) => one.isAllowed !== one.isScheduled)).toEqual([]);
  expect(decided.length).toBe(items.length);
  expect(decided.filter((one) => one.isScheduled).length).toBeGreaterThan(20);
});
