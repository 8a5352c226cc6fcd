import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { lastChangeMs } from '../../kubernetes/last-change.ts';
import { isPodMoving } from '../../kubernetes/pod-state.ts';
import { mappingsAt } from '../../kubernetes/pod-template.ts';

/** Traffic follows what the API server says by less than this: kube-proxy, EndpointSlices, caches. Seen: 1 s. */
const followsMs = 3_000;

/**
 * What programs do will change by itself within seconds: Pods come up, or have become ready, or not, a moment ago; or what
 * leads to them has changed a moment ago.
 */
export const isSettling = (pods: readonly KubeObject[], leading: readonly KubeObject[], nowMs: number): boolean =>
  pods.some((pod) => isPodMoving(pod, nowMs) || nowMs - readinessSinceMs(pod) < followsMs) ||
  leading.some((object) => wasChangedWithin(object, followsMs, nowMs));

export const wasChangedWithin = (object: KubeObject, ms: number, nowMs: number): boolean =>
  nowMs - lastChangeMs(object) < ms;

function readinessSinceMs(pod: KubeObject): number {
  const times = mappingsAt(pod, 'status', 'conditions')
    .filter(({ type }) => type === 'Ready')
    .map(({ lastTransitionTime }) => Date.parse(String(lastTransitionTime)));
  return Math.max(0, ...times.filter((time) => !Number.isNaN(time)));
}
