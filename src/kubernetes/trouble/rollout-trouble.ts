import type { KubeObject } from '../kube-object.ts';
import { conditionStatus } from '../pod-state.ts';
import { rolloutProgress } from '../rollout-state.ts';

/** A Deployment that says it is available while its new Pods are not: so many of the old ones are. */
export interface RolloutTrouble {
  readonly code: 'old_pods';
  readonly old: number;
}

/** https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status */
export function rolloutTrouble(deployment: KubeObject): RolloutTrouble | undefined {
  if (deployment.kind !== 'Deployment' || conditionStatus(deployment, 'Available') !== 'True') return undefined;
  const { state, total, updated } = rolloutProgress(deployment);
  const isStuck = state === 'not_updated' || state === 'old_replicas' || state === 'deadline_exceeded';
  return isStuck && total > updated ? { code: 'old_pods', old: total - updated } : undefined;
}
