import type { KubeObject } from './kube-object.ts';
import { conditionStatus } from './pod-state.ts';
import { mappingsAt } from './pod-template.ts';

/**
 * Its node does not answer. The node controller takes the condition Ready away then and leaves ContainersReady as it was
 * last heard; the kubelet itself leaves them apart only for readiness gates.
 * https://kubernetes.io/docs/concepts/architecture/nodes/#node-controller
 * https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-readiness-gate
 */
export const isPodLost = (pod: KubeObject): boolean =>
  conditionStatus(pod, 'Ready') === 'False' &&
  conditionStatus(pod, 'ContainersReady') === 'True' &&
  mappingsAt(pod, 'spec', 'readinessGates').length === 0;

/**
 * It was told to go because of its node, after five minutes as a rule, and stays until the node answers again.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-based-evictions
 */
export const isEvictedByTaint = (pod: KubeObject): boolean =>
  mappingsAt(pod, 'status', 'conditions').some(
    ({ type, status, reason }) =>
      type === 'DisruptionTarget' && status === 'True' && reason === 'DeletionByTaintManager',
  );
