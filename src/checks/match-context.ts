import { budgetOf } from '../kubernetes/budget.ts';
import type { Json } from '../kubernetes/json.ts';
import { valueAt } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import type { MatchContext } from './match/differences.ts';

/**
 * Percentages speak of the object's own replicas, of the nodes that a DaemonSet runs on, of the Pods that a budget counts:
 * these two round up where the others round down.
 * https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/daemon-set-v1/#DaemonSetSpec
 * https://kubernetes.io/docs/tasks/run-application/configure-pdb/#rounding-logic-when-specifying-percentages
 */
export function matchContextOf(object: KubeObject): MatchContext {
  const replicas = podsCounted(object);
  return {
    ...(typeof replicas === 'number' ? { replicas } : {}),
    ...(object.kind === 'DaemonSet' || object.kind === 'PodDisruptionBudget' ? { unavailableRounds: 'up' } : {}),
  };
}

function podsCounted(object: KubeObject): Json | undefined {
  switch (object.kind) {
    case 'DaemonSet':
      return valueAt(object, 'status', 'desiredNumberScheduled');
    case 'PodDisruptionBudget':
      return budgetOf(object)?.expectedPods;
    default:
      return valueAt(object, 'spec', 'replicas');
  }
}
