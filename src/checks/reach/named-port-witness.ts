import type { ContainerPort, Endpoint } from '../../kubernetes/network-policy/endpoint.ts';
import type { Rule } from '../../kubernetes/network-policy/policy.ts';
import type { PortSet } from '../../kubernetes/network-policy/port-set.ts';

/**
 * A destination that there might be, with a port of each name that the rules speak of. Where it is one that is wanted, the
 * name is taken to mean a port that is wanted, as in the Pods that are there.
 */
export function withNamedPorts(other: Endpoint, rules: readonly Rule[], wanted: PortSet): Endpoint {
  if (other.endpoint === 'address') return other;
  const entries = rules.flatMap(({ ports }) => (ports === 'any' ? [] : ports));
  const ports = entries.flatMap((entry): readonly ContainerPort[] => {
    if (entry.port !== 'named') return [];
    return [{ name: entry.name, protocol: entry.protocol, port: wanted[entry.protocol][0]?.first ?? 8080 }];
  });
  return { ...other, ports };
}
