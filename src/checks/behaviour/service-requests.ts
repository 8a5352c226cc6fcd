import type { KubeObject, ObjectRef } from '../../kubernetes/kube-object.ts';
import { refOf } from '../../kubernetes/kube-object.ts';
import type { ServicePort } from '../../kubernetes/service-endpoints.ts';
import { servicePorts, slicesOf } from '../../kubernetes/service-endpoints.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import type { ProxyRead } from '../../snapshot/behaviour/proxy-read.ts';
import type { Read } from '../../snapshot/read.ts';
import type { CheckContext, Finding } from '../check-kind.ts';
import { nearestNamed, readsForMissing } from '../elsewhere.ts';
import { podSelectionOf, selectedPods } from '../selection.ts';
import { findTarget, wantedTarget } from '../target.ts';
import type { View } from '../view.ts';
import { listRead } from '../view.ts';
import type { Asked } from './asked.ts';
import { askedOf } from './asked.ts';
import { backendsOf, hasReadyEndpoint } from './backends.ts';
import { areGuarded, policiesKind } from './guards.ts';
import { isSettling } from './is-settling.ts';
import type { Requests } from './requests.ts';
import { failing, failureOf } from './requests.ts';
import type { ToldRequest } from './told.ts';
import { undecided } from './undecided.ts';

type Spec = Extract<CheckOf<'http'>['http'], { readonly service: string }>;

const slicesKind = 'EndpointSlice.discovery.k8s.io';

export const serviceRequestReads = (spec: Spec, context: CheckContext): readonly Read[] =>
  ['Service', slicesKind, 'Pod', policiesKind].map((kind) => listRead(kind, context.namespaceOf(spec.in)));

export const serviceNearby = (spec: Spec, view: View, context: CheckContext): readonly Read[] =>
  readsForMissing(targetOf(spec, context), view, context);

const targetOf = (spec: Spec, context: CheckContext) => ({
  ...{ kind: 'Service', name: spec.service, namespace: context.namespaceOf(spec.in) },
});

/** The Service, its port and a ready endpoint are looked for in the lists; then it is asked. */
export function serviceRequests(spec: Spec, view: View, context: CheckContext): Requests {
  const target = targetOf(spec, context);
  const service = findTarget(target, view);
  if (service === undefined) {
    const nearest = nearestNamed(target, view, context);
    return failing({ code: 'object_missing', wanted: wantedTarget(target, view), ...nearest }, false);
  }
  const slices = view.list(slicesKind, target.namespace);
  const pods = selectedPods(podSelectionOf(service), view.list('Pod', target.namespace));
  const isMoving = isSettling(pods, [service, ...slicesOf(service, slices)], context.nowMs);
  const port = portOf(service, spec.port);
  if (port === undefined) {
    const found = servicePorts(service).map(portText);
    return failing({ code: 'port_differs', object: refOf(service), wanted: String(spec.port), found }, isMoving);
  }
  const request = requestOf(service, spec);
  if (!hasReadyEndpoint(service, slices, port)) {
    const why = { why: 'no_endpoints', pods: pods.map(refOf), words: '' } as const;
    return failing({ code: 'http_unreached', request, ...why }, isMoving);
  }
  const { own, each } = proxyReads(request, backendsOf(service, slices, port));
  return {
    reads: [own.read, ...each.map(({ read }) => read)],
    judge: () => {
      const isGuarded = areGuarded(pods, target.namespace, view);
      const asked = ({ read, by }: Whom): Asked => askedOf(read, by, { ...spec, request, isGuarded }, view);
      return findingOf(asked(own), each.map(asked), request, isMoving);
    },
  };
}

interface Whom {
  readonly read: ProxyRead;
  readonly by: ObjectRef | undefined;
}

/** Of more Pods than this the Service is asked alone: no lab has so many. */
const maxBackends = 12;

/**
 * The Service is asked, and where there are several Pods behind it each of them too: which of them answers the Service's
 * request is chance, and a verdict must not be.
 */
function proxyReads(
  { to: { name, namespace = '' }, port, isHttps, path }: ToldRequest,
  backends: ReturnType<typeof backendsOf>,
): { readonly own: Whom; readonly each: readonly Whom[] } {
  const read: ProxyRead = { read: 'proxy', namespace, of: 'services', name, port, isHttps, path };
  const pods = backends.map((backend): Whom & { readonly by: ObjectRef } => ({
    read: { ...read, of: 'pods', name: backend.pod, port: backend.port },
    by: { kind: 'Pod', name: backend.pod, namespace },
  }));
  return {
    own: { read, by: pods.length === 1 ? pods[0]?.by : undefined },
    each: pods.length > 1 && pods.length <= maxBackends ? pods : [],
  };
}

/** The Pods' issues say whose they are; the Service's own is told where they have none. */
function findingOf(own: Asked, each: readonly Asked[], request: ToldRequest, isMoving: boolean): Finding {
  const issuesIn = (asked: readonly Asked[]) =>
    asked.flatMap(({ judged }) => (judged.judged === 'issues' ? judged.issues : []));
  const failure = failureOf(issuesIn(each), isMoving) ?? failureOf(issuesIn([own]), isMoving);
  if (failure !== undefined) return failure;
  for (const { read, judged } of [own, ...each]) if (judged.judged === 'undecided') return undecided(read, judged.why);
  if (own.judged.judged !== 'met') throw new Error('an answer that has no issue and decides is as wanted');
  const { status, line } = own.judged;
  const pods = [own, ...each].flatMap(({ by }) => by ?? []);
  return { finding: 'holds', evidence: [{ code: 'http', request, status, line, pods }], isMoving };
}

const requestOf = (service: KubeObject, { port, path = '/', https }: Spec): ToldRequest => ({
  ...{ to: refOf(service), port, isHttps: https === true, path },
});

const portOf = (service: KubeObject, wanted: number | string): ServicePort | undefined =>
  servicePorts(service)
    .filter(({ protocol }) => protocol === 'TCP')
    .find(({ name, port }) => name === wanted || String(port) === String(wanted));

const portText = ({ name, port, protocol }: ServicePort): string =>
  `${port} ${protocol}${name === '' ? '' : ` (${name})`}`;
