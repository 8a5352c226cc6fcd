import { valueAt } from './json.ts';
import { type KubeObject, labelsOf } from './kube-object.ts';

/** What made a cluster, where that matters to somebody who wants to change it. */
export type ClusterProduct = 'kind' | 'k3d' | 'k3s' | 'minikube' | 'docker-desktop';

export const clusterProducts: readonly ClusterProduct[] = ['kind', 'k3d', 'k3s', 'minikube', 'docker-desktop'];

/** By the marks that these put on their nodes. It serves advice only: a name proves nothing to the guard. */
export function productOf(node: KubeObject): ClusterProduct | undefined {
  const providerId = String(valueAt(node, 'spec', 'providerID') ?? '');
  if (labelsOf(node)['minikube.k8s.io/name'] !== undefined) return 'minikube';
  if (/^docker-desktop$|^desktop-/.test(node.metadata.name)) return 'docker-desktop'; // its kind nodes are desktop-…
  if (providerId.startsWith('kind://')) return 'kind';
  if (providerId.startsWith('k3s://k3d-')) return 'k3d';
  return String(valueAt(node, 'status', 'nodeInfo', 'kubeletVersion') ?? '').includes('+k3s') ? 'k3s' : undefined;
}
