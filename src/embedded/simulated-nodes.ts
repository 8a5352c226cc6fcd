import { arch } from 'node:os';
import type { ApiClient } from './api-client.ts';

/** A Node as much of it as is looked at here; the API server fills in the rest. */
interface NodeObject {
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** Marks the nodes that `up` makes and may take away again; a learner's own are left alone. */
const mark = 'kubeproctor.dev/simulated-node';

/** The Node object of simulated node `number`, an ordinary machine of 4 processors and 8 GiB. */
export function simulatedNode(number: number, version: string): Readonly<Record<string, unknown>> {
  const name = `node-${number}`;
  const architecture = arch() === 'arm64' ? 'arm64' : 'amd64';
  const resources = { cpu: '4', memory: '8Gi', 'ephemeral-storage': '100Gi', pods: '110' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations: { 'kwok.x-k8s.io/node': 'fake', [mark]: 'true' },
      labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': architecture },
    },
    status: {
      capacity: resources,
      allocatable: resources,
      // 192.0.2.0/24 is set aside for documentation (RFC 5737): no machine is ever there.
      addresses: [
        { type: 'InternalIP', address: `192.0.2.${10 + number}` },
        { type: 'Hostname', address: name },
      ],
      nodeInfo: {
        architecture,
        operatingSystem: 'linux',
        osImage: 'Simulated by KWOK',
        kernelVersion: 'simulated',
        containerRuntimeVersion: 'kwok://simulated',
        kubeletVersion: version,
        kubeProxyVersion: '',
        bootID: '',
        machineID: '',
        systemUUID: '',
      },
      conditions: [],
    },
  };
}

/** Makes the nodes that are missing of `node-1` to `node-<count>`, and takes away those of ours beyond. */
export async function ensureNodes(client: ApiClient, count: number, version: string): Promise<void> {
  const existing = await listNodes(client);
  const names = new Set(existing.map((node) => node.metadata.name));
  for (let number = 1; number <= count; number += 1)
    if (!names.has(`node-${number}`)) await client.send('POST', '/api/v1/nodes', simulatedNode(number, version));
  for (const node of existing) if (isBeyond(node, count)) await removeNode(client, node.metadata.name);
}

/** Names of our nodes that are not there or not ready yet. */
export async function nodesNotReady(client: ApiClient, count: number): Promise<readonly string[]> {
  const nodes = await listNodes(client);
  const isReady = (name: string) =>
    nodes
      .find((node) => node.metadata.name === name)
      ?.status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ?? false;
  return Array.from({ length: count }, (_, index) => `node-${index + 1}`).filter((name) => !isReady(name));
}

/** Whether the nodes are those that `up` would leave: all there and ready, none of ours beyond. */
export async function areNodesAsWanted(client: ApiClient, count: number): Promise<boolean> {
  if ((await nodesNotReady(client, count)).length > 0) return false;
  return !(await listNodes(client)).some((node) => isBeyond(node, count));
}

async function listNodes(client: ApiClient): Promise<readonly NodeObject[]> {
  const { status, body } = await client.send('GET', '/api/v1/nodes');
  if (status !== 200) throw new Error(`the API server answers ${status} to a list of nodes`);
  return (body as { items: readonly NodeObject[] }).items; // a NodeList, by the API's contract
}

const isBeyond = ({ metadata }: NodeObject, count: number): boolean =>
  metadata.annotations?.[mark] !== undefined && Number(metadata.name.replace(/^node-/, '')) > count;

/** As one takes a machine away: no new pods, the old ones removed so that they are made again elsewhere, then itself. */
async function removeNode(client: ApiClient, name: string): Promise<void> {
  const node = `/api/v1/nodes/${encodeURIComponent(name)}`;
  await client.send('PATCH', node, { spec: { unschedulable: true } }, 'application/merge-patch+json');
  const { body } = await client.send('GET', `/api/v1/pods?fieldSelector=spec.nodeName%3D${encodeURIComponent(name)}`);
  // A PodList, by the API's contract.
  for (const { metadata } of (body as { items: { metadata: { namespace: string; name: string } }[] }).items)
    await client.send('DELETE', `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}?gracePeriodSeconds=0`);
  await client.send('DELETE', node);
}
