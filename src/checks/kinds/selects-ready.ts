import type { Json } from '../../kubernetes/json.ts';
import { valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { labelsOf, refOf } from '../../kubernetes/kube-object.ts';
import { isPodReady } from '../../kubernetes/pod-state.ts';
import { podSpecOf } from '../../kubernetes/pod-template.ts';
import { readyEndpoints, targetPortIn } from '../../kubernetes/service-endpoints.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import type { Issue } from '../issue.ts';
import { isCount } from '../match/operators.ts';
import { podSelectionOf } from '../selection.ts';
import type { View } from '../view.ts';
import { portsAsked } from './selects-port.ts';

type Spec = CheckOf<'selects'>['selects'];

/** So many of the endpoints are ready, on the port asked for if there is one. */
export function readyIssues(
  selector: KubeObject,
  chosen: readonly KubeObject[],
  spec: Spec,
  view: View,
  isMoving: boolean,
): readonly Issue[] {
  if (spec.ready === undefined) return [];
  const ready = readyCount(selector, chosen, spec, view);
  const wanted = spec.ready as Json; // a number or { $min, $max }
  if (isCount(wanted, ready)) return [];
  const notReady = chosen.filter((pod) => !isPodReady(pod)).map(refOf);
  const isLate = areEndpointsBehind(selector, chosen, spec, view);
  return [{ code: 'not_ready', selector: refOf(selector), wanted, ready, notReady, isMoving: isMoving || isLate }];
}

/** The slices have yet to follow what the Pods say of themselves: a moment mostly, and less than a second. */
export function areEndpointsBehind(
  selector: KubeObject,
  chosen: readonly KubeObject[],
  spec: Spec,
  view: View,
): boolean {
  if (spec.ready === undefined) return false;
  const isReady = valueAt(selector, 'spec', 'publishNotReadyAddresses') === true ? hasAddress : isPodReady;
  const ready = chosen.filter((pod) => isReady(pod) && isReached(selector, pod, spec));
  return podSelectionOf(selector) !== undefined && readyCount(selector, chosen, spec, view) !== ready.length;
}

/** Without one a Pod is in no slice, as long as no node has it. */
const hasAddress = (pod: KubeObject): boolean => (valueAt(pod, 'status', 'podIP') ?? '') !== '';

/** Ready endpoints of a Service, as its slices have them; of anything else, the ready Pods that it selects. */
export function readyCount(selector: KubeObject, chosen: readonly KubeObject[], spec: Spec, view: View): number {
  if (selector.kind !== 'Service') return chosen.filter(isPodReady).length;
  const slices = view.list('EndpointSlice.discovery.k8s.io', selector.metadata.namespace);
  const names =
    spec.port === undefined
      ? readyEndpoints(selector, slices)
      : new Set(portsAsked(selector, spec).flatMap((port) => [...readyEndpoints(selector, slices, port)]));
  if (podSelectionOf(selector) === undefined) return names.size;
  return chosen.filter((pod) => names.has(pod.metadata.name)).length;
}

/** The port asked for leads somewhere in this Pod. */
const isReached = (service: KubeObject, pod: KubeObject, spec: Spec): boolean =>
  spec.port === undefined ||
  portsAsked(service, spec).some((port) => targetPortIn(podSpecOf(pod) ?? {}, port) !== undefined);

/** Percentages of the ready Pods selected. */
export function shareIssues(
  selector: KubeObject,
  chosen: readonly KubeObject[],
  spec: Spec,
  isMoving: boolean,
): readonly Issue[] {
  const isNobodyReady = !chosen.some(isPodReady);
  return sharesOf(chosen, spec).flatMap(({ pods, percent, wanted }): readonly Issue[] => {
    if (!isNobodyReady && percent >= wanted[0] && percent <= wanted[1]) return [];
    return [{ code: 'share_differs', selector: refOf(selector), pods, wanted, percent, isMoving }];
  });
}

/** How much of the ready Pods each share asked for is; 0 % of none. */
export function sharesOf(chosen: readonly KubeObject[], spec: Spec) {
  const ready = chosen.filter(isPodReady);
  return (spec.share ?? []).map(({ pods, percent: [low, high] }) => {
    const labels = Object.entries(pods);
    const part = ready.filter((pod) => labels.every(([key, value]) => labelsOf(pod)[key] === value));
    return {
      pods: labels.map(([key, value]) => `${key}=${value}`).join(', '),
      percent: ready.length === 0 ? 0 : (100 * part.length) / ready.length,
      wanted: [low, high] as const,
    };
  });
}
