import { expect, test } from 'vitest';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { relabelledPods } from '../../src/prove/mutants/relabelled-pods.ts';

const workload = (kind: string, selector: object, labels: object) =>
  ({
    ...{ apiVersion: 'apps/v1', kind, metadata: { name: 'web', namespace: 'shop' } },
    spec: { selector: { matchLabels: selector }, template: { metadata: { labels } } },
  }) as KubeObject;
const pod = (name: string, labels: object) =>
  ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, labels } }) as KubeObject;
const pods = [pod('own', { app: 'web', tier: 'x', 'pod-template-hash': '1' }), pod('other', { app: 'api', tier: 'x' })];
const before = workload('Deployment', { app: 'web' }, { app: 'web', tier: 'x' });

test.each([
  ['another value in selector and template', { app: 'shop' }, { app: 'shop', tier: 'x' }],
  ['another key', { name: 'web' }, { name: 'web' }],
  ['no change', { app: 'web' }, { app: 'web', tier: 'x' }],
] as const)('%s: its own Pods follow, and keep what controllers wrote', (_name, selector, labels) => {
  const [own, other] = relabelledPods(pods, before, workload('Deployment', selector, labels));
  expect(own?.metadata.labels).toEqual({ ...labels, 'pod-template-hash': '1' });
  expect(other).toBe(pods[1]);
});

test('what makes no Pods relabels none', () => {
  const service = (app: string) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web' },
    spec: { selector: { app } },
  });
  expect(relabelledPods(pods, service('web') as unknown as KubeObject, service('api') as unknown as KubeObject)).toBe(
    pods,
  );
});
