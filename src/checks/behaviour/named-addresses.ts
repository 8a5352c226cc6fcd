import type { Json } from '../../kubernetes/json.ts';
import { valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { mappingsAt } from '../../kubernetes/pod-template.ts';
import { isHeadless } from '../../kubernetes/service-endpoints.ts';
import { LabDefect } from '../check-kind.ts';

/** `isWhole`: a name for it gives all of them, of the family that is asked for; else some of them. */
export interface NamedAddresses {
  readonly isWhole: boolean;
  readonly addresses: readonly string[];
}

/**
 * The addresses that a name for a Service or a Pod stands for.
 * https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
 * @throws LabDefect for what the cluster gives no address.
 */
export function namedAddresses(object: KubeObject, slices: readonly KubeObject[]): NamedAddresses {
  switch (object.kind) {
    case 'Pod':
      return { isWhole: false, addresses: mappingsAt(object, 'status', 'podIPs').map(({ ip }) => String(ip)) };
    case 'Service':
      if (valueAt(object, 'spec', 'type') === 'ExternalName') throw new LabDefect(externalName);
      return isHeadless(object)
        ? { isWhole: true, addresses: endpointAddresses(object, slices) }
        : { isWhole: false, addresses: clusterAddresses(object) };
    default:
      throw new LabDefect(`dns finds a Service or a Pod, no ${object.kind}`);
  }
}

const externalName = 'an ExternalName Service stands for a name outside, of which the cluster knows no address';

/** All that a name should give, and nothing else; without `wanted` anything. */
export function isNamed(found: readonly string[], wanted: NamedAddresses | undefined): boolean {
  if (wanted === undefined) return found.length > 0;
  const [got, meant] = [found, wanted.addresses].map((addresses) => new Set(addresses.map(plain)));
  if (got === undefined || meant === undefined || got.size === 0) return false;
  const isOfFamily = (address: string): boolean => [...got].some((one) => one.includes(':') === address.includes(':'));
  return (
    [...got].every((address) => meant.has(address)) &&
    (!wanted.isWhole || [...meant].filter(isOfFamily).every((address) => got.has(address)))
  );
}

const plain = (address: string): string => address.toLowerCase();

const clusterAddresses = (service: KubeObject): readonly string[] => {
  const all = valueAt(service, 'spec', 'clusterIPs') ?? [valueAt(service, 'spec', 'clusterIP') ?? ''];
  return Array.isArray(all) ? all.map(String).filter((address: string) => address !== '') : [];
};

/** Those of Pods that are not ready too, where the Service says so. */
function endpointAddresses(service: KubeObject, slices: readonly KubeObject[]): readonly string[] {
  const isForAll = valueAt(service, 'spec', 'publishNotReadyAddresses') === true;
  return slices.flatMap((slice) =>
    mappingsAt(slice, 'endpoints')
      .filter((endpoint) => isForAll || valueAt(endpoint, 'conditions', 'ready') !== false)
      .flatMap(({ addresses }) => (Array.isArray(addresses) ? addresses.map((address: Json) => String(address)) : [])),
  );
}
