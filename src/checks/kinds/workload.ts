import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { refOf } from '../../kubernetes/kube-object.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import type { CheckKind, Finding } from '../check-kind.ts';
import type { Issue } from '../issue.ts';
import type { View } from '../view.ts';
import { listRead } from '../view.ts';
import { findingOfWorkloads, workloadNearby, workloadReads, workloadsOf } from '../workload-target.ts';
import { compareContainer } from './workload-container.ts';
import { facetDifferences, facetValues, podFacets } from './workload-pod.ts';

type Spec = CheckOf<'workload'>['workload'];

/** What a Pod, or any object with a Pod template, effectively runs. */
export const workloadKind: CheckKind<'workload'> = {
  reads: ({ workload }, context) => {
    const { reads, namespace } = workloadReads(workload, context);
    const sources = workload.env === undefined && workload.files === undefined ? [] : ['ConfigMap', 'Secret'];
    const accounts = workload.automountsToken === undefined ? [] : ['ServiceAccount'];
    return [...reads, ...[...sources, ...accounts].map((kind) => listRead(kind, namespace))];
  },
  nearby: ({ workload }, view, context) => workloadNearby(workload, view, context),
  judge: ({ workload }, view, context) => {
    const workloads = workloadsOf(workload, view, context);
    if ('issues' in workloads) return { finding: 'fails', issues: workloads.issues };
    return findingOfWorkloads(workloads, (object) => judgeOne(object, workload, view));
  },
};

function judgeOne(object: KubeObject, spec: Spec, view: View): Finding {
  const comparison = compareContainer(object, spec, view);
  const ofPod = podFacets(object, spec, view);
  const [first, ...rest] = [...comparison.differences, ...ofPod.flatMap(facetDifferences)].map(
    (one): Issue => ({ code: 'value_differs', object: refOf(object), difference: one, isMoving: false }),
  );
  if (first !== undefined) return { finding: 'fails', issues: [first, ...rest] };
  const values = [...comparison.values, ...ofPod.flatMap(facetValues)];
  return { finding: 'holds', evidence: [{ code: 'object', object: refOf(object), values }], isMoving: false };
}
