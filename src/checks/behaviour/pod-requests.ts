import { valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { refOf } from '../../kubernetes/kube-object.ts';
import { isSidecar, mappingsAt } from '../../kubernetes/pod-template.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import type { ProxyRead } from '../../snapshot/behaviour/proxy-read.ts';
import type { Read } from '../../snapshot/read.ts';
import type { CheckContext, Finding } from '../check-kind.ts';
import type { IssueBody } from '../issue.ts';
import type { View } from '../view.ts';
import { listRead } from '../view.ts';
import { askedOf } from './asked.ts';
import { bestOf, everyOf } from './findings.ts';
import { areGuarded, policiesKind } from './guards.ts';
import { isSettling } from './is-settling.ts';
import { podsOf, podsOfNearby, podsOfReads } from './pods-of.ts';
import type { Requests } from './requests.ts';
import { failureOf } from './requests.ts';
import type { ToldRequest } from './told.ts';
import { undecided } from './undecided.ts';

type Spec = Extract<CheckOf<'http'>['http'], { readonly podsOf: string }>;

const meant = (spec: Spec) => ({ of: spec.podsOf, in: spec.in });

export const podRequestReads = (spec: Spec, context: CheckContext): readonly Read[] => [
  ...podsOfReads(meant(spec), context),
  listRead(policiesKind, context.namespaceOf(spec.in)),
];

export const podsNearby = (spec: Spec, view: View, context: CheckContext): readonly Read[] =>
  podsOfNearby(meant(spec), view, context);

/** Each Pod that runs is asked by itself, ready or not. */
export function podRequests(spec: Spec, view: View, context: CheckContext): Requests {
  const found = podsOf(meant(spec), view, context);
  if ('judge' in found) return found;
  const whom = found.pods.map((pod) => podRequest(pod, spec));
  const isMoving = isSettling(found.pods, found.leading, context.nowMs);
  const isGuardedBy = ({ pod }: PodRequest): boolean => areGuarded([pod], context.namespaceOf(spec.in), view);
  return {
    reads: whom.flatMap((one) => ('read' in one ? [one.read] : [])),
    judge: () => {
      const judged = whom.map((one) => judgeOne(one, { ...spec, isGuarded: isGuardedBy(one) }, isMoving, view));
      return spec.every === true ? everyOf(judged, isMoving) : bestOf(judged);
    },
  };
}

type PodRequest = { readonly pod: KubeObject } & (
  | { readonly request: ToldRequest; readonly read: ProxyRead }
  | { readonly issue: IssueBody }
);

function podRequest(pod: KubeObject, { port, path = '/', https }: Spec): PodRequest {
  const to = refOf(pod);
  const isHttps = https === true;
  const request: ToldRequest = { to, port, isHttps, path };
  const number = typeof port === 'number' ? port : numberOf(pod, port);
  if (number === undefined)
    return { pod, issue: { code: 'port_differs', object: to, wanted: port.toString(), found: portsOf(pod) } };
  if (!isRunning(pod))
    return { pod, issue: { code: 'http_unreached', request, why: 'not_running', pods: [to], words: '' } };
  const { name, namespace = '' } = to;
  return { pod, request, read: { read: 'proxy', namespace, of: 'pods', name, port: number, isHttps, path } };
}

function judgeOne(
  one: PodRequest,
  spec: Spec & { readonly isGuarded: boolean },
  isMoving: boolean,
  view: View,
): Finding {
  if ('issue' in one) return { finding: 'fails', issues: [{ ...one.issue, isMoving }] };
  const { request, read } = one;
  const { judged } = askedOf(read, request.to, { ...spec, request }, view);
  if (judged.judged === 'undecided') return undecided(read, judged.why);
  if (judged.judged === 'met') {
    const { status, line } = judged;
    return { finding: 'holds', evidence: [{ code: 'http', request, status, line, pods: [request.to] }], isMoving };
  }
  const failure = failureOf(judged.issues, isMoving);
  if (failure === undefined) throw new Error('an answer with issues has one');
  return failure;
}

/** It has an address, and a container of it runs. */
const isRunning = (pod: KubeObject): boolean =>
  typeof valueAt(pod, 'status', 'podIP') === 'string' &&
  mappingsAt(pod, 'status', 'containerStatuses').some((status) => valueAt(status, 'state', 'running') !== undefined);

const containerPorts = (pod: KubeObject) =>
  [...mappingsAt(pod, 'spec', 'containers'), ...mappingsAt(pod, 'spec', 'initContainers').filter(isSidecar)].flatMap(
    (container) => mappingsAt(container, 'ports'),
  );

function numberOf(pod: KubeObject, name: string): number | undefined {
  const port = containerPorts(pod).find((one) => one.name === name)?.containerPort;
  return typeof port === 'number' ? port : undefined;
}

const portsOf = (pod: KubeObject): readonly string[] =>
  containerPorts(pod).map(({ containerPort, name }) => `${containerPort}${name === undefined ? '' : ` (${name})`}`);
