import type { JsonObject } from '../../kubernetes/json.ts';
import { isJsonObject, valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { refOf } from '../../kubernetes/kube-object.ts';
import type { Endpoint, PodEndpoint } from '../../kubernetes/network-policy/endpoint.ts';
import { addressEndpoint, hypotheticalPod } from '../../kubernetes/network-policy/endpoint.ts';
import { isLivePodMoving } from '../../kubernetes/pod-state.ts';
import { mappingsAt } from '../../kubernetes/pod-template.ts';
import { isHeadless, slicesOf } from '../../kubernetes/service-endpoints.ts';
import type { Read } from '../../snapshot/read.ts';
import type { CheckContext } from '../check-kind.ts';
import type { Issue } from '../issue.ts';
import { podSelectionOf, selectedPods, selects } from '../selection.ts';
import { wantedTarget } from '../target.ts';
import type { View } from '../view.ts';
import { listRead } from '../view.ts';
import type { ReachWorld } from './reach-world.ts';
import { inWorld } from './reach-world.ts';

const sliceKind = 'EndpointSlice.discovery.k8s.io';

/** A Service and what is behind it. */
export interface Backends {
  readonly service: KubeObject;
  /** Ready endpoints. */
  readonly ready: readonly Endpoint[];
  /** The other Pods that the Service selects; where there is nobody at all, one that it would. */
  readonly others: readonly Endpoint[];
  /** A Pod that the Service selects, or would. */
  readonly isSelected: (endpoint: Endpoint) => boolean;
  readonly notReady: Issue;
}

export const serviceReads = (namespace: string): readonly Read[] => [
  listRead('Service', namespace),
  listRead(sliceKind, namespace),
];

export function backendsOf(
  name: string,
  namespace: string,
  world: ReachWorld,
  view: View,
  context: CheckContext,
): Backends | { readonly issue: Issue } {
  const target = { kind: 'Service', name, namespace };
  const service = view.list('Service', namespace).find(({ metadata }) => metadata.name === name);
  if (service === undefined)
    return { issue: { code: 'object_missing', wanted: wantedTarget(target, view), isMoving: false } };
  const pods = world.pods.filter((pod) => pod.namespace === namespace);
  const selection = podSelectionOf(service);
  const isSelected = (end: Endpoint): boolean =>
    end.endpoint === 'pod' && end.namespace === namespace && selects(selection, end.labels);
  const through = <End extends Endpoint>(end: End): End => ({ ...end, serviceAddresses: clusterAddresses(service) });
  const found = slicesOf(service, view.list(sliceKind, namespace));
  const slices = selection === undefined ? found.filter((slice) => isLedTo(slice, service)) : found;
  const ready = readyEnds(slices, pods, world);
  const others = pods.filter((pod) => isSelected(pod) && !ready.includes(pod));
  const labels = Object.fromEntries((selection ?? []).map(({ key, values }) => [key, values[0] ?? '']));
  const possible = hypotheticalPod(namespace, inWorld(namespace, world.namespaces).labels, labels);
  return {
    service: selection === undefined ? withPortsOf(slices, service) : service,
    ready: ready.map(through),
    others: (ready.length + others.length > 0 ? others : [possible]).map(through),
    isSelected,
    notReady: notReadyIssue(service, view, context),
  };
}

/**
 * Each once; in two families it is in two slices. What has no `targetRef` is an address, which may be that of a Pod.
 * https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#conditions : absent means ready.
 */
function readyEnds(
  slices: readonly KubeObject[],
  pods: readonly PodEndpoint[],
  world: ReachWorld,
): readonly Endpoint[] {
  const endpoints = slices
    .flatMap((slice) => mappingsAt(slice, 'endpoints'))
    .filter((endpoint) => valueAt(endpoint, 'conditions', 'ready') !== false);
  const ends = endpoints.flatMap((endpoint): readonly Endpoint[] => {
    if (valueAt(endpoint, 'targetRef', 'kind') === 'Pod')
      return pods.filter(({ name }) => name === valueAt(endpoint, 'targetRef', 'name'));
    const address = String(valueAt(endpoint, 'addresses', 0));
    const owners = world.pods.filter(({ addresses }) => addresses.includes(address));
    return owners.length > 0 ? owners : [addressEndpoint(address)];
  });
  return [...new Set(ends)];
}

/**
 * A Service without a selector leads to the ports of its slices, which go by the names of its own.
 * https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors
 */
function withPortsOf(slices: readonly KubeObject[], service: KubeObject): KubeObject {
  const real = new Map(
    slices.flatMap((slice) => mappingsAt(slice, 'ports')).map((port) => [portKey(port), port.port] as const),
  );
  const ports = mappingsAt(service, 'spec', 'ports')
    .filter((port) => isHeadless(service) || real.size === 0 || real.has(portKey(port)))
    .map((port): JsonObject => {
      const number = real.get(portKey(port));
      return number === undefined ? port : { ...port, targetPort: number };
    });
  return { ...service, spec: { ...(isJsonObject(service.spec) ? service.spec : {}), ports } };
}

/** Nothing goes from a Service to a slice with no port of the same name and protocol; that of a headless one is not asked for. */
const isLedTo = (slice: KubeObject, service: KubeObject): boolean => {
  const own = new Set(mappingsAt(service, 'spec', 'ports').map(portKey));
  return isHeadless(service) || mappingsAt(slice, 'ports').some((port) => own.has(portKey(port)));
};

const portKey = ({ name, protocol }: JsonObject): string => `${name ?? ''} ${protocol ?? 'TCP'}`;

/** Addresses that are rewritten to those of the endpoints; a headless Service has none. */
function clusterAddresses(service: KubeObject): readonly string[] {
  const listed = valueAt(service, 'spec', 'clusterIPs');
  const addresses = Array.isArray(listed) ? listed : [valueAt(service, 'spec', 'clusterIP')];
  return addresses.filter((address) => typeof address === 'string' && address !== '' && address !== 'None').map(String);
}

function notReadyIssue(service: KubeObject, view: View, context: CheckContext): Issue {
  const pods = selectedPods(podSelectionOf(service), view.list('Pod', service.metadata.namespace));
  return {
    code: 'not_ready',
    selector: refOf(service),
    wanted: { $min: 1 },
    ready: 0,
    notReady: pods.map(refOf),
    isMoving: pods.some((pod) => isLivePodMoving(pod, context.nowMs)),
  };
}
