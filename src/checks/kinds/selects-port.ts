import { valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { refOf } from '../../kubernetes/kube-object.ts';
import { podSpecOf } from '../../kubernetes/pod-template.ts';
import type { ServicePort } from '../../kubernetes/service-endpoints.ts';
import { isHeadless, servicePorts, slicePorts, targetPortIn } from '../../kubernetes/service-endpoints.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import type { Issue } from '../issue.ts';
import { podSelectionOf } from '../selection.ts';

type Spec = CheckOf<'selects'>['selects'];

/** What a Service's ports lead to: the Pods selected, or the slices written by hand for one that selects none. */
export interface Backends {
  readonly chosen: readonly KubeObject[];
  readonly slices: readonly KubeObject[];
}

/** The port is there, and arrives at the wanted number, or at the port of that name, in every Pod selected. */
export function portIssues(service: KubeObject, backends: Backends, spec: Spec, isMoving: boolean): readonly Issue[] {
  if (spec.port === undefined && spec.targetPort === undefined) return [];
  const fitting = portsAsked(service, spec);
  if (portsMeant(service, backends, spec).length > 0) return [];
  const wanted = [
    spec.port ?? 'some port',
    spec.protocol,
    spec.targetPort === undefined ? undefined : `→ ${spec.targetPort}`,
  ];
  return [
    {
      code: 'port_differs',
      object: refOf(service),
      wanted: wanted.filter((part) => part !== undefined).join(' '),
      found: servicePorts(service).map((port) => portText(service, port, backends)),
      isMoving: isMoving && fitting.some(({ targetPort }) => typeof targetPort === 'string'),
    },
  ];
}

/** The ports that are as asked for, as a pass tells them; none where a check asks for no port. */
export function portTexts(service: KubeObject, backends: Backends, spec: Spec): readonly string[] {
  if (spec.port === undefined && spec.targetPort === undefined) return [];
  return portsMeant(service, backends, spec).map((port) => portText(service, port, backends));
}

const portsMeant = (service: KubeObject, backends: Backends, spec: Spec): readonly ServicePort[] =>
  portsAsked(service, spec).filter(
    (port) =>
      spec.targetPort === undefined ||
      (typeof spec.targetPort === 'string'
        ? arrivesAtName(service, port, spec.targetPort, backends)
        : arrivals(service, port, backends).every((number) => number === spec.targetPort)),
  );

/** In each Pod at the port that has this name there; a Pod without one is not reached. Without Pods only the Service can tell. */
function arrivesAtName(service: KubeObject, port: ServicePort, name: string, backends: Backends): boolean {
  const { chosen } = backends;
  if (chosen.length === 0) return port.targetPort === name && !isHeadless(service);
  const named = chosen.map((pod) => targetPortIn(podSpecOf(pod) ?? {}, { ...port, targetPort: name }));
  return arrivals(service, port, backends).every((number, index) => number !== undefined && number === named[index]);
}

/** The Service's ports that a check may mean; a number without a protocol means TCP, as it does in a Service. */
export function portsAsked(service: KubeObject, { port, protocol }: Spec): readonly ServicePort[] {
  if (valueAt(service, 'spec', 'type') === 'ExternalName') return [];
  const asked = protocol ?? (typeof port === 'string' ? undefined : 'TCP');
  return servicePorts(service).filter(
    (one) =>
      (port === undefined || one.port === port || one.name === port) && (asked === undefined || one.protocol === asked),
  );
}

/**
 * Where a port arrives, in each Pod; `undefined` where nothing is reached. A headless Service gives the Pods' addresses
 * away and translates nothing: callers arrive at the port they ask for. Without a selector the slices written by hand
 * decide.
 * https://kubernetes.io/docs/concepts/services-networking/service/#headless-services
 * https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors
 */
function arrivals(
  service: KubeObject,
  port: ServicePort,
  { chosen, slices }: Backends,
): readonly (number | undefined)[] {
  const byHand = podSelectionOf(service) === undefined ? slicePorts(service, slices, port) : [];
  if (byHand.length > 0) return byHand;
  if (chosen.length === 0) return [typeof port.targetPort === 'number' ? port.targetPort : undefined];
  return chosen.map((pod) => {
    const number = targetPortIn(podSpecOf(pod) ?? {}, port);
    return isHeadless(service) && number !== port.port ? undefined : number;
  });
}

function portText(service: KubeObject, port: ServicePort, backends: Backends): string {
  const nothing =
    backends.chosen.length === 0 && podSelectionOf(service) !== undefined ? 'no Pod selected' : 'no such port';
  const reached = [...new Set(arrivals(service, port, backends).map((number) => number ?? nothing))];
  const isPlain = reached.length === 1 && reached[0] === port.targetPort;
  const isUnreached = isHeadless(service) && port.targetPort !== port.port;
  const isAnyReached = reached.some((number) => typeof number === 'number');
  const numbers = isPlain || (isUnreached && !isAnyReached) ? '' : ` (${reached.join(', ')})`;
  const headless = isUnreached ? ', but headless: nothing is translated' : '';
  return `${port.port} ${port.protocol} → ${port.targetPort}${numbers}${headless}`;
}
