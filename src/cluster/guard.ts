import { valueAt } from '../kubernetes/json.ts';
import { type KubeObject, labelsOf } from '../kubernetes/kube-object.ts';
import type { Outage } from '../snapshot/read.ts';
import { isInNetworks, isLoopback, isPublic } from './address.ts';

/** What is known of a cluster before anything is done in it. */
export interface GuardEvidence {
  /** What the server's name means here, or its address; empty where the name is not known. */
  readonly addresses: readonly string[];
  /** This machine's networks, as `192.168.64.1/24`. */
  readonly machineNetworks: readonly string[];
  /** The connection trusts the certificate authority of this user's embedded cluster and no other. */
  readonly isEmbedded: boolean;
  readonly nodes: GuardNodes;
}

/** `notAsked`: a public address is not contacted before somebody said yes. */
export type GuardNodes =
  | { readonly nodes: 'seen'; readonly items: readonly KubeObject[] }
  | { readonly nodes: 'unreadable'; readonly outage: Outage }
  | { readonly nodes: 'notAsked' };

export type Judgement =
  | { readonly practice: true; readonly evidence: string }
  | { readonly practice: false; readonly why: Doubt };

export type Doubt =
  | { readonly doubt: 'publicAddress'; readonly addresses: readonly string[] }
  | { readonly doubt: 'unknownAddress' }
  | { readonly doubt: 'nodesUnreadable'; readonly outage: Outage }
  | { readonly doubt: 'noNodes' }
  | { readonly doubt: 'manyNodes'; readonly count: number }
  /** The first node that nothing marks as one of a practice cluster. */
  | { readonly doubt: 'unmarkedNode'; readonly node: string };

const maxNodes = 10;

/**
 * Whether a cluster is certainly one for practice. Only its nodes prove it, or the certificate of our own: never a name
 * of a context, never an address alone. Whoever is not sure asks.
 */
export function judgeCluster(evidence: GuardEvidence): Judgement {
  if (evidence.isEmbedded) return { practice: true, evidence: "kubeproctor's own embedded cluster" };
  const doubt = doubtAboutAddress(evidence.addresses);
  if (doubt !== undefined) return { practice: false, why: doubt };
  const { nodes } = evidence;
  switch (nodes.nodes) {
    case 'notAsked':
      return { practice: false, why: { doubt: 'unknownAddress' } };
    case 'unreadable':
      return { practice: false, why: { doubt: 'nodesUnreadable', outage: nodes.outage } };
    case 'seen':
      return judgeNodes(nodes.items, isNear(evidence));
    default:
      return nodes satisfies never;
  }
}

/** Why this server is not even asked for its nodes; undefined where it may be. */
export function doubtAboutAddress(addresses: readonly string[]): Doubt | undefined {
  if (addresses.length === 0) return { doubt: 'unknownAddress' };
  const publicOnes = addresses.filter(isPublic);
  return publicOnes.length === 0 ? undefined : { doubt: 'publicAddress', addresses: publicOnes };
}

function judgeNodes(nodes: readonly KubeObject[], isNearby: boolean): Judgement {
  if (nodes.length === 0) return { practice: false, why: { doubt: 'noNodes' } };
  if (nodes.length > maxNodes) return { practice: false, why: { doubt: 'manyNodes', count: nodes.length } };
  const [first] = nodes;
  const proofs = nodes.map((node) => markOf(node) ?? (isNearby ? productByName(node.metadata.name) : undefined));
  const unmarked = nodes.find((_, index) => proofs[index] === undefined);
  if (unmarked !== undefined) return { practice: false, why: { doubt: 'unmarkedNode', node: unmarked.metadata.name } };
  return { practice: true, evidence: `node ${first?.metadata.name} is one of ${proofs[0]}` };
}

/** Marks that the tools themselves put on their nodes. */
function markOf(node: KubeObject): string | undefined {
  const providerId = String(valueAt(node, 'spec', 'providerID') ?? '');
  if (providerId.startsWith('kind://')) return `kind (providerID ${providerId})`;
  if (providerId.startsWith('k3s://k3d-')) return `k3d (providerID ${providerId})`;
  const minikube = labelsOf(node)['minikube.k8s.io/name'];
  return minikube === undefined ? undefined : `minikube (label minikube.k8s.io/name=${minikube})`;
}

/** Names that these products give their only node; anybody else may give them too, so the server must be near. */
function productByName(name: string): string | undefined {
  if (name === 'docker-desktop') return 'Docker Desktop (by its name, on this machine)';
  if (name === 'orbstack') return 'OrbStack (by its name, on this machine)';
  if (name === 'lima-rancher-desktop') return 'Rancher Desktop (by its name, on this machine)';
  return /^colima(-[a-z0-9-]+)?$/.test(name) ? 'Colima (by its name, on this machine)' : undefined;
}

const isNear = ({ addresses, machineNetworks }: GuardEvidence): boolean =>
  addresses.every((address) => isLoopback(address) || isInNetworks(machineNetworks, address));
