import { valueAt } from '../json.ts';
import type { KubeObject } from '../kube-object.ts';
import { conditionStatus } from '../pod-state.ts';
import { mappingsAt } from '../pod-template.ts';
import { eventMessages, shortened } from './events.ts';

/** It is the node that does not run the Pod, or does not run at all. */
export type NodeTrouble =
  /** `isSilent`: nothing has been heard of it; else it says so itself. */
  | { readonly code: 'node_not_ready'; readonly node: string; readonly isSilent: boolean }
  | { readonly code: 'node_missing'; readonly node: string }
  /** The kubelet put an end to it, since something ran short; https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/ */
  | { readonly code: 'evicted'; readonly detail: string }
  /** The kubelet did not take it: `reason` as `OutOfcpu`. */
  | { readonly code: 'rejected'; readonly reason: string; readonly detail: string };

/** `nodes`: undefined where they were not read; then the Pod's own events tell, as long as they are there. */
export function nodeTrouble(
  pod: KubeObject,
  nodes: readonly KubeObject[] | undefined,
  events: readonly KubeObject[],
): NodeTrouble | undefined {
  const reason = valueAt(pod, 'status', 'reason');
  const detail = shortened(String(valueAt(pod, 'status', 'message') ?? '').replace(/^Pod was rejected: /, ''));
  if (valueAt(pod, 'status', 'phase') === 'Failed' && typeof reason === 'string')
    return reason === 'Evicted' ? { code: 'evicted', detail } : { code: 'rejected', reason, detail };
  const name = valueAt(pod, 'spec', 'nodeName');
  if (typeof name !== 'string') return undefined;
  if (nodes === undefined) {
    const isSilent = isLeftAlone(pod) && eventMessages(pod, events, 'NodeNotReady').length > 0;
    return isSilent ? { code: 'node_not_ready', node: name, isSilent } : undefined;
  }
  const node = nodes.find(({ metadata }) => metadata.name === name);
  if (node === undefined) return { code: 'node_missing', node: name };
  const ready = conditionStatus(node, 'Ready');
  return ready === 'True' ? undefined : { code: 'node_not_ready', node: name, isSilent: ready !== 'False' };
}

/** It is not ready, although its containers were when their kubelet was last heard of. */
export function isLeftAlone(pod: KubeObject): boolean {
  if (valueAt(pod, 'spec', 'nodeName') === undefined || conditionStatus(pod, 'Ready') === 'True') return false;
  return mappingsAt(pod, 'status', 'containerStatuses').every(({ ready }) => ready === true);
}
