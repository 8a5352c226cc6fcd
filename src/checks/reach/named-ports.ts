import type { ContainerPort, Endpoint, PodEndpoint } from '../../kubernetes/network-policy/endpoint.ts';
import type { Rule } from '../../kubernetes/network-policy/policy.ts';
import type { PortSet } from '../../kubernetes/network-policy/port-set.ts';
import { isolating } from '../../kubernetes/network-policy/side.ts';
import type { ReachTable } from './reach-table.ts';

/** A port that a Pod which nobody knows might well have. */
const anyPort = 8080;

/**
 * A destination that there might be, with a port of each name that the rules speak of: the one that the name has in the
 * Pods there are that a row means with it, else one that is wanted.
 */
export function withNamedPorts(end: Endpoint, target: Endpoint, table: ReachTable, wanted: PortSet): Endpoint {
  if (end.endpoint === 'address' || end.name !== undefined) return end;
  const known = knownPorts(end, table);
  const isKnown = (name: string, protocol: string): boolean =>
    known.some((port) => port.name === name && port.protocol === protocol);
  const entries = rulesAt(end, target, table).flatMap(({ ports }) => (ports === 'any' ? [] : ports));
  const others = entries.flatMap((entry): readonly ContainerPort[] => {
    if (entry.port !== 'named' || isKnown(entry.name, entry.protocol)) return [];
    return [{ name: entry.name, protocol: entry.protocol, port: wanted[entry.protocol][0]?.first ?? anyPort }];
  });
  return { ...end, ports: [...known, ...others] };
}

/** A destination that there might be, with the ports that have a name in the Pods there are that a row means with it. */
export const withKnownPorts = (end: Endpoint, table: ReachTable): Endpoint =>
  end.endpoint === 'address' || end.name !== undefined ? end : { ...end, ports: knownPorts(end, table) };

/** The rules that look at the ports of this destination: those for its own incoming traffic, and those for what reaches it. */
function rulesAt(destination: Endpoint, target: Endpoint, { world, direction }: ReachTable): readonly Rule[] {
  const incoming = isolating(destination, 'ingress', world.policies).flatMap(({ ingress = [] }) => ingress);
  if (direction === 'ingress') return incoming;
  return [...incoming, ...isolating(target, 'egress', world.policies).flatMap(({ egress = [] }) => egress)];
}

/** The first Pod of the rows that mean this one speaks for it. */
function knownPorts(end: PodEndpoint, { direction, target, allow, may }: ReachTable): readonly ContainerPort[] {
  const parties = direction === 'ingress' ? [target] : [...allow, ...may].map(({ party }) => party);
  const likes = parties
    .filter(({ isMeant }) => isMeant(end))
    .flatMap(({ asked }) => asked)
    .flatMap((one) => (one.endpoint === 'pod' && one.name !== undefined ? [one] : []));
  const named = likes.flatMap(({ ports }) => ports).filter(({ name }) => name !== '');
  const first = new Map(named.toReversed().map((port) => [`${port.protocol} ${port.name}`, port]));
  return [...end.ports, ...first.values()];
}
