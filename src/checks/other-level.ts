import { valueAt } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import type { Difference } from './issue.ts';
import { differences } from './match/differences.ts';

/** Levels at which fields of one name mean different things: of the object itself, of the Jobs and of the Pods that it makes. */
const levels = ['spec', 'spec.jobTemplate.spec', 'spec.template.spec', 'spec.jobTemplate.spec.template.spec'];

/**
 * The difference, and where else in the object what is wanted stands: a deadline in the Pod template is that of each Pod, and
 * not that of the Job.
 * https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup
 */
export function withOtherLevel(difference: Difference, object: KubeObject): Difference {
  const { path, wanted } = difference;
  const [, level, field] = /^(.*)\.(\w+)$/.exec(path) ?? [];
  if (level === undefined || field === undefined || !levels.includes(level)) return difference;
  const [elsewhere] = levels.flatMap((other) => {
    const found = other === level ? undefined : valueAt(object, ...other.split('.'), field);
    if (found === undefined || differences(wanted, found, [...other.split('.'), field], {}).length > 0) return [];
    return [{ path: `${other}.${field}`, found }];
  });
  return elsewhere === undefined ? difference : { ...difference, elsewhere };
}
