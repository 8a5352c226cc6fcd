import { valueAt } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import type { MatchContext } from './match/differences.ts';

/**
 * Percentages speak of the object's own replicas, and of the nodes that a DaemonSet runs on: it rounds up where the others
 * round down.
 * https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/daemon-set-v1/#DaemonSetSpec
 */
export function matchContextOf(object: KubeObject): MatchContext {
  const isDaemon = object.kind === 'DaemonSet';
  const replicas = isDaemon ? valueAt(object, 'status', 'desiredNumberScheduled') : valueAt(object, 'spec', 'replicas');
  return {
    ...(typeof replicas === 'number' ? { replicas } : {}),
    ...(isDaemon ? { unavailableRounds: 'up' } : {}),
  };
}
