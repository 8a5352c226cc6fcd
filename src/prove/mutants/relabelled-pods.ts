import { podSelectionOf, selects } from '../../checks/selection.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { labelsOf } from '../../kubernetes/kube-object.ts';
import { hasPodTemplate, podLabelsOf } from '../../kubernetes/pod-template.ts';

/**
 * The Pods of a namespace as a workload with another template would have made them: its own ones, by its selector before,
 * have the labels of the new template in place of those of the old one. Else a workload whose selector and template are
 * changed together would stand there without any Pods.
 */
export function relabelledPods(
  pods: readonly KubeObject[],
  before: KubeObject,
  after: KubeObject,
): readonly KubeObject[] {
  if (!hasPodTemplate(before.kind) || before.kind === 'Pod') return pods;
  const [selection, old, labels] = [podSelectionOf(before), podLabelsOf(before), podLabelsOf(after)];
  return pods.map((pod) => {
    if (!selects(selection, labelsOf(pod))) return pod;
    const own = Object.entries(labelsOf(pod)).filter(([key, value]) => old[key] !== value);
    return { ...pod, metadata: { ...pod.metadata, labels: { ...Object.fromEntries(own), ...labels } } };
  });
}
