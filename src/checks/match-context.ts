import { budgetOf } from '../kubernetes/budget.ts';
import type { Json } from '../kubernetes/json.ts';
import { valueAt } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import type { MatchContext } from './match/differences.ts';

/**
 * Percentages speak of the object's own replicas, of the nodes that a DaemonSet runs on, of the Pods that a budget counts.
 * How many may be unavailable rounds down in a Deployment, and up elsewhere.
 * https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/daemon-set-v1/#DaemonSetSpec
 * https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/#StatefulSetSpec
 * https://kubernetes.io/docs/tasks/run-application/configure-pdb/#rounding-logic-when-specifying-percentages
 */
export function matchContextOf(object: KubeObject): MatchContext {
  const replicas = podsCounted(object);
  return {
    ...(typeof replicas === 'number' ? { replicas } : {}),
    ...(roundingUp.has(object.kind) ? { unavailableRounds: 'up' } : {}),
  };
}

const roundingUp: ReadonlySet<string> = new Set(['DaemonSet', 'StatefulSet', 'PodDisruptionBudget']);

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
