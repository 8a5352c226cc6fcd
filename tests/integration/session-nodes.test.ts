import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Connection } from '../../src/cluster/connect.ts';
import type { Step } from '../../src/lab/schema/steps.ts';
import { runSteps } from '../../src/session/steps/run-steps.ts';
import type { StepContext } from '../../src/session/steps/step-context.ts';
import type { PrivateCluster } from './private-cluster.ts';
import { privateCluster } from './private-cluster.ts';
import { connectTo, kubectl as kubectlOn, sessionOn } from './session-cluster.ts';

let cluster: PrivateCluster;
let client: Connection;

beforeAll(async () => {
  cluster = await privateCluster();
  client = await connectTo(cluster);
});

afterAll(async () => {
  client?.close();
  await cluster?.end();
});

const kubectl = (args: readonly string[], input?: unknown) => kubectlOn(args, input, cluster);
const labels = { app: 'a' };
const deployment = (nodeSelector: object) => ({
  ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'default' } },
  spec: {
    ...{ replicas: 2, selector: { matchLabels: labels } },
    template: { metadata: { labels }, spec: { nodeSelector, containers: [{ name: 'a', image: 'nginx' }] } },
  },
});

async function run(...steps: readonly Step[]) {
  const refuse = () => {
    throw new Error('not asked for here');
  };
  const context: StepContext = { ...sessionOn(client).context, namespaceOf: refuse, objectsOf: refuse, answer: refuse };
  return runSteps(context, steps);
}

const node = async (path: string) => (await kubectl(['get', 'node', 'node-2', '-o', `jsonpath=${path}`])).trim();
const taint = { key: 'k', value: 'v', effect: 'NoSchedule' };

test('a node is tainted, and free again', async () => {
  const value = () => node('{.spec.taints[?(@.key=="k")].value}');
  await run({ taint: 'node-2', taints: [taint] });
  expect(await value()).toBe('v');
  await run({ taint: 'node-2', taints: [{ ...taint, value: 'w' }] });
  expect(await value()).toBe('w');
  await run({ taint: 'node-2', taints: [{ key: 'k', effect: 'NoSchedule', remove: true }] });
  expect(await value()).toBe('');
});

test('the second node is meant by $2, whatever it is called', async () => {
  const done = await run(
    { label: 'node/$2', set: { disk: 'ssd' } },
    { taint: '$2', taints: [taint] },
    { cordon: '$2' },
    { label: 'node/$2', set: { rack: 'a' } },
  );
  expect(done).toEqual({ result: 'done' });
  expect(
    await node(
      '{.metadata.labels.disk} {.metadata.labels.rack} {.spec.taints[?(@.key=="k")].value} {.spec.unschedulable}',
    ),
  ).toBe('ssd a v true');
  await run({ taint: '$2', taints: [{ ...taint, remove: true }] }, { cordon: '$2', undo: true });
});

test('a node that the cluster has not is no node', async () => {
  expect(await run({ cordon: '$9' })).toEqual({
    result: 'failed',
    failure: { step: 'cordon', title: 'cordon $9', message: 'the cluster has 2 nodes, and no $9' },
  });
});

test('a node is drained by evictions, and open again', async () => {
  await kubectl(['apply', '-f', '-'], deployment({ 'kubernetes.io/hostname': 'node-2' }));
  await kubectl(['rollout', 'status', 'deployment/web']);
  expect(await run({ drain: 'node-2' })).toEqual({ result: 'done' });
  const running = ['--field-selector=spec.nodeName=node-2,status.phase=Running', '-o', 'name'];
  expect([await kubectl(['get', 'pods', ...running]), await node('{.spec.unschedulable}')]).toEqual(['', 'true']);
  await run({ cordon: 'node-2', undo: true });
  expect(await node('{.spec.unschedulable}')).toBe('');
});

test('a Pod without controller keeps a node from being drained, as with kubectl', async () => {
  await kubectl(['apply', '-f', '-'], {
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'alone', namespace: 'default' } },
    spec: { nodeName: 'node-1', containers: [{ name: 'a', image: 'nginx' }] },
  });
  expect(await run({ drain: 'node-1' })).toEqual({
    result: 'failed',
    failure: {
      ...{ step: 'drain', title: 'drain node-1', object: 'node/node-1' },
      message: 'cannot delete Pods that declare no controller: default/alone',
    },
  });
});
