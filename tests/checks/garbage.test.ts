import { expect } from 'vitest';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { named, ownersGone } from '../fixtures/real-objects.ts';
import { brief, changed, judge, without } from './judging.ts';
import { testRows } from './test-rows.ts';

/** Long after everything was made: the Pods themselves are at rest. */
const now = '2026-11-25T14:05:00Z';
const inNamespace = (namespace: string): readonly KubeObject[] =>
  ownersGone.filter(({ metadata }) => metadata.namespace === namespace);
const anew: KubeObject = {
  ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
  metadata: { name: 'web', namespace: 'background', uid: 'another' },
};
const replicaSet = `ReplicaSet/${named(ownersGone, 'Deployment/web').metadata.name}-7c859c87d6`;
const ownedByWidget = {
  metadata: { ownerReferences: [{ apiVersion: 'example.com/v1', kind: 'Widget', name: 'w', uid: 'gone' }] },
};
const gone = [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'other', uid: 'gone' }];
const [background, foreground, orphaned, job] = ['background', 'foreground', 'orphaned', 'job'].map(inNamespace) as [
  readonly KubeObject[],
  readonly KubeObject[],
  readonly KubeObject[],
  readonly KubeObject[],
];

testRows<readonly [string, string, readonly KubeObject[], JsonObject, string]>(
  [
    ['Pods of a deleted Deployment', 'Pod', background, { absent: true }, 'object_present*'],
    ['the ReplicaSet of a deleted Deployment', 'ReplicaSet', background, { absent: true }, 'object_present*'],
    [
      'Pods when the ReplicaSet is gone, too',
      'Pod',
      without(background, replicaSet),
      { absent: true },
      'object_present*',
    ],
    ['a Deployment was made anew with its name', 'Pod', [...background, anew], { absent: true }, 'object_present*'],
    ['deleted in the foreground', 'Pod', foreground, { absent: true }, 'object_present*'],
    ['the Job of a deleted CronJob', 'Job', job, { absent: true }, 'object_present*'],
    ['the Pods of that Job', 'Pod', job, { absent: true }, 'object_present*'],
    ['a count of them', 'Pod', background, { count: { $max: 1 } }, 'count_differs*'],
    ['an orphaned ReplicaSet stays', 'ReplicaSet', orphaned, { absent: true }, 'object_present'],
    ['Pods of an orphaned ReplicaSet stay', 'Pod', orphaned, { absent: true }, 'object_present'],
    ['an orphaned ReplicaSet that is gone', 'Pod', without(orphaned, replicaSet), { absent: true }, 'object_present*'],
    [
      'one of two owners is there',
      'Pod',
      orphaned.map((object) =>
        object.kind === 'Pod'
          ? {
              ...object,
              metadata: { ...object.metadata, ownerReferences: [...(object.metadata.ownerReferences ?? []), ...gone] },
            }
          : object,
      ),
      { absent: true },
      'object_present',
    ],
    [
      'an owner that is going away, but takes nobody along',
      'Pod',
      changed(foreground, 'Deployment/web', { metadata: { finalizers: ['example.com/busy'] } }),
      { absent: true },
      'object_present',
    ],
    [
      'an owner whose kind is not looked at',
      'ReplicaSet',
      changed(background, replicaSet, ownedByWidget),
      { absent: true },
      'object_present',
    ],
  ],
  (_name, kind, objects, check, expected) => {
    const [first] = objects;
    const of = { any: kind, in: { namespace: first?.metadata.namespace ?? '' } };
    expect(brief(judge({ object: of, ...check }, { objects, now }))).toBe(expected);
  },
);

testRows<readonly [string, readonly KubeObject[], string]>(
  [
    ['Pods too many that go with their Deployment', foreground, 'selects_too_much*'],
    ['Pods too many that stay', orphaned, 'selects_too_much'],
  ],
  (_name, objects, expected) => {
    const [first] = objects.filter(({ kind }) => kind === 'Pod');
    const pod = {
      kind: 'Pod',
      name: 'wanted',
      labels: { app: 'web', 'pod-template-hash': '7c859c87d6', part: 'wanted' },
    };
    const wanted = { ...first, metadata: { ...first?.metadata, ...pod, ownerReferences: [] } } as KubeObject; // one more, by itself
    const selects = {
      object: replicaSet.replace('ReplicaSet', 'replicaset'),
      ...{ in: { namespace: first?.metadata.namespace ?? '' }, pods: { labels: { part: 'wanted' } }, only: true },
    };
    expect(brief(judge({ selects }, { objects: [...objects, wanted], now }))).toBe(expected);
  },
);
