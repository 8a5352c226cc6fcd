import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { recordedWhole } from '../../src/session/recorded-object.ts';
import { untouchedSince } from '../../src/session/untouched.ts';
import { copyRecord } from './copy-record.ts';

function object(kind: string, name: string, version: number, more: object = {}): KubeObject {
  const metadata = { name, namespace: 'shop', uid: `${kind}/${name}`, resourceVersion: String(version), ...more };
  return { apiVersion: 'v1', kind, metadata } as KubeObject; // completed here
}

const owned = (kind: string, name: string) => ({
  ownerReferences: [{ apiVersion: 'apps/v1', kind, name, uid: `${kind}/${name}`, controller: true }],
});
const started: readonly KubeObject[] = [
  object('Deployment', 'web', 3),
  object('ReplicaSet', 'web-1', 3, owned('Deployment', 'web')),
  object('Pod', 'web-1-a', 5, owned('ReplicaSet', 'web-1')),
  object('Service', 'web', 4),
  object('Endpoints', 'web', 6),
  object('EndpointSlice', 'web-x', 6, owned('Service', 'web')),
  object('ConfigMap', 'settings', 2),
  object('ServiceAccount', 'default', 1),
];
const applied = [
  { kind: 'Deployment', name: 'web', namespace: 'shop' },
  { kind: 'Service', name: 'web', namespace: 'shop' },
  { kind: 'ConfigMap', name: 'settings', namespace: 'shop' },
];

function untouched(now: readonly KubeObject[], appliedByStart = applied, before = started): readonly string[] {
  const startedWith = before.map((one) => ({
    ...recordedWhole(one),
    resourceVersion: one.metadata.resourceVersion ?? '',
  }));
  return [...untouchedSince(copyRecord({ startedWith }), now, appliedByStart)].sort();
}
const without = (uid: string) => started.filter(({ metadata }) => metadata.uid !== uid);
const changed = (uid: string) =>
  started.map((one) =>
    one.metadata.uid === uid ? ({ ...one, metadata: { ...one.metadata, resourceVersion: '99' } } as KubeObject) : one,
  );

const deployment = ['Deployment/web', 'Pod/web-1-a', 'ReplicaSet/web-1'];
const service = ['EndpointSlice/web-x', 'Endpoints/web', 'Service/web'];
const settings = ['ConfigMap/settings'];

describe('what is untouched since the start', () => {
  test('everything, where nothing happened; the permanent objects are not spoken of', () => {
    expect(untouched(started)).toEqual([...settings, ...deployment, ...service].sort());
  });

  test('not an object that was changed, and then nothing that it owns', () => {
    expect(untouched(changed('Deployment/web'))).toEqual([...settings, ...service]);
  });

  test('not the owner of something that was changed', () => {
    expect(untouched(changed('Pod/web-1-a'))).toEqual([...settings, ...service]);
  });

  test('not the owner of something that is gone', () => {
    expect(untouched(without('Pod/web-1-a'))).toEqual([...settings, ...service]);
  });

  test('not the owner of something new', () => {
    const more = object('Pod', 'web-1-b', 9, owned('ReplicaSet', 'web-1'));
    expect(untouched([...started, more])).toEqual([...settings, ...service]);
  });

  test('not a Service whose Endpoints were changed, which nothing but the name ties to it', () => {
    expect(untouched(changed('Endpoints/web'))).toEqual([...settings, ...deployment]);
  });

  test('not what was made again under the same name', () => {
    const again = object('ConfigMap', 'settings', 2, { uid: 'another' });
    expect(untouched([...without('ConfigMap/settings'), again])).toEqual([...deployment, ...service].sort());
  });

  test('not what is being deleted', () => {
    const going = object('ConfigMap', 'settings', 2, { deletionTimestamp: '2026-01-01T00:00:00Z' });
    expect(untouched([...without('ConfigMap/settings'), going])).toEqual([...deployment, ...service].sort());
  });

  test('not what the start applies twice, for the second time made a history', () => {
    const twice = [...applied, { kind: 'Deployment', name: 'web', namespace: 'shop' }];
    expect(untouched(started, twice)).toEqual([...settings, ...service]);
  });

  test('nothing at all, where something of the start is neither applied nor owned, as a claim of a StatefulSet', () => {
    const claim = object('PersistentVolumeClaim', 'data-web-0', 4);
    expect(untouched([...started, claim], applied, [...started, claim])).toEqual([]);
  });

  test('a new object is not among them, and keeps nothing else from staying', () => {
    expect(untouched([...started, object('ConfigMap', 'mine', 9)])).toEqual(
      [...settings, ...deployment, ...service].sort(),
    );
  });

  test('nothing, where the record knows no versions, as one of an older start', () => {
    const startedWith = started.map(recordedWhole);
    const found = untouchedSince(copyRecord({ startedWith }), started, applied);
    expect([...found]).toEqual([]);
  });
});
