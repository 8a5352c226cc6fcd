import { expect, test } from 'vitest';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { plainWords } from '../../src/prove/plain-words.ts';
import { withoutOtherCopies } from '../../src/prove/without-other-copies.ts';
import type { Snapshot } from '../../src/snapshot/snapshot.ts';

const object = (kind: string, metadata: KubeObject['metadata'], rest: object = {}): KubeObject =>
  ({ apiVersion: 'v1', kind, metadata, ...rest }) as KubeObject; // the parts under test

const snapshotOf = (...items: readonly KubeObject[]): Snapshot => ({
  takenAt: '2026-01-02T03:04:05Z',
  cluster: { uid: 'u', version: 'v1.36.4', context: 'c' },
  missingCapabilities: [],
  answers: { all: { answer: 'list', items } },
});

const instance = {
  lab: {} as never, // not looked at
  namespaces: { shop: 'shop-p1a0-2', 'shop-audit': 'shop-audit-p1a0-2' },
  names: { reader: 'reader-p1a0-2' },
};

const snapshot = snapshotOf(
  object('ReplicaSet', { name: 'web-6d4cf56db6', labels: { 'pod-template-hash': '6d4cf56db6' } }),
  object(
    'Pod',
    {
      ...{ name: 'web-6d4cf56db6-x7k2p', generateName: 'web-6d4cf56db6-', namespace: 'shop-p1a0-2' },
      labels: { 'pod-template-hash': '6d4cf56db6' },
      uid: '0b9a6f0e-55a5-4a60-9d3c-0e8f4c3f7f7a',
    },
    { status: { podIP: '10.244.1.17' } },
  ),
  object('Job', {
    name: 'report-29384756',
    ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name: 'report', uid: 'u', controller: true }],
  }),
  object('Job', { name: 'year-2026' }),
  object('Service', { name: 'web' }, { spec: { clusterIP: 'None' } }),
);

test.each([
  ['pod/web-6d4cf56db6-x7k2p in shop-p1a0-2', 'pod/web-xxxxxxxxxx-xxxxx in shop'],
  ['replicaset/web-6d4cf56db6', 'replicaset/web-xxxxxxxxxx'],
  ['kubectl get pods -n shop-audit-p1a0-2', 'kubectl get pods -n shop-audit'],
  ['user reader-p1a0-2', 'user reader'],
  ['at 10.244.1.17', 'at 10.0.0.x'],
  ['uid 0b9a6f0e-55a5-4a60-9d3c-0e8f4c3f7f7a', 'uid xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx'],
  ['job/report-29384756 and job/year-2026', 'job/report-xxxxxxxx and job/year-2026'],
  ['since 2026-03-04T05:06:07Z', 'since 2026-01-01T00:00:00Z'],
  ['None of port 5432', 'None of port 5432'],
])('%s', (text, plain) => {
  expect(plainWords({ found: [{ [text]: text }] }, instance, snapshot)).toEqual({ found: [{ [plain]: plain }] });
});

test('what other copies of the lab have is not seen', () => {
  const own = [
    object('Namespace', { name: 'shop-p1a0-2' }),
    object('Namespace', { name: 'shopping' }),
    object('ConfigMap', { name: 'shop', namespace: 'shop-p1a0-2' }),
    object('ClusterRole', { name: 'reader-p1a0-2' }),
  ];
  const others = [
    object('Namespace', { name: 'shop' }),
    object('Namespace', { name: 'shop-p1a0' }),
    object('ConfigMap', { name: 'c', namespace: 'shop-p1a0-1' }),
    object('ClusterRole', { name: 'reader-p1a0-1' }),
  ];
  expect(withoutOtherCopies(snapshotOf(...others, ...own), instance, 'p1a')).toEqual(snapshotOf(...own));
});
