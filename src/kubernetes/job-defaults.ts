import { isJsonObject, valueAt } from './json.ts';
import type { KubeObject } from './kube-object.ts';

/**
 * A CronJob with how many Pods its Jobs have to complete, which is filled in only when they are made: 1, where neither
 * that nor their parallelism is given.
 * https://kubernetes.io/docs/concepts/workloads/controllers/job/#parallel-jobs
 */
export function withJobDefaults(cronJob: KubeObject): KubeObject {
  const { spec } = cronJob;
  const [template, ofJob] = [valueAt(spec, 'jobTemplate'), valueAt(spec, 'jobTemplate', 'spec')];
  if (!isJsonObject(spec) || !isJsonObject(template) || !isJsonObject(ofJob)) return cronJob;
  const isGiven = ofJob.completions !== undefined || ofJob.parallelism !== undefined;
  return isGiven
    ? cronJob
    : { ...cronJob, spec: { ...spec, jobTemplate: { ...template, spec: { ...ofJob, completions: 1 } } } };
}
