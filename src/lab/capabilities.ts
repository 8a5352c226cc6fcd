import type { ClusterProduct } from '../kubernetes/cluster-product.ts';
import type { Capability, CapabilityName } from './capability.ts';

/**
 * Whether a cluster has a capability, and how that is known. `notMeasured`: only traffic would tell; `unknown`: what
 * would tell could not be read.
 */
export interface Finding {
  readonly has: 'yes' | 'no' | 'notMeasured' | 'unknown';
  /** One line for a person. */
  readonly evidence: string;
  /** RFC 3339; absent where it was read from what the cluster says of itself. */
  readonly measuredAt?: string;
}

/** What a cluster can do. */
export interface Capabilities {
  /** Nodes that are ready and take ordinary pods; undefined when they could not be read. */
  readonly nodes: number | undefined;
  readonly nodesEvidence: string;
  readonly found: Readonly<Record<CapabilityName, Finding>>;
}

/** Whether a cluster has what an entry of `needs:` names. */
export function findingFor(capabilities: Capabilities, need: Capability): Finding {
  if (need.capability !== 'nodes') return capabilities.found[need.capability];
  const { nodes, nodesEvidence: evidence } = capabilities;
  if (nodes === undefined) return { has: 'unknown', evidence };
  return { has: nodes >= need.atLeast ? 'yes' : 'no', evidence };
}

/** What only pods of one's own can tell. */
export const measuredNames = ['pods-run', 'traffic', 'network-policy'] as const satisfies readonly CapabilityName[];

export type MeasuredName = (typeof measuredNames)[number];

/** What `doctor --measure` found. */
export interface Measurement {
  /** RFC 3339. */
  readonly at: string;
  readonly image: string;
  /** The cluster that it was measured on: it holds as long as that stays so. */
  readonly setup: ClusterSetup;
  readonly found: Readonly<Partial<Record<MeasuredName, Finding>>>;
}

/** By what a measurement is known to be out of date. Lists are sorted; undefined where they could not be read. */
export interface ClusterSetup {
  /** `gitVersion` of the server. */
  readonly version: string;
  /** uids of the nodes. */
  readonly nodes: readonly string[] | undefined;
  /** What runs on every node's own network, network plug-ins among it: uid and images. */
  readonly agents: readonly string[] | undefined;
}

/** One node, as far as it matters for what can be practised. */
export interface NodeFacts {
  readonly name: string;
  readonly isReady: boolean;
  readonly isControlPlane: boolean;
  readonly isSimulated: boolean;
  readonly product: ClusterProduct | undefined;
  /** As `v1.36.4`. */
  readonly kubelet: string;
  /** As `containerd://2.1.1`. */
  readonly runtime: string;
  /** As `linux/amd64`. */
  readonly platform: string;
}
