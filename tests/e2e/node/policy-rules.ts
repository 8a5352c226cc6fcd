import { BlockList } from 'node:net';

/** As much of the API's objects as counts here. */
export interface Pod {
  readonly metadata: { readonly namespace: string; readonly labels?: Labels };
  readonly spec: {
    readonly nodeName?: string;
    readonly hostNetwork?: boolean;
    readonly containers: readonly { readonly ports?: readonly ContainerPort[] }[];
  };
  readonly status: { readonly podIP?: string; readonly phase?: string };
}

export interface Space {
  readonly metadata: { readonly name: string; readonly labels?: Labels };
}

export interface Policy {
  readonly metadata: { readonly namespace: string };
  readonly spec: {
    readonly podSelector?: Selector;
    readonly policyTypes?: readonly string[];
    readonly ingress?: readonly { readonly from?: readonly Peer[]; readonly ports?: readonly Port[] }[];
    readonly egress?: readonly { readonly to?: readonly Peer[]; readonly ports?: readonly Port[] }[];
  };
}

export interface World {
  readonly pods: readonly Pod[];
  readonly spaces: readonly Space[];
  readonly policies: readonly Policy[];
}

type Labels = Readonly<Record<string, string>>;

interface ContainerPort {
  readonly name?: string;
  readonly containerPort: number;
  readonly protocol?: string;
}

interface Selector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

interface Peer {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

interface Port {
  readonly protocol?: string;
  readonly port?: number | string;
  readonly endPort?: number;
}

/**
 * The iptables rules that enforce all policies for the pods of one node: a chain a pod and direction, which returns what
 * is allowed and drops the rest. Written from the API reference, and apart from src/ on purpose: what it lets through is
 * what src/ is compared with. IPv4 only. A node's own traffic to its pods does not pass FORWARD, so that probes always
 * get in, as the documentation asks.
 * https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
 */
export function policyRules(world: World, node: string) {
  const pods = world.pods.filter(
    ({ spec, status }) => status.podIP !== undefined && spec.hostNetwork !== true && !isOver(status.phase),
  );
  const [chains, jumps, bodies]: [string[], string[], string[]] = [[], [], []];
  for (const pod of pods.filter(({ spec }) => spec.nodeName === node)) {
    const { podIP: address = '' } = pod.status;
    const own = world.policies.filter(
      ({ metadata, spec }) =>
        metadata.namespace === pod.metadata.namespace && selects(spec.podSelector ?? {}, pod.metadata.labels),
    );
    for (const direction of directions) {
      const applying = own.filter(({ spec }) => (spec.policyTypes ?? ['Ingress']).includes(direction.type));
      if (applying.length === 0) continue;
      const chain = `KP-${direction.type[0]}-${address}`;
      chains.push(chain);
      jumps.push(`-A KP-NETPOL ${direction.here} ${address} -j ${chain}`);
      for (const { metadata, spec } of applying)
        for (const { peers, ports } of direction.rulesOf(spec))
          for (const { block, peer } of ends(peers, metadata.namespace, { ...world, pods }))
            for (const match of matches(ports, direction.type === 'Ingress' ? pod : peer))
              bodies.push(...returning(chain, direction.there, block, match));
      bodies.push(`-A ${chain} -j DROP`);
    }
  }
  const answers = '-A KP-NETPOL -m conntrack --ctstate ESTABLISHED,RELATED -j RETURN';
  return { chains: chains.toSorted(), rules: [answers, ...jumps.toSorted(), ...bodies] };
}

const directions = [
  {
    ...{ type: 'Egress', here: '-s', there: '-d' },
    rulesOf: ({ egress = [] }: Policy['spec']) => egress.map(({ to, ports }) => ({ peers: to, ports })),
  },
  {
    ...{ type: 'Ingress', here: '-d', there: '-s' },
    rulesOf: ({ ingress = [] }: Policy['spec']) => ingress.map(({ from, ports }) => ({ peers: from, ports })),
  },
] as const;

interface Block {
  readonly cidr: string;
  readonly except: readonly string[];
}

interface End {
  readonly block: Block;
  /** The pod whose address that is. */
  readonly peer: Pod | undefined;
}

/** Who is at the other end: a block of addresses, or a pod, which is a block of one. An absent or empty list is everybody. */
function ends(peers: readonly Peer[] = [], namespace: string, { pods, spaces }: World): readonly End[] {
  if (peers.length === 0) return [{ block: { cidr: '0.0.0.0/0', except: [] }, peer: undefined }];
  return peers.flatMap(({ ipBlock, namespaceSelector, podSelector = {} }): readonly End[] => {
    if (ipBlock !== undefined) {
      const { cidr, except = [] } = ipBlock;
      return cidr.includes(':') ? [] : [{ block: { cidr, except }, peer: undefined }];
    }
    const isMeant = (pod: Pod): boolean => {
      if (namespaceSelector === undefined) return pod.metadata.namespace === namespace;
      const space = spaces.find(({ metadata }) => metadata.name === pod.metadata.namespace);
      return space !== undefined && selects(namespaceSelector, space.metadata.labels);
    };
    return pods
      .filter((pod) => isMeant(pod) && selects(podSelector, pod.metadata.labels))
      .map((peer) => ({ block: { cidr: `${peer.status.podIP}/32`, except: [] }, peer }));
  });
}

/** One rule for what is in a block and in none of its exceptions: a chain cannot say *and not* but by the parts between. */
function returning(chain: string, side: string, { cidr, except }: Block, match: string): readonly string[] {
  return without(cidr, except).map((part) => `-A ${chain} ${side} ${part} ${match} -j RETURN`);
}

/** The block in halves of halves, as far as an exception lies in them. */
function without(cidr: string, except: readonly string[]): readonly string[] {
  const inside = except.filter((hole) => holds(cidr, hole));
  if (inside.length === 0) return [cidr];
  if (inside.some((hole) => prefixOf(hole) <= prefixOf(cidr))) return [];
  const length = prefixOf(cidr) + 1;
  const [low, high] = [numberOf(cidr), numberOf(cidr) + 2 ** (32 - length)];
  return [low, high].flatMap((start) => without(`${addressOf(start)}/${length}`, except));
}

/** The two have an address in common. */
function holds(cidr: string, hole: string): boolean {
  const [wide = '', narrow = ''] = prefixOf(cidr) <= prefixOf(hole) ? [cidr, hole] : [hole, cidr];
  const list = new BlockList();
  list.addSubnet(wide.split('/')[0] ?? '', prefixOf(wide));
  return list.check(narrow.split('/')[0] ?? '');
}

const prefixOf = (cidr: string): number => Number(cidr.split('/')[1]);

/** Of the block's first address. */
function numberOf(cidr: string): number {
  const number = (cidr.split('/')[0] ?? '').split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return number - (number % 2 ** (32 - prefixOf(cidr)));
}

const addressOf = (number: number): string =>
  [24, 16, 8, 0].map((bits) => Math.floor(number / 2 ** bits) % 256).join('.');

/** What iptables has to match for the ports; a name means the port of that name in the pod that is connected to. */
function matches(ports: readonly Port[] = [], target: Pod | undefined): readonly string[] {
  if (ports.length === 0) return [''];
  return ports.flatMap(({ protocol = 'TCP', port, endPort }) => {
    const of = `-p ${protocol.toLowerCase()}`;
    if (port === undefined) return [of];
    if (typeof port === 'number') return [`${of} --dport ${port}:${endPort ?? port}`];
    const named = (target?.spec.containers ?? [])
      .flatMap((container) => container.ports ?? [])
      .filter((each) => each.name === port && (each.protocol ?? 'TCP') === protocol);
    return named.map(({ containerPort }) => `${of} --dport ${containerPort}`);
  });
}

function selects({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels = {}): boolean {
  const holdsFor = ({ key, operator, values = [] }: (typeof matchExpressions)[number]): boolean => {
    const value = labels[key];
    switch (operator) {
      case 'In':
        return value !== undefined && values.includes(value);
      case 'NotIn':
        return value === undefined || !values.includes(value);
      case 'Exists':
        return value !== undefined;
      case 'DoesNotExist':
        return value === undefined;
      default:
        throw new Error(`no such operator: ${operator}`);
    }
  };
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value) && matchExpressions.every(holdsFor);
}

const isOver = (phase: string | undefined): boolean => phase === 'Succeeded' || phase === 'Failed';
