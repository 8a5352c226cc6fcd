import { expect, test } from 'vitest';
import { type GuardEvidence, judgeCluster } from '../../src/cluster/guard.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';

const loopback = { addresses: ['127.0.0.1'], machineNetworks: ['127.0.0.1/8', '192.168.64.1/24', '10.0.0.5/24'] };

const node = (name: string, providerID?: string, labels: Readonly<Record<string, string>> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', ...labels } },
  spec: providerID === undefined ? {} : { providerID },
});

const seen = (...items: readonly KubeObject[]): GuardEvidence => ({
  ...loopback,
  isEmbedded: false,
  nodes: { nodes: 'seen', items },
});

// Node names, provider ids and labels as the tools write them
test.each<readonly [string, readonly KubeObject[], string]>([
  [
    'kind',
    [
      node('kind-control-plane', 'kind://docker/kind/kind-control-plane'),
      node('kind-worker', 'kind://docker/kind/kind-worker'),
    ],
    'node kind-control-plane is one of kind (providerID kind://docker/kind/kind-control-plane)',
  ],
  [
    'k3d',
    [node('k3d-lab-server-0', 'k3s://k3d-lab-server-0'), node('k3d-lab-agent-0', 'k3s://k3d-lab-agent-0')],
    'node k3d-lab-server-0 is one of k3d (providerID k3s://k3d-lab-server-0)',
  ],
  [
    'minikube',
    [node('minikube', undefined, { 'minikube.k8s.io/name': 'minikube' })],
    'node minikube is one of minikube (label minikube.k8s.io/name=minikube)',
  ],
  [
    'Docker Desktop',
    [node('docker-desktop')],
    'node docker-desktop is one of Docker Desktop (by its name, on this machine)',
  ],
  ['OrbStack', [node('orbstack', 'k3s://orbstack')], 'node orbstack is one of OrbStack (by its name, on this machine)'],
  [
    'Colima',
    [node('colima-dev', 'k3s://colima-dev')],
    'node colima-dev is one of Colima (by its name, on this machine)',
  ],
  [
    'Rancher Desktop',
    [node('lima-rancher-desktop', 'k3s://lima-rancher-desktop')],
    'node lima-rancher-desktop is one of Rancher Desktop (by its name, on this machine)',
  ],
])('%s is a practice cluster', (_, nodes, evidence) => {
  expect(judgeCluster(seen(...nodes))).toEqual({ practice: true, evidence });
});

test.each<readonly [string, KubeObject]>([
  ['k3s', node('raspberry', 'k3s://raspberry')],
  [
    'MicroK8s',
    node('laptop', undefined, {
      'microk8s.io/cluster': 'true',
      'node.kubernetes.io/microk8s-controlplane': 'microk8s-controlplane',
    }),
  ],
  ['kubeadm', node('cp-1', undefined, { 'node-role.kubernetes.io/control-plane': '' })],
  ['EKS through a tunnel on loopback', node('ip-10-0-1-2.ec2.internal', 'aws:///eu-central-1a/i-0123456789abcdef0')],
  ['a node whose name only begins like one', node('docker-desktop-prod')],
  ['a k3s node named after k3d', node('x', 'k3s://my-k3d-server')],
])('%s proves nothing', (_, unmarked) => {
  const why = { doubt: 'unmarkedNode', node: unmarked.metadata.name };
  expect(judgeCluster(seen(unmarked))).toEqual({ practice: false, why });
});

test('one unmarked node among marked ones proves nothing', () => {
  const why = { doubt: 'unmarkedNode', node: 'stranger' };
  expect(judgeCluster(seen(node('a', 'kind://docker/kind/a'), node('stranger')))).toEqual({ practice: false, why });
});

test('more than ten nodes prove nothing', () => {
  const nodes = Array.from({ length: 11 }, (_, index) => node(`n${index}`, `kind://docker/kind/n${index}`));
  expect(judgeCluster(seen(...nodes))).toEqual({ practice: false, why: { doubt: 'manyNodes', count: 11 } });
});

test('no nodes prove nothing', () => {
  expect(judgeCluster(seen())).toEqual({ practice: false, why: { doubt: 'noNodes' } });
});

test.each([
  ['a network of this machine', '192.168.64.7', true],
  ['a private network elsewhere', '192.168.65.7', false],
])('a product known by its name counts on %s', (_, address, practice) => {
  expect(judgeCluster({ ...seen(node('colima')), addresses: [address] }).practice).toBe(practice);
});

test('a product known by its name does not count when one of its addresses is elsewhere', () => {
  const evidence = { ...seen(node('colima')), addresses: ['127.0.0.1', '192.168.65.7'] };
  expect(judgeCluster(evidence).practice).toBe(false);
});

test('kind counts on a private address elsewhere, since its nodes prove it', () => {
  const evidence = { ...seen(node('a', 'kind://docker/kind/a')), addresses: ['172.30.1.1'] };
  expect(judgeCluster(evidence).practice).toBe(true);
});

test.each(['203.0.113.10', '2001:db8::1', '8.8.8.8', '172.15.0.1', '172.32.0.1', '::ffff:8.8.8.8'])(
  '%s is public: nodes do not help',
  (address) => {
    const evidence = { ...seen(node('a', 'kind://docker/kind/a')), addresses: ['127.0.0.1', address] };
    expect(judgeCluster(evidence)).toEqual({ practice: false, why: { doubt: 'publicAddress', addresses: [address] } });
  },
);

test.each([
  '127.0.0.1',
  '::1',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '100.64.0.1',
  '169.254.1.1',
  'fd00::1',
  'fe80::1',
])('%s is not public', (address) => {
  const evidence = { ...seen(node('a', 'kind://docker/kind/a')), addresses: [address] };
  expect(judgeCluster(evidence).practice).toBe(true);
});

test('a name that nobody knows', () => {
  const evidence: GuardEvidence = { ...seen(), addresses: [], nodes: { nodes: 'notAsked' } };
  expect(judgeCluster(evidence)).toEqual({ practice: false, why: { doubt: 'unknownAddress' } });
});

test('nodes that could not be read', () => {
  const outage = { code: 'forbidden', detail: 'no' } as const;
  const evidence: GuardEvidence = { ...seen(), nodes: { nodes: 'unreadable', outage } };
  expect(judgeCluster(evidence)).toEqual({ practice: false, why: { doubt: 'nodesUnreadable', outage } });
});

test('our own cluster needs no other evidence', () => {
  const evidence: GuardEvidence = {
    addresses: [],
    machineNetworks: [],
    isEmbedded: true,
    nodes: { nodes: 'notAsked' },
  };
  expect(judgeCluster(evidence)).toEqual({ practice: true, evidence: "kubeproctor's own embedded cluster" });
});
