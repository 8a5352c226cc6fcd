import { parse } from 'yaml';
import type { JsonObject } from '../../../src/kubernetes/json.ts';
import type { KubeObject } from '../../../src/kubernetes/kube-object.ts';
import type { Labels } from '../../../src/kubernetes/label-selector.ts';
import type { Endpoint, PodEndpoint } from '../../../src/kubernetes/network-policy/endpoint.ts';
import { addressEndpoint, hypotheticalPod, podEndpoint } from '../../../src/kubernetes/network-policy/endpoint.ts';
import type { PolicyWorld } from '../../../src/kubernetes/network-policy/flow.ts';
import { answerOf, reachability } from '../../../src/kubernetes/network-policy/flow.ts';
import { parsePolicy } from '../../../src/kubernetes/network-policy/policy.ts';
import type { Protocol } from '../../../src/kubernetes/network-policy/port-set.ts';

const namespaces: Readonly<Record<string, Labels>> = {
  shop: { 'kubernetes.io/metadata.name': 'shop', team: 'shop' },
  audit: { 'kubernetes.io/metadata.name': 'audit', team: 'audit' },
  bare: { 'kubernetes.io/metadata.name': 'bare' },
};

const database = pod('db', 'shop', { role: 'db', app: 'db' }, { node: 'node-1', ip: '10.244.0.5' });

/** A database with two named ports, two frontends of which one is in another namespace, and Pods on their nodes' network. */
const pods: Readonly<Record<string, Endpoint>> = {
  db: database,
  web: pod('web', 'shop', { role: 'frontend', app: 'web' }, { node: 'node-2', ip: '10.244.1.6' }),
  test: pod('test', 'shop', { role: 'frontend-test' }, { node: 'node-2', ip: '10.244.1.9' }),
  console: pod('console', 'audit', { role: 'frontend' }, { node: 'node-2', ip: '10.244.1.7' }),
  lonely: pod('lonely', 'bare', {}, { node: 'node-2', ip: '10.244.1.8' }),
  agent: pod('agent', 'shop', { role: 'agent' }, { node: 'node-2', ip: '192.168.0.2', hostNetwork: true }),
  neighbour: pod('neighbour', 'shop', { role: 'agent' }, { node: 'node-1', ip: '192.168.0.1', hostNetwork: true }),
  pending: pod('pending', 'shop', { role: 'frontend' }, { node: 'node-2', ip: '' }),
  dual: pod('dual', 'shop', { role: 'dual' }, { node: 'node-2', ip: '10.244.1.10', ip6: 'fd00:10::a' }),
  sidecar: pod('sidecar', 'shop', { role: 'sidecar' }, { node: 'node-2', ip: '10.244.1.11' }),
  blank: pod('blank', 'shop', { role: '' }, { node: 'node-2', ip: '10.244.1.12' }),
  'db by Service': { ...database, serviceAddresses: ['10.96.0.9'] },
  'possible frontend': hypotheticalPod('shop', namespaces.shop ?? {}, { role: 'frontend' }),
  'possible stranger': hypotheticalPod('elsewhere', { 'kubernetes.io/metadata.name': 'elsewhere' }, {}),
};

/** The answer to `web -> db TCP 5432` under policies, each a `spec` in YAML; of namespace shop, or as `audit: spec`. */
export function answerTo(policies: readonly string[], question: string): string {
  const [ends = '', protocol = '', port = ''] = question.split(/ (?=TCP|UDP|SCTP)| (?=\d+$)/);
  const [from = '', to = ''] = ends.split(' -> ');
  const reach = reachability(endOf(from), endOf(to), worldOf(policies));
  return answerOf(reach, protocol as Protocol, Number(port)); // of the test's own questions
}

export const endOf = (name: string): Endpoint => pods[name] ?? addressEndpoint(name);

export const worldOf = (policies: readonly string[]): PolicyWorld => ({
  policies: policies.map((text, index) => parsePolicy(policyOf(text, `policy-${index + 1}`))),
  podAddresses: Object.values(pods).flatMap((end) =>
    end.endpoint === 'pod' && !end.isHostNetwork ? end.addresses : [],
  ),
});

function policyOf(text: string, name: string): KubeObject {
  const [, elsewhere, spec = ''] = /^(?:(shop|audit): )?([\s\S]*)$/.exec(text) ?? [];
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace: elsewhere ?? 'shop' },
    spec: parse(spec) as JsonObject, // a mapping in YAML
  };
}

interface Place {
  readonly node: string;
  readonly ip: string;
  readonly ip6?: string;
  readonly hostNetwork?: boolean;
}

function pod(
  name: string,
  namespace: string,
  labels: Labels,
  { node, ip, ip6, hostNetwork = false }: Place,
): PodEndpoint {
  const hostIP = node === 'node-1' ? '192.168.0.1' : '192.168.0.2';
  const ports = [
    { name: 'postgres', containerPort: 5432, protocol: 'TCP' },
    { name: 'metrics', containerPort: 9187 },
    { name: 'dns', containerPort: 53, protocol: 'UDP' },
  ];
  const object: KubeObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels },
    spec: {
      ...{ nodeName: node, hostNetwork },
      containers: [{ name: 'main', ports: name === 'db' ? ports : [] }],
      initContainers:
        name === 'sidecar'
          ? [
              { name: 'setup', ports: [{ name: 'setup', containerPort: 81 }] },
              { name: 'proxy', restartPolicy: 'Always', ports: [{ name: 'proxy', containerPort: 82 }] },
            ]
          : [],
    },
    status: {
      podIP: ip,
      podIPs: [ip, ip6 ?? ''].filter((one) => one !== '').map((one) => ({ ip: one })),
      hostIP,
      hostIPs: [{ ip: hostIP }],
    },
  };
  return podEndpoint(object, namespaces[namespace] ?? {});
}
