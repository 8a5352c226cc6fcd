import type { Json, JsonObject } from './json.ts';
import { valueAt } from './json.ts';
import type { KubeObject } from './kube-object.ts';
import { isSidecar, mappingsAt } from './pod-template.ts';

/** One port of a Service. */
export interface ServicePort {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  /** A number, or the name of a container port. */
  readonly targetPort: number | string;
}

/** The ports of a Service with their defaults; the target port is the port where it is not given. */
export function servicePorts(service: KubeObject): readonly ServicePort[] {
  return mappingsAt(service, 'spec', 'ports').map((port) => ({
    name: String(port.name ?? ''),
    port: Number(port.port),
    protocol: String(port.protocol ?? 'TCP'),
    targetPort: numberOrName(port.targetPort) ?? Number(port.port),
  }));
}

/**
 * The number at which a Service's port arrives in a Pod; undefined where a name means none of its ports. Init containers
 * count as far as they go on running as sidecars.
 * https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports
 */
export function targetPortIn(podSpec: JsonObject, port: ServicePort): number | undefined {
  if (typeof port.targetPort === 'number') return port.targetPort;
  const sidecars = mappingsAt(podSpec, 'initContainers').filter(isSidecar);
  const named = [...mappingsAt(podSpec, 'containers'), ...sidecars]
    .flatMap((container) => mappingsAt(container, 'ports'))
    .find(({ name, protocol }) => name === port.targetPort && (protocol ?? 'TCP') === port.protocol);
  return named === undefined ? undefined : Number(named.containerPort);
}

/** Without an address of its own: callers get the addresses of the Pods, and no port is translated. */
export const isHeadless = (service: KubeObject): boolean => valueAt(service, 'spec', 'clusterIP') === 'None';

/** A port of a Service as its slices know it: by its name (`''` for the one without) and protocol, never by its number. */
export type PortInSlices = Pick<ServicePort, 'name' | 'protocol'>;

/** kube-proxy goes from a port of a Service to one of the same name and protocol. */
export const isSlicePort =
  ({ name, protocol }: PortInSlices) =>
  (port: JsonObject): boolean =>
    (port.name ?? '') === name && (port.protocol ?? 'TCP') === protocol;

/**
 * What the ready endpoints of a Service are, each once; of one of its ports where that is given: a Pod in which the target
 * port's name means nothing is in a slice without it.
 * `conditions.ready` decides, absent means ready; Pods are told by name, from `targetRef`, never by address; slices of a
 * Service that is gone do not count. Addresses without a Pod count in one family: the same backends may stand in a slice
 * for each.
 * https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#conditions
 */
export function readyEndpoints(
  service: KubeObject,
  slices: readonly KubeObject[],
  port?: PortInSlices,
): ReadonlySet<string> {
  const leads = (slice: KubeObject): boolean =>
    port === undefined || mappingsAt(slice, 'ports').some(isSlicePort(port));
  const ready = slicesOf(service, slices)
    .filter(leads)
    .flatMap((slice) => mappingsAt(slice, 'endpoints').map((endpoint) => ({ endpoint, family: slice.addressType })))
    .filter(({ endpoint }) => valueAt(endpoint, 'conditions', 'ready') !== false);
  const pods = ready.flatMap(({ endpoint }) => valueAt(endpoint, 'targetRef', 'name') ?? []);
  const families = new Map<Json | undefined, Set<string>>();
  for (const { endpoint, family } of ready) {
    if (valueAt(endpoint, 'targetRef', 'name') !== undefined) continue;
    const addresses = families.get(family) ?? new Set();
    families.set(family, addresses.add(String(valueAt(endpoint, 'addresses', 0))));
  }
  const [largest = []] = [...families.values()].sort((a, b) => b.size - a.size);
  return new Set([...pods.map(String), ...largest]);
}

/** The numbers at which a port arrives by the slices of a Service: there the slice decides, whatever the target port says. */
export const slicePorts = (
  service: KubeObject,
  slices: readonly KubeObject[],
  wanted: PortInSlices,
): readonly (number | undefined)[] =>
  slicesOf(service, slices).flatMap((slice) =>
    mappingsAt(slice, 'ports')
      .filter(isSlicePort(wanted))
      .map(({ port }) => (typeof port === 'number' ? port : undefined)),
  );

/**
 * The EndpointSlices by which a Service leads somewhere; not those of another of its name that is gone, nor what is left
 * of the time before it became an ExternalName, which is a name and nothing else.
 * https://kubernetes.io/docs/concepts/services-networking/service/#externalname
 */
export const slicesOf = (service: KubeObject, slices: readonly KubeObject[]): readonly KubeObject[] =>
  valueAt(service, 'spec', 'type') === 'ExternalName'
    ? []
    : slices.filter((slice) => belongsTo(slice, service) && isOfFamily(slice, service));

/**
 * kube-proxy goes from an address of a Service to slices of the same family, and to none of names. A headless one has no
 * address that it could go from.
 * https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoint-slice-v1/
 */
function isOfFamily({ addressType }: KubeObject, service: KubeObject): boolean {
  const families = valueAt(service, 'spec', 'ipFamilies');
  if (addressType === 'FQDN') return false;
  return isHeadless(service) || !Array.isArray(families) || families.some((family) => family === addressType);
}

/** By its label, and not made for a Service of that name that is gone; slices that mirror an Endpoints object are owned by that. */
function belongsTo(slice: KubeObject, service: KubeObject): boolean {
  if (slice.metadata.labels?.['kubernetes.io/service-name'] !== service.metadata.name) return false;
  const owners = (slice.metadata.ownerReferences ?? []).filter(({ kind }) => kind === 'Service');
  return owners.length === 0 || owners.some(({ uid }) => uid === service.metadata.uid);
}

const numberOrName = (value: Json | undefined): number | string | undefined =>
  typeof value === 'number' || typeof value === 'string' ? value : undefined;
