import { meetsAll } from '../label-selector.ts';
import type { Endpoint } from './endpoint.ts';
import type { PluginReason } from './peer-match.ts';
import { peerMatch } from './peer-match.ts';
import type { Direction, Policy, PortEntry, Rule } from './policy.ts';
import type { PortSet } from './port-set.ts';
import { allPorts, noPorts, portsOf, union } from './port-set.ts';

/** What the policies for one end of a connection say about the other end. */
export interface Side {
  readonly direction: Direction;
  /** The policies that isolate this end in this direction; none: everything is allowed. */
  readonly isolatedBy: readonly Policy[];
  /** The rules that mean the other end, whatever the port. */
  readonly grants: readonly Grant[];
  /** Destination ports that are allowed with every plug-in. */
  readonly sure: PortSet;
  /** These and those that are allowed with some. */
  readonly possible: PortSet;
  /** The policies are for a Pod on its node's network, for which a plug-in may not follow them. */
  readonly isHostNetwork: boolean;
}

/** A rule that means the other end. */
export interface Grant {
  readonly policy: Policy;
  readonly rule: Rule;
  /** Index in the rule's `from` or `to`; absent where the rule has none and so means everybody. */
  readonly peer?: number;
  readonly ports: PortSet;
  readonly certainty: 'sure' | PluginReason;
}

export interface SideQuestion {
  readonly direction: Direction;
  /** The end whose policies are asked. */
  readonly subject: Endpoint;
  readonly other: Endpoint;
}

/**
 * A Pod is isolated in a direction once a policy for that direction selects it, and then only what the rules of all such
 * policies together allow gets through.
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation
 */
export function sideOf(
  { direction, subject, other }: SideQuestion,
  policies: readonly Policy[],
  podAddresses: readonly string[],
): Side {
  const isolatedBy = isolating(subject, direction, policies);
  if (isolatedBy.length === 0)
    return { direction, isolatedBy, grants: [], sure: allPorts, possible: allPorts, isHostNetwork: false };
  const destination = direction === 'ingress' ? subject : other;
  const seen = direction === 'ingress' ? { ...other, serviceAddresses: [] } : other; // nothing comes from a Service's address
  const grants = isolatedBy.flatMap((policy) =>
    (policy[direction] ?? []).flatMap((rule) => grantsOf(policy, rule, seen, destination, podAddresses)),
  );
  const isHostNetwork = subject.endpoint === 'pod' && subject.isHostNetwork;
  const sure = union(noPorts, ...grants.filter(({ certainty }) => certainty === 'sure').map(({ ports }) => ports));
  const possible = isHostNetwork ? allPorts : union(noPorts, ...grants.map(({ ports }) => ports));
  return { direction, isolatedBy, grants, sure, possible, isHostNetwork };
}

/** The policies for a direction that select an end. */
export const isolating = (subject: Endpoint, direction: Direction, policies: readonly Policy[]): readonly Policy[] =>
  policies.filter(
    (policy) =>
      subject.endpoint === 'pod' &&
      policy[direction] !== undefined &&
      policy.namespace === subject.namespace &&
      meetsAll(subject.labels, policy.podSelector),
  );

function grantsOf(
  policy: Policy,
  rule: Rule,
  other: Endpoint,
  destination: Endpoint,
  podAddresses: readonly string[],
): readonly Grant[] {
  const ports = rulePorts(rule, destination);
  if (rule.peers === 'anyone') return [{ policy, rule, ports, certainty: 'sure' }];
  return rule.peers.flatMap((peer, index) => {
    const match = peerMatch(peer, policy.namespace, other, podAddresses);
    return match === 'no' ? [] : [{ policy, rule, ports, peer: index, certainty: match === 'yes' ? 'sure' : match }];
  });
}

/** The port is always that of the destination Pod, by number or by the name one of its containers gives it. */
export const rulePorts = ({ ports }: Rule, destination: Endpoint): PortSet =>
  ports === 'any' ? allPorts : union(noPorts, ...ports.map((entry) => entryPorts(entry, destination)));

function entryPorts(entry: PortEntry, destination: Endpoint): PortSet {
  switch (entry.port) {
    case 'any':
      return portsOf(entry.protocol);
    case 'range':
      return portsOf(entry.protocol, entry.first, entry.last);
    case 'named': {
      const ports = destination.endpoint === 'pod' ? destination.ports : [];
      const named = ports.filter(({ name, protocol }) => name === entry.name && protocol === entry.protocol);
      return union(noPorts, ...named.map(({ port }) => portsOf(entry.protocol, port)));
    }
    default:
      return entry satisfies never;
  }
}
