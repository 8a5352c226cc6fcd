import { expect, test } from 'vitest';
import { productOf } from '../../src/kubernetes/cluster-product.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';

const node = (
  name: string,
  labels: Readonly<Record<string, string>>,
  providerID = '',
  kubeletVersion = 'v1.36.4',
): KubeObject => ({
  ...{ apiVersion: 'v1', kind: 'Node', metadata: { name, labels } },
  ...{ spec: { providerID }, status: { nodeInfo: { kubeletVersion } } },
});

test.each([
  ['kind', node('kind-control-plane', {}, 'kind://docker/kind/kind-control-plane')],
  ['k3d', node('k3d-lab-server-0', {}, 'k3s://k3d-lab-server-0', 'v1.33.1+k3s1')],
  ['k3s', node('box', {}, 'k3s://box', 'v1.33.1+k3s1')],
  ['minikube', node('lab', { 'minikube.k8s.io/name': 'lab' })],
  ['docker-desktop', node('docker-desktop', {})],
  ['docker-desktop', node('desktop-control-plane', {}, 'kind://docker/desktop/desktop-control-plane')],
  [undefined, node('node-1', {})],
])('%s', (product, made) => expect(productOf(made)).toBe(product));
