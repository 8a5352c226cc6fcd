import { valueAt } from '../json.ts';
import type { KubeObject } from '../kube-object.ts';
import { mappingsAt } from '../pod-template.ts';

/** A Job that has given up. https://kubernetes.io/docs/concepts/workloads/controllers/job/#handling-pod-and-container-failures */
export interface JobTrouble {
  readonly code: 'job_failed';
  readonly why: 'retries' | 'deadline' | 'policy' | 'other';
  /** Pods that failed. */
  readonly failed: number;
  /** Seconds that it had, or retries. */
  readonly limit?: number;
  readonly detail?: string;
}

export function jobTrouble(job: KubeObject): JobTrouble | undefined {
  const failure = mappingsAt(job, 'status', 'conditions').find(
    ({ type, status }) => type === 'Failed' && status === 'True',
  );
  if (job.kind !== 'Job' || failure === undefined) return undefined;
  const failed = Number(valueAt(job, 'status', 'failed') ?? 0);
  switch (failure.reason) {
    case 'BackoffLimitExceeded':
      return { code: 'job_failed', why: 'retries', failed, limit: Number(valueAt(job, 'spec', 'backoffLimit') ?? 6) };
    case 'DeadlineExceeded':
      return {
        code: 'job_failed',
        why: 'deadline',
        failed,
        limit: Number(valueAt(job, 'spec', 'activeDeadlineSeconds')),
      };
    case 'PodFailurePolicy':
      return { code: 'job_failed', why: 'policy', failed };
    default:
      return { code: 'job_failed', why: 'other', failed, detail: String(failure.message ?? failure.reason ?? '') };
  }
}
