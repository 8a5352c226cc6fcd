import { valueAt } from './json.ts';
import type { KubeObject } from './kube-object.ts';
import { conditionStatus } from './pod-state.ts';
import { rolloutProgress } from './rollout-state.ts';

/**
 * Every Pod that this workload wants at present exists, of its newest template; there is at least one. Ready or not: it
 * was admitted. Counters that are absent are 0.
 */
export function hasAllItsPods(workload: KubeObject): boolean {
  const count = (...path: readonly string[]): number => Number(valueAt(workload, ...path) ?? 0);
  switch (workload.kind) {
    case 'Pod':
      return true;
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet': {
      const { state, wanted, updated } = rolloutProgress(workload);
      return state !== 'generation_not_observed' && wanted > 0 && updated >= wanted;
    }
    case 'ReplicaSet':
    case 'ReplicationController': {
      const isObserved = count('status', 'observedGeneration') >= (workload.metadata.generation ?? 0);
      const wanted = Number(valueAt(workload, 'spec', 'replicas') ?? 1);
      return isObserved && wanted > 0 && count('status', 'replicas') >= wanted;
    }
    case 'Job':
      return conditionStatus(workload, 'Complete') === 'True' || isJobFullyActive(workload);
    default: // a CronJob has none of its own: those that a run makes are always new
      return false;
  }
}

/** https://kubernetes.io/docs/concepts/workloads/controllers/job/#controlling-parallelism */
function isJobFullyActive(job: KubeObject): boolean {
  const [active = 0, succeeded = 0] = ['active', 'succeeded'].map((key) => Number(valueAt(job, 'status', key) ?? 0));
  const parallelism = Number(valueAt(job, 'spec', 'parallelism') ?? 1);
  const completions = valueAt(job, 'spec', 'completions');
  const left = typeof completions === 'number' ? completions - succeeded : succeeded > 0 ? 0 : parallelism;
  return active > 0 && active >= Math.min(parallelism, left);
}
