import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterClient } from '../../../../src/cluster/client.ts';
import { createObject } from '../../../../src/cluster/write.ts';
import { valueAt } from '../../../../src/kubernetes/json.ts';
import type { KubeObject } from '../../../../src/kubernetes/kube-object.ts';
import type { Endpoint, PodEndpoint } from '../../../../src/kubernetes/network-policy/endpoint.ts';
import { otherNamespace } from '../../../../src/kubernetes/network-policy/witnesses.ts';
import { builtInKind } from '../../../../src/kubernetes/resource-kind.ts';
import { listObjects } from '../../../../src/session/list-objects.ts';
import type { RealNodes } from '../real-nodes.ts';
import { until } from '../until.ts';
import type { Agent } from './agents.ts';
import { agentOf } from './agents.ts';
import type { Flow } from './row-flows.ts';

/** What real traffic said to the flows of one state. */
export interface Measured {
  /** What rows asked for; each connection is tried once for all of them. */
  readonly rows: number;
  readonly agreed: number;
  readonly disagreed: readonly string[];
  /** Not tried, by the reason. */
  readonly leftOut: Readonly<Record<string, number>>;
}

export interface Traffic {
  readonly measure: (flows: readonly Flow[]) => Promise<Measured>;
  readonly end: () => void;
}

/** A flow that went otherwise than it should is tried again: what was changed a moment ago has its effect some seconds later. */
const tries = [
  { timeoutMs: 500, pauseMs: 400 },
  { timeoutMs: 1_000, pauseMs: 400 },
  { timeoutMs: 3_000, pauseMs: 2_000 },
  { timeoutMs: 3_000, pauseMs: 4_000 },
  { timeoutMs: 3_000, pauseMs: 0 },
];

/** Tries flows from the networks of the pods that they are about; for pods that there might be, it makes some. */
export function trafficOn(cluster: RealNodes, client: ClusterClient, program: string): Traffic {
  const agents = new Map<string, Promise<Agent>>();
  const agentFor = (key: string, start: () => Promise<Agent>): Promise<Agent> => {
    const known = agents.get(key) ?? start();
    agents.set(key, known);
    return known;
  };
  let last: Promise<unknown> = Promise.resolve();
  /** Copies side by side share the namespaces outside of them. */
  const oneAtATime = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work, work);
    last = done.catch(() => undefined);
    return done;
  };
  const atEnd = async (end: Endpoint, pods: ReadonlyMap<string, KubeObject>): Promise<Place> => {
    if (end.endpoint === 'address') {
      const outsider = await cluster.outsider();
      await outsider.haveAddress(end.address);
      const agent = await agentFor('outside', async () => agentOf(outsider.spawn([program])));
      return { agent, address: end.address, from: end.address };
    }
    const pod = pods.get(placeKey(end));
    if (pod === undefined) throw new Error(`no pod for ${placeKey(end)}`);
    const agent = await agentFor(pod.metadata.uid ?? '', async () => agentInPod(cluster, pod, program));
    return { agent, address: String(valueAt(pod, 'status', 'podIP')) };
  };
  return {
    measure: async (flows) => {
      const leftOut: Record<string, number> = {};
      const tried = flows.filter((flow) => {
        const why = whyNotTried(flow);
        if (why !== undefined) leftOut[why] = (leftOut[why] ?? 0) + 1;
        return why === undefined;
      });
      const ends = new Map(tried.flatMap(({ from, to }) => [from, to]).map((end) => [placeKey(end), end]));
      const findPods = () => podsAt(client, [...ends.values()]);
      const pods = await oneAtATime(() => findPods().catch(findPods)); // a busy API server may let a request wait too long
      const places = new Map<string, Place>();
      await Promise.all([...ends].map(async ([key, end]) => places.set(key, await atEnd(end, pods))));
      await listen(tried, places);
      // several rows speak of the same connection, and never with another answer
      let open: readonly Flow[] = [...new Map(tried.map((flow) => [flowKey(flow), flow])).values()];
      const connections = open.length;
      for (const { timeoutMs, pauseMs } of tries) {
        const reached = await connectAll(open, places, timeoutMs);
        open = open.filter((flow, index) => (flow.answer === 'allowed') !== reached[index]);
        if (open.length === 0) break;
        await sleep(pauseMs);
      }
      return { rows: tried.length, agreed: connections - open.length, disagreed: open.map(told), leftOut };
    },
    end: () => {
      for (const agent of agents.values()) void agent.then(({ end }) => end());
    },
  };
}

interface Place {
  readonly agent: Agent;
  readonly address: string;
  /** The address to connect from, where it has several. */
  readonly from?: string;
}

function whyNotTried({ from, to, protocol, answer }: Flow): string | undefined {
  if (answer === 'own') return 'own';
  if (answer === 'left_to_plugin') return 'left to the plug-in';
  if (protocol === 'SCTP') return 'SCTP';
  const ends = [from, to];
  if (ends.some((end) => end.endpoint === 'pod' && end.isHostNetwork)) return 'network of the node';
  const addresses = ends.flatMap((end) => (end.endpoint === 'address' ? [end.address] : []));
  if (addresses.some((address) => address.includes(':'))) return 'IPv6';
  if (addresses.some((address) => !isOutside(address))) return 'no address that a machine could have';
  return addresses.length === 2 ? 'both outside' : undefined;
}

/** Of the cluster are 10.244.0.0/16, 10.96.0.0/16 and 10.251.0.0/16; some others are nobody's. */
const isOutside = (address: string): boolean => !/^(10\.(244|96|251)|0|127|22[4-9]|2[3-5]\d)\./.test(address);

async function listen(flows: readonly Flow[], places: ReadonlyMap<string, Place>): Promise<void> {
  const byPlace = Map.groupBy(flows, ({ to }) => places.get(placeKey(to)));
  await Promise.all(
    [...byPlace].map(([place, its]) => {
      const address = place?.from === undefined ? {} : { address: place.from };
      return place?.agent.listen(its.map(({ protocol, port }) => ({ protocol: tcpOrUdp(protocol), port, ...address })));
    }),
  );
}

async function connectAll(
  flows: readonly Flow[],
  places: ReadonlyMap<string, Place>,
  timeoutMs: number,
): Promise<readonly boolean[]> {
  const reached: boolean[] = flows.map(() => false);
  const numbered = flows.map((flow, index) => ({ ...flow, index }));
  const bySource = Map.groupBy(numbered, ({ from }) => placeKey(from));
  await Promise.all(
    [...bySource].map(async ([key, its]) => {
      const place = places.get(key);
      const connect = its.map(({ to, protocol, port }) => ({
        ...{ protocol: tcpOrUdp(protocol), port },
        address: places.get(placeKey(to))?.address ?? '',
      }));
      const from = place?.from === undefined ? {} : { from: place.from };
      const answers = (await place?.agent.connect({ connect, timeoutMs, ...from })) ?? [];
      its.forEach(({ index }, at) => {
        reached[index] = answers[at] === true;
      });
    }),
  );
  return reached;
}

const flowKey = ({ from, to, protocol, port, answer }: Flow): string =>
  [placeKey(from), placeKey(to), protocol, port, answer].join(' ');

const tcpOrUdp = (protocol: Flow['protocol']): 'TCP' | 'UDP' => (protocol === 'UDP' ? 'UDP' : 'TCP');

/** The pods that are there, and one made for each that there might be. */
async function podsAt(client: ClusterClient, ends: readonly Endpoint[]): Promise<ReadonlyMap<string, KubeObject>> {
  const wanted = ends.filter((end): end is PodEndpoint => end.endpoint === 'pod');
  const made = wanted.filter(({ name }) => name === undefined);
  const spaces = new Map(made.map((end) => [spaceOf(end), end.namespaceLabels]));
  const names = new Set((await listed(client, 'Namespace')).map(({ metadata }) => metadata.name));
  for (const [name, { 'kubernetes.io/metadata.name': _, ...labels }] of spaces)
    if (!names.has(name)) await create(client, { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
  const before = new Set((await listed(client, 'Pod')).map(keyOf));
  const missing = made.map(probePod).filter((pod) => !before.has(keyOf(pod)));
  await Promise.all(missing.map((pod) => create(client, pod)));
  return until(
    'the pods for measuring',
    async () => {
      const pods = new Map((await listed(client, 'Pod')).map((pod) => [keyOf(pod), pod]));
      const found = wanted.flatMap((end) => {
        const pod = pods.get(keyOf(end.name === undefined ? probePod(end) : podOf(end)));
        return pod !== undefined && hasAddress(pod) ? [[placeKey(end), pod] as const] : [];
      });
      return found.length === wanted.length ? new Map(found) : undefined;
    },
    { pauseMs: 150, timeoutMs: 120_000 },
  );
}

async function create(client: ClusterClient, object: KubeObject): Promise<void> {
  const created = await createObject(client, object);
  if (created.result !== 'ok') throw new Error(`${object.kind} ${object.metadata.name}: ${created.message}`);
}

async function listed(client: ClusterClient, kind: 'Namespace' | 'Pod'): Promise<readonly KubeObject[]> {
  const known = builtInKind(kind);
  if (known === undefined) throw new Error(`no kind ${kind}`);
  const answer = await listObjects(client, known);
  return answer.listed === 'objects' ? answer.objects : [];
}

const hasAddress = (pod: KubeObject): boolean => valueAt(pod, 'status', 'podIP') !== undefined;

const podOf = ({ namespace, name = '' }: PodEndpoint) => ({ metadata: { namespace, name } });

const keyOf = ({ metadata }: { readonly metadata: { readonly namespace?: string; readonly name: string } }): string =>
  `${metadata.namespace} ${metadata.name}`;

/** Ends that policies cannot tell apart are one place. */
function placeKey(end: Endpoint): string {
  if (end.endpoint === 'address') return end.address;
  if (end.name !== undefined) return `${end.namespace}/${end.name}`;
  const { namespace, namespaceLabels, labels, ports } = end;
  return JSON.stringify([namespace, sorted(namespaceLabels), sorted(labels), ports]);
}

const sorted = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));

/** One that there might be gets a name for each set of labels. */
function spaceOf({ namespace, namespaceLabels }: PodEndpoint): string {
  if (namespace !== otherNamespace) return namespace;
  const { 'kubernetes.io/metadata.name': _, ...labels } = namespaceLabels;
  return `elsewhere-${shortHash(JSON.stringify(sorted(labels)))}`;
}

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 10);

const probePod = (end: PodEndpoint) => ({
  ...{ apiVersion: 'v1', kind: 'Pod' },
  metadata: { name: `probe-${shortHash(placeKey(end))}`, namespace: spaceOf(end), labels: end.labels },
  spec: {
    terminationGracePeriodSeconds: 0,
    containers: [
      {
        ...{ name: 'probe', image: 'busybox:1.37', command: ['sleep', '86400'] },
        ports: end.ports.map(({ name, protocol, port }) => ({
          ...(name === '' ? {} : { name }),
          protocol,
          containerPort: port,
        })),
      },
    ],
  },
});

/** In the network of its sandbox, which all of its containers share. */
function agentInPod({ rootOf }: RealNodes, pod: KubeObject, program: string): Agent {
  const root = rootOf(String(valueAt(pod, 'spec', 'nodeName')));
  const path = join(root, podNetwork(root, pod));
  return agentOf(spawn('nsenter', [`--net=${path}`, '--', program], { stdio: ['pipe', 'pipe', 'inherit'] }));
}

/** As the runtime has it, of which containerd keeps the configuration as long as the sandbox runs. */
function podNetwork(root: string, { metadata }: KubeObject): string {
  const bundles = join(root, 'run/containerd/io.containerd.runtime.v2.task/k8s.io');
  for (const bundle of readdirSync(bundles)) {
    const file = join(bundles, bundle, 'config.json');
    if (!existsSync(file)) continue;
    const { annotations = {}, linux } = JSON.parse(readFileSync(file, 'utf8')) as RuntimeConfig;
    if (annotations['io.kubernetes.cri.container-type'] !== 'sandbox') continue;
    if (annotations['io.kubernetes.cri.sandbox-uid'] !== metadata.uid) continue;
    const network = linux.namespaces.find(({ type }) => type === 'network')?.path;
    if (network !== undefined) return network.replace(/^\/var\/run\//, '/run/');
  }
  throw new Error(`no sandbox of ${metadata.namespace}/${metadata.name}`);
}

/** As much as counts here of https://github.com/opencontainers/runtime-spec/blob/main/config.md */
interface RuntimeConfig {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly linux: { readonly namespaces: readonly { readonly type: string; readonly path?: string }[] };
}

function told({ row, from, to, protocol, port, answer }: Flow): string {
  const end = (one: Endpoint) => (one.endpoint === 'address' ? one.address : placeKey(one));
  return `${row}: ${end(from)} → ${end(to)} ${protocol} ${port} should be ${answer}`;
}
