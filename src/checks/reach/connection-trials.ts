import type { KubeObject, ObjectRef } from '../../kubernetes/kube-object.ts';
import { refOf } from '../../kubernetes/kube-object.ts';
import type { Endpoint, PodEndpoint } from '../../kubernetes/network-policy/endpoint.ts';
import type { FlowAnswer } from '../../kubernetes/network-policy/flow.ts';
import { answerOf } from '../../kubernetes/network-policy/flow.ts';
import type { PortSet } from '../../kubernetes/network-policy/port-set.ts';
import { hasPort } from '../../kubernetes/network-policy/port-set.ts';
import { isPodReady } from '../../kubernetes/pod-state.ts';
import type { ServicePort } from '../../kubernetes/service-endpoints.ts';
import { isHeadless, servicePorts } from '../../kubernetes/service-endpoints.ts';
import type { Party } from './reach-party.ts';
import type { ReachTable, Row } from './reach-table.ts';
import { reachOf } from './reach-table.ts';

/** A connection by TCP that can be tried, and what the policies say of it. */
export interface Trial {
  /** A Pod, or the Service that leads to it. */
  readonly to: ObjectRef;
  readonly address: string;
  readonly port: number;
  /** By the rules. */
  readonly isAllowed: boolean;
}

/** More than these are not tried: all run side by side, in one Pod. */
const most = 12;

/**
 * What of the table's rows can be tried from a Pod: those of which it is the source, to Services with ready endpoints and
 * to ready Pods, at TCP ports that are known. What the rules leave open, and what they cannot touch, has nothing to confirm.
 */
export function connectionTrials(table: ReachTable, probe: PodEndpoint, pods: readonly KubeObject[]): readonly Trial[] {
  const { direction, target, allow, deny } = table;
  const trials = [...allow, ...deny].flatMap((row) => {
    const [source, destination] = direction === 'ingress' ? [row.party, target] : [target, row.party];
    if (!source.isMeant(probe)) return [];
    const answerAt = (end: Endpoint, port: number): FlowAnswer => {
      const [self, other] = direction === 'ingress' ? [end, probe] : [probe, end];
      return answerOf(reachOf(table, self, other), 'TCP', port);
    };
    return destination.service === undefined
      ? toPods(row, destination, pods, answerAt)
      : throughService(row, destination, destination.service, answerAt);
  });
  const distinct = new Map(trials.map((trial) => [JSON.stringify([trial.address, trial.port]), trial]));
  return [...distinct.values()].slice(0, most);
}

type AnswerAt = (end: Endpoint, port: number) => FlowAnswer;

function toPods(row: Row, { asked }: Party, pods: readonly KubeObject[], answerAt: AnswerAt): readonly Trial[] {
  return asked.flatMap((end) => {
    const pod = end.endpoint === 'pod' ? podOf(end, pods) : undefined;
    const [address] = end.endpoint === 'pod' ? end.addresses : [];
    if (end.endpoint !== 'pod' || pod === undefined || address === undefined || !isPodReady(pod)) return [];
    return tcpPorts(end, row.portsAt(end)).flatMap((port) => trialOf(refOf(pod), address, port, [answerAt(end, port)]));
  });
}

const podOf = (end: PodEndpoint, pods: readonly KubeObject[]): KubeObject | undefined =>
  pods.find(({ metadata }) => metadata.name === end.name && metadata.namespace === end.namespace);

/** Those of a row that the Pod declares; where it declares none of them, the one that the row itself names. */
function tcpPorts({ ports }: PodEndpoint, wanted: PortSet): readonly number[] {
  const declared = ports.filter(({ protocol, port }) => protocol === 'TCP' && hasPort(wanted, 'TCP', port));
  if (declared.length > 0) return declared.map(({ port }) => port);
  const [only, ...others] = wanted.TCP;
  return only !== undefined && others.length === 0 && only.first === only.last ? [only.first] : [];
}

/** Which endpoint a Service takes is chance: the rules must say the same of all. */
function throughService(
  row: Row,
  { asked, notReady }: Party,
  service: KubeObject,
  answerAt: AnswerAt,
): readonly Trial[] {
  if (notReady !== undefined) return [];
  return servicePorts(service).flatMap((port) => {
    const [address] = isHeadless(service) ? firstAddress(asked) : asked.flatMap((end) => end.serviceAddresses);
    const ends = asked.map((end) => ({ end, arrives: arrivesAt(port, end, service) }));
    if (address === undefined || port.protocol !== 'TCP') return [];
    const answers = ends.map(({ end, arrives }) =>
      arrives !== undefined && hasPort(row.portsAt(end), 'TCP', arrives) ? answerAt(end, arrives) : 'own',
    );
    return trialOf(refOf(service), address, port.port, answers);
  });
}

const firstAddress = (ends: readonly Endpoint[]): readonly string[] =>
  ends.flatMap((end) => (end.endpoint === 'pod' ? end.addresses : [end.address]));

function arrivesAt({ port, targetPort }: ServicePort, end: Endpoint, service: KubeObject): number | undefined {
  if (isHeadless(service)) return port;
  if (typeof targetPort === 'number') return targetPort;
  const ports = end.endpoint === 'pod' ? end.ports : [];
  return ports.find(({ name, protocol }) => name === targetPort && protocol === 'TCP')?.port;
}

function trialOf(to: ObjectRef, address: string, port: number, answers: readonly FlowAnswer[]): readonly Trial[] {
  const [answer, ...others] = new Set(answers);
  if (others.length > 0 || (answer !== 'allowed' && answer !== 'denied')) return [];
  return [{ to, address, port, isAllowed: answer === 'allowed' }];
}
