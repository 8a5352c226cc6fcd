import { valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { refOf } from '../../kubernetes/kube-object.ts';
import { podSpecOf } from '../../kubernetes/pod-template.ts';
import type { ServicePort } from '../../kubernetes/service-endpoints.ts';
import { isHeadless, servicePorts, targetPortIn } from '../../kubernetes/service-endpoints.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import type { Issue } from '../issue.ts';

type Spec = CheckOf<'selects'>['selects'];

/** The port is there, and arrives at the wanted number in every Pod selected. */
export function portIssues(
  service: KubeObject,
  chosen: readonly KubeObject[],
  spec: Spec,
  isMoving: boolean,
): readonly Issue[] {
  if (spec.port === undefined && spec.targetPort === undefined) return [];
  const fitting = portsAsked(service, spec);
  const arrives =
    spec.targetPort === undefined
      ? fitting.length > 0
      : fitting.some((port) => arrivals(service, port, chosen).every((number) => number === spec.targetPort));
  if (arrives) return [];
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
      found: servicePorts(service).map((port) => portText(service, port, chosen)),
      isMoving: isMoving && fitting.some(({ targetPort }) => typeof targetPort === 'string'),
    },
  ];
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
 * away and translates nothing: callers arrive at the port they ask for.
 * https://kubernetes.io/docs/concepts/services-networking/service/#headless-services
 */
export function arrivals(
  service: KubeObject,
  port: ServicePort,
  chosen: readonly KubeObject[],
): readonly (number | undefined)[] {
  if (chosen.length === 0) return [typeof port.targetPort === 'number' ? port.targetPort : undefined];
  return chosen.map((pod) => {
    const number = targetPortIn(podSpecOf(pod) ?? {}, port);
    return isHeadless(service) && number !== port.port ? undefined : number;
  });
}

function portText(service: KubeObject, port: ServicePort, chosen: readonly KubeObject[]): string {
  const reached = [...new Set(arrivals(service, port, chosen).map((number) => number ?? 'no such port'))];
  const named = typeof port.targetPort === 'string' ? ` (${reached.join(', ')})` : '';
  const headless = isHeadless(service) && port.targetPort !== port.port ? ', but headless: nothing is translated' : '';
  return `${port.port} ${port.protocol} → ${port.targetPort}${named}${headless}`;
}
