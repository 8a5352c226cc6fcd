import type { KubeObject } from '../../kubernetes/kube-object.ts';
import type { Endpoint } from '../../kubernetes/network-policy/endpoint.ts';
import type { PortSet, Protocol } from '../../kubernetes/network-policy/port-set.ts';
import { allPorts, noPorts, portSetText, portsOf, union } from '../../kubernetes/network-policy/port-set.ts';
import type { ServicePort } from '../../kubernetes/service-endpoints.ts';
import { isHeadless, servicePorts } from '../../kubernetes/service-endpoints.ts';

/** The ports that a row names. */
export interface RowPorts {
  readonly port?: number | string | undefined;
  readonly endPort?: number | undefined;
  readonly protocol?: Protocol | undefined;
}

/** What a row's ports come down to at a destination; none where it has no port of that name. */
export function wantedPorts(row: RowPorts, destination: Endpoint, service: KubeObject | undefined): PortSet {
  if (service !== undefined) return throughService(row, destination, service);
  const { port, endPort, protocol } = row;
  if (port === undefined) return protocol === undefined ? allPorts : portsOf(protocol);
  if (typeof port === 'number') return portsOf(protocol ?? 'TCP', port, endPort ?? port);
  return namedPorts(port, protocol, destination);
}

/**
 * Why no connection could be meant: such a row would forbid nothing. The same holds of the ports of a policy; the
 * ports of a Service may have any name.
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/#targeting-a-range-of-ports
 */
export function rowPortsMistake({ port, endPort }: RowPorts, service: KubeObject | undefined): string | undefined {
  if (typeof port === 'string' && service === undefined && !/[a-z]/.test(port))
    return `port "${port}" is no name, and a number has no quotes`;
  if (endPort === undefined) return undefined;
  if (typeof port !== 'number') return 'endPort needs a port by number';
  return endPort < port ? `endPort ${endPort} is less than port ${port}` : undefined;
}

/** `TCP 5432`, `port postgres`, `every port`: as the row has it. */
export function rowPortsText({ port, endPort, protocol }: RowPorts): string {
  if (port === undefined) return protocol === undefined ? 'every port' : portSetText(portsOf(protocol));
  if (typeof port === 'string') return `port ${port}`;
  return portSetText(portsOf(protocol ?? 'TCP', port, endPort ?? port));
}

const namedPorts = (wanted: string, wantedProtocol: Protocol | undefined, destination: Endpoint): PortSet =>
  union(noPorts, ...portsNamed(wanted, wantedProtocol, destination));

const portsNamed = (wanted: string, wantedProtocol: Protocol | undefined, destination: Endpoint): readonly PortSet[] =>
  (destination.endpoint === 'pod' ? destination.ports : [])
    .filter(({ name, protocol }) => name === wanted && protocol === (wantedProtocol ?? protocol))
    .map(({ protocol, port }) => portsOf(protocol, port));

/**
 * A Service's port arrives at its target port, of several by one name the first; that of a headless Service is not
 * translated, and where it has none any port will do. https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports
 */
function throughService(row: RowPorts, destination: Endpoint, service: KubeObject): PortSet {
  const all = servicePorts(service);
  if (isHeadless(service) && all.length === 0 && typeof row.port !== 'string')
    return wantedPorts(row, destination, undefined);
  const fitting = all.filter((port) => isMeant(port, row));
  return union(
    noPorts,
    ...fitting.map((port) => {
      const protocol = port.protocol as Protocol; // the API server admits no other
      if (isHeadless(service)) return portsOf(protocol, port.port);
      if (typeof port.targetPort === 'string') return portsNamed(port.targetPort, protocol, destination)[0] ?? noPorts;
      return portsOf(protocol, port.targetPort);
    }),
  );
}

function isMeant({ name, port, protocol }: ServicePort, row: RowPorts): boolean {
  if (row.port === undefined) return row.protocol === undefined || row.protocol === protocol;
  if (typeof row.port === 'string') return name === row.port && protocol === (row.protocol ?? protocol);
  return port >= row.port && port <= (row.endPort ?? row.port) && protocol === (row.protocol ?? 'TCP');
}
