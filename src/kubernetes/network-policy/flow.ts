import type { Endpoint, PodEndpoint } from './endpoint.ts';
import { isOneAddress } from './ip-block.ts';
import type { PluginReason } from './peer-match.ts';
import type { Direction, Policy } from './policy.ts';
import type { PortSet, Protocol } from './port-set.ts';
import { hasPort, intersection, protocols } from './port-set.ts';
import type { Grant, Side } from './side.ts';
import { sideOf } from './side.ts';

/** Everything that decides about connections. */
export interface PolicyWorld {
  readonly policies: readonly Policy[];
  /** Addresses of the cluster's Pods, as far as they are known: what a Pod that might be could have one like. */
  readonly podAddresses: readonly string[];
}

/** What one end can reach of another. */
export type Reachability =
  /** A Pod cannot be cut off from itself, nor from the node it runs on. */
  | { readonly is: 'own'; readonly why: 'itself' | 'node' }
  | {
      readonly is: 'decided';
      readonly egress: Side;
      readonly ingress: Side;
      /** Destination ports that are open with every plug-in. */
      readonly sure: PortSet;
      /** These and those that are open with some. */
      readonly possible: PortSet;
    };

/**
 * Both sides must allow a connection: the policies for egress of the one end, those for ingress of the other.
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function reachability(from: Endpoint, to: Endpoint, { policies, podAddresses }: PolicyWorld): Reachability {
  const why = ownTraffic(from, to);
  if (why !== undefined) return { is: 'own', why };
  const egress = sideOf({ direction: 'egress', subject: from, other: to }, policies, podAddresses);
  const ingress = sideOf({ direction: 'ingress', subject: to, other: from }, policies, podAddresses);
  return {
    is: 'decided',
    ...{ egress, ingress },
    sure: intersection(egress.sure, ingress.sure),
    possible: intersection(egress.possible, ingress.possible),
  };
}

/** The four answers to "does this connection come about?". */
export type FlowAnswer = 'allowed' | 'denied' | 'own' | 'left_to_plugin';

export function answerOf(reach: Reachability, protocol: Protocol, port: number): FlowAnswer {
  if (reach.is === 'own') return 'own';
  if (hasPort(reach.sure, protocol, port)) return 'allowed';
  return hasPort(reach.possible, protocol, port) ? 'left_to_plugin' : 'denied';
}

/** What one side says about one port, and the policy and rule it says so by. */
export type SideDecision =
  /** No policy isolates this end in this direction. */
  | { readonly by: 'no_policy'; readonly direction: Direction }
  | { readonly by: 'rule'; readonly direction: Direction; readonly grant: Grant }
  /** Isolated, and no rule of these policies means this connection. */
  | { readonly by: 'no_rule'; readonly direction: Direction; readonly policies: readonly Policy[] }
  | {
      readonly by: 'plugin';
      readonly direction: Direction;
      readonly reason: PluginReason;
      readonly policy: Policy;
      /** Absent where the policy itself may not be followed, whatever its rules say. */
      readonly grant?: Grant;
    };

/** Who decided about a port on one side. */
export function decisionOf(side: Side, protocol: Protocol, port: number): SideDecision {
  const { direction, isolatedBy, isHostNetwork } = side;
  const [policy] = isolatedBy;
  if (policy === undefined) return { by: 'no_policy', direction };
  const fitting = side.grants.filter(({ ports }) => hasPort(ports, protocol, port));
  const sure = fitting.find(({ certainty }) => certainty === 'sure');
  if (sure !== undefined) return { by: 'rule', direction, grant: sure };
  if (isHostNetwork) return { by: 'plugin', direction, reason: 'host_network', policy };
  for (const grant of fitting)
    if (grant.certainty !== 'sure')
      return { by: 'plugin', direction, reason: grant.certainty, policy: grant.policy, grant };
  return { by: 'no_rule', direction, policies: isolatedBy };
}

/** The first port of a set: TCP before UDP before SCTP. */
export function firstPort(set: PortSet): { readonly protocol: Protocol; readonly port: number } | undefined {
  for (const protocol of protocols) {
    const [range] = set[protocol];
    if (range !== undefined) return { protocol, port: range.first };
  }
  return undefined;
}

function ownTraffic(from: Endpoint, to: Endpoint): 'itself' | 'node' | undefined {
  if (from.endpoint === 'pod' && to.endpoint === 'pod') {
    if (from.name !== undefined && from.name === to.name && from.namespace === to.namespace) return 'itself';
    const isOfNode = from.isHostNetwork || to.isHostNetwork;
    return isOfNode && from.node !== undefined && from.node === to.node ? 'node' : undefined;
  }
  if (from.endpoint === 'pod' && to.endpoint === 'address') return isOwnNode(from, to.address) ? 'node' : undefined;
  if (from.endpoint === 'address' && to.endpoint === 'pod') return isOwnNode(to, from.address) ? 'node' : undefined;
  return undefined;
}

const isOwnNode = (pod: PodEndpoint, address: string): boolean =>
  pod.nodeAddresses.some((own) => isOneAddress(own, address));
