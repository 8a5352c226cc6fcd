import { valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { labelsOf, refOf } from '../../kubernetes/kube-object.ts';
import type { Endpoint, PodEndpoint } from '../../kubernetes/network-policy/endpoint.ts';
import { addressEndpoint, hypotheticalPod } from '../../kubernetes/network-policy/endpoint.ts';
import { isPodMoving } from '../../kubernetes/pod-state.ts';
import { mappingsAt } from '../../kubernetes/pod-template.ts';
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
  /** Where none is ready: the Pods that the Service selects, or one that it would. */
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
  const selected = pods.filter(isSelected);
  const labels = Object.fromEntries((selection ?? []).map(({ key, values }) => [key, values[0] ?? '']));
  const possible = hypotheticalPod(namespace, inWorld(namespace, world.namespaces).labels, labels);
  return {
    service,
    ready: readyEnds(service, view.list(sliceKind, namespace), pods).map(through),
    others: (selected.length > 0 ? selected : [possible]).map(through),
    isSelected,
    notReady: notReadyIssue(service, view, context),
  };
}

/** https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#conditions : absent means ready. */
function readyEnds(
  service: KubeObject,
  slices: readonly KubeObject[],
  pods: readonly PodEndpoint[],
): readonly Endpoint[] {
  const endpoints = slices
    .filter((slice) => labelsOf(slice)['kubernetes.io/service-name'] === service.metadata.name)
    .flatMap((slice) => mappingsAt(slice, 'endpoints'))
    .filter((endpoint) => valueAt(endpoint, 'conditions', 'ready') !== false);
  return endpoints.flatMap((endpoint): readonly Endpoint[] => {
    if (valueAt(endpoint, 'targetRef', 'kind') !== 'Pod')
      return [addressEndpoint(String(valueAt(endpoint, 'addresses', 0)))];
    return pods.filter(({ name }) => name === valueAt(endpoint, 'targetRef', 'name'));
  });
}

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
    isMoving: pods.some((pod) => isPodMoving(pod, context.nowMs)),
  };
}
