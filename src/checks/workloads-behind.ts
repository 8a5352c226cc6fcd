import type { KubeObject } from '../kubernetes/kube-object.ts';
import { podsSelectedBy } from './selection.ts';
import type { View } from './view.ts';

/**
 * The workloads that some of these Pods belong to, as far as their kinds were read: one that was made smaller a moment ago
 * is about to delete some of them.
 */
export function workloadsBehind(
  pods: readonly KubeObject[],
  namespace: string | undefined,
  view: View,
): readonly KubeObject[] {
  return ['Deployment.apps', 'StatefulSet.apps', 'DaemonSet.apps']
    .flatMap((kind) => view.listIfRead(kind, namespace) ?? [])
    .filter((workload) => podsSelectedBy(workload, pods).length > 0);
}
