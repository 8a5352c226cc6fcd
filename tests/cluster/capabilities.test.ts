import { describe, expect, test } from 'vitest';
import { capabilityReads, judgeCapabilities } from '../../src/cluster/capabilities.ts';
import { nodeFacts } from '../../src/cluster/judge-capability.ts';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import type { Capabilities, Measurement } from '../../src/lab/capabilities.ts';
import { findingFor } from '../../src/lab/capabilities.ts';
import type { CapabilityName } from '../../src/lab/capability.ts';
import { type Answer, readKey } from '../../src/snapshot/read.ts';
import { realNodes } from '../fixtures/real-objects.ts';

const ready = { type: 'Ready', status: 'True', reason: 'KubeletReady' };
const controlPlaneTaint = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' };

/** As kind's: a kubelet of its own, containerd. */
const realNode = (name: string, spec: JsonObject = {}, conditions: readonly JsonObject[] = [ready]): KubeObject => ({
  ...{
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name },
    spec: { providerID: `kind://docker/kind/${name}`, ...spec },
  },
  status: { conditions, nodeInfo: { kubeletVersion: 'v1.36.4', containerRuntimeVersion: 'containerd://2.1.1' } },
});

/** As KWOK shows one: https://kwok.sigs.k8s.io/docs/user/kwok-manage-nodes-and-pods/ */
const simulatedNode = (name: string): KubeObject => ({
  ...{ apiVersion: 'v1', kind: 'Node' },
  metadata: { name, annotations: { 'kwok.x-k8s.io/node': 'fake' } },
  status: { conditions: [ready], nodeInfo: { kubeletVersion: 'v1.36.4' } },
});

const named = (kind: string, name: string, fields: JsonObject = {}, labels = {}): KubeObject => ({
  ...{
    apiVersion: 'v1',
    kind,
    metadata: {
      name,
      labels,
      ...(fields.annotations === undefined ? {} : { annotations: fields.annotations }),
    } as KubeObject['metadata'],
  }, // a fixture's annotations are texts
  ...fields,
});

const defaultClass = { 'storageclass.kubernetes.io/is-default-class': 'true' };
const standard = named('StorageClass', 'standard', { annotations: defaultClass, provisioner: 'rancher.io/local-path' });
const dns = named('Service', 'kube-dns', {}, { 'k8s-app': 'kube-dns' });
const metrics = (status: 'True' | 'False') =>
  named('APIService', 'v1beta1.metrics.k8s.io', {
    spec: { group: 'metrics.k8s.io' },
    status: { conditions: [{ type: 'Available', status }] },
  });

test('a kind cluster as it comes', () => {
  expect(
    judge({
      nodes: [realNode('cp', { taints: [controlPlaneTaint] }), realNode('worker')],
      storageClasses: [standard],
      systemServices: [dns],
    }),
  ).toEqual({
    nodes: 1,
    nodesEvidence: '1 of 2 nodes are ready and take pods',
    found: {
      'pods-run': { has: 'yes', evidence: 'kubelet v1.36.4 on cp' },
      traffic: { has: 'notMeasured', evidence: 'not measured' },
      'network-policy': { has: 'notMeasured', evidence: 'not measured' },
      'load-balancer': { has: 'notMeasured', evidence: 'not measured' },
      metrics: { has: 'no', evidence: 'there is no API group metrics.k8s.io' },
      'storage-class': { has: 'yes', evidence: 'standard, provisioner rancher.io/local-path' },
      ingress: { has: 'no', evidence: 'there is no IngressClass' },
      dns: { has: 'yes', evidence: 'Service kube-dns in kube-system' },
    },
  });
});

test('where all nodes are simulated nothing that a pod would do is done', () => {
  const simulated = { has: 'no', evidence: 'all nodes are simulated by KWOK' };
  const nodes = [simulatedNode('node-1'), simulatedNode('node-2')];
  expect(judge({ nodes, storageClasses: [standard], systemServices: [dns], apiServices: [metrics('True')] })).toEqual({
    nodes: 2,
    nodesEvidence: '2 of 2 nodes are ready and take pods',
    found: {
      ...{ 'pods-run': simulated, traffic: simulated, 'network-policy': simulated, 'load-balancer': simulated },
      metrics: { has: 'yes', evidence: 'APIService v1beta1.metrics.k8s.io is available' },
      ...{ 'storage-class': simulated, ingress: simulated, dns: simulated },
    },
  });
});

const two = [realNode('a'), realNode('b')];

describe('what decides', () => {
  test.each<readonly [string, Lists, CapabilityName, string, string]>([
    [
      'one real node among simulated ones',
      { nodes: [simulatedNode('a'), realNode('b')] },
      'pods-run',
      'yes',
      'kubelet v1.36.4 on b',
    ],
    [
      'a simulated node by its provider id',
      { nodes: [named('Node', 'a', { spec: { providerID: 'kwok://a' } })] },
      'pods-run',
      'no',
      'all nodes are simulated by KWOK',
    ],
    [
      'a simulated node by its runtime',
      { nodes: [named('Node', 'a', { status: { nodeInfo: { containerRuntimeVersion: 'kwok://simulated' } } })] },
      'pods-run',
      'no',
      'all nodes are simulated by KWOK',
    ],
    [
      'a node that is not ready',
      { nodes: [realNode('a', {}, [{ type: 'Ready', status: 'Unknown' }])] },
      'pods-run',
      'no',
      'no node is ready',
    ],
    ['no nodes', { nodes: [] }, 'pods-run', 'no', 'the cluster has no nodes'],
    [
      'a metrics server that is down',
      { nodes: two, apiServices: [metrics('False')] },
      'metrics',
      'no',
      'APIService v1beta1.metrics.k8s.io is not available',
    ],
    [
      'a storage class that is not the default',
      { nodes: two, storageClasses: [named('StorageClass', 'slow', { provisioner: 'x' })] },
      'storage-class',
      'no',
      'no storage class is the default',
    ],
    [
      'a default class that provisions nothing',
      {
        nodes: two,
        storageClasses: [
          named('StorageClass', 'local', { annotations: defaultClass, provisioner: 'kubernetes.io/no-provisioner' }),
        ],
      },
      'storage-class',
      'no',
      'local, provisioner kubernetes.io/no-provisioner',
    ],
    [
      'an ingress class',
      {
        nodes: two,
        ingressClasses: [named('IngressClass', 'nginx', { spec: { controller: 'k8s.io/ingress-nginx' } })],
      },
      'ingress',
      'yes',
      'nginx, controller k8s.io/ingress-nginx',
    ],
    [
      'no DNS service',
      { nodes: two, systemServices: [named('Service', 'metrics-server')] },
      'dns',
      'no',
      'there is no DNS service in kube-system',
    ],
  ])('%s', (_, lists, capability, has, evidence) => {
    expect(judge(lists).found[capability]).toEqual({ has, evidence });
  });
});

describe('nodes', () => {
  const { nodes: _, ...rest } = judge({ nodes: [] });

  test.each([
    ['enough', 2, 'yes'],
    ['too few', 1, 'no'],
    ['unread', undefined, 'unknown'],
  ])('%s', (_name, nodes, has) => {
    const capabilities: Capabilities = { ...rest, nodes, nodesEvidence: 'seen' };
    expect(findingFor(capabilities, { capability: 'nodes', atLeast: 2 })).toEqual({ has, evidence: 'seen' });
  });

  test("a learner's cordon and taint do not change the count", () => {
    const cordoned = realNode('a', { unschedulable: true, taints: [{ key: 'dedicated', effect: 'NoSchedule' }] });
    expect(judge({ nodes: [cordoned] }).nodes).toBe(1);
  });
});

test('what could not be read is unknown, with its reason', () => {
  const outage: Answer = { answer: 'outage', outage: { code: 'forbidden', detail: 'nodes is forbidden' } };
  const { nodes, found } = judgeCapabilities({ [readKey(capabilityReads.nodes)]: outage });
  expect([nodes, found['pods-run'], found.dns, found.traffic]).toEqual([
    undefined,
    { has: 'unknown', evidence: 'nodes is forbidden' },
    { has: 'unknown', evidence: 'not asked' },
    { has: 'notMeasured', evidence: 'not measured' },
  ]);
});

test('a container that a kubelet has started is better evidence than the kubelet', () => {
  const evidence = 'kubelet v1.36.4 on node1 runs coredns-667ff9cc8d-svcbm';
  expect(judge(realNodes).found['pods-run']).toEqual({ has: 'yes', evidence });
});

test.each([
  ['that KWOK shows as running, without the id that only a container runtime gives', { started: true }],
  ['whose container does not run', { started: false, containerID: `containerd://${'a4d64d94'.repeat(8)}` }],
])('a Pod %s proves nothing', (_, state) => {
  const status = { containerStatuses: [{ name: 'coredns', ready: true, restartCount: 0, ...state }] };
  const systemPods = realNodes.systemPods.map((pod): KubeObject => ({ ...pod, status }));
  const evidence = 'kubelet v1.36.4 on node1';
  expect(judge({ ...realNodes, systemPods }).found['pods-run']).toEqual({ has: 'yes', evidence });
});

describe('measured', () => {
  const at = '2026-11-25T14:07:24.000Z';
  const yes = (evidence: string) => ({ has: 'yes', evidence }) as const;
  const found = {
    'pods-run': yes('ran'),
    traffic: yes('came about'),
    'network-policy': { has: 'no', evidence: 'stayed open' },
  } as const;

  test('what was measured is better known than what was read', () => {
    const { 'pods-run': podsRun, traffic, 'network-policy': policy } = judge(realNodes, { at, found }).found;
    expect([podsRun, traffic, policy]).toEqual(Object.values(found).map((one) => ({ ...one, measuredAt: at })));
  });

  test('what was not measured is so', () => {
    const { traffic } = judge(realNodes, { at, found: { 'pods-run': yes('ran') } }).found;
    expect(traffic).toEqual({ has: 'notMeasured', evidence: 'not measured' });
  });

  test('Pods that were measured not to run do nothing at all', () => {
    const none = { has: 'no', evidence: 'never run' } as const;
    const { traffic, dns } = judge(realNodes, { at, found: { 'pods-run': none } }).found;
    expect([traffic, dns]).toEqual([
      { ...none, measuredAt: at },
      { ...none, measuredAt: at },
    ]);
  });

  test('where no node is ready now, what was measured before does not count', () => {
    const down = [realNode('a', {}, [{ type: 'Ready', status: 'Unknown' }])];
    const { traffic } = judge({ nodes: down }, { at, found }).found;
    expect(traffic).toEqual({ has: 'no', evidence: 'no node is ready' });
  });
});

test('nodes, one by one', () => {
  const real = nodeFacts([...realNodes.nodes.slice(0, 1), realNode('cp'), simulatedNode('node-1')]);
  const kubelet = 'v1.36.4';
  expect(real).toEqual([
    {
      ...{ name: 'node1', isReady: true, isControlPlane: false, isSimulated: false, product: undefined, kubelet },
      ...{ runtime: 'containerd://1.6.20', platform: 'linux/amd64' },
    },
    {
      ...{ name: 'cp', isReady: true, isControlPlane: false, isSimulated: false, product: 'kind', kubelet },
      ...{ runtime: 'containerd://2.1.1', platform: '/' },
    },
    {
      ...{ name: 'node-1', isReady: true, isControlPlane: false, isSimulated: true, product: undefined, kubelet },
      ...{ runtime: '', platform: '/' },
    },
  ]);
});

type Lists = Partial<Readonly<Record<keyof typeof capabilityReads, readonly KubeObject[]>>>;

function judge(lists: Lists, measurement?: Pick<Measurement, 'at' | 'found'>): Capabilities {
  const entries = Object.entries(capabilityReads).map(([name, read]) => {
    const items = lists[name as keyof Lists] ?? []; // the keys of capabilityReads are those of Lists
    return [readKey(read), { answer: 'list', items } satisfies Answer] as const;
  });
  return judgeCapabilities(Object.fromEntries(entries), measurement);
}
