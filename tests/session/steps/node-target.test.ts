import { expect, test } from 'vitest';
import type { KubeObject } from '../../../src/kubernetes/kube-object.ts';
import { inOrder } from '../../../src/session/steps/node-target.ts';

const node = (name: string, labels: Readonly<Record<string, string>> = {}): KubeObject => ({
  ...{ apiVersion: 'v1', kind: 'Node', metadata: { name, labels } },
});
const names = (...nodes: readonly KubeObject[]) => inOrder(nodes).map(({ metadata }) => metadata.name);
const controlPlane = { 'node-role.kubernetes.io/control-plane': '' };

test('nodes are in the order of their names', () => {
  expect(names(node('node-2'), node('node-1'))).toEqual(['node-1', 'node-2']);
});

test('those of the control plane come last, as kind names them', () => {
  expect(names(node('kind-control-plane', controlPlane), node('kind-worker2'), node('kind-worker'))).toEqual([
    ...['kind-worker', 'kind-worker2'],
    'kind-control-plane',
  ]);
});
