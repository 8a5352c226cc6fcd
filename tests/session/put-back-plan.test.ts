import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { putBackPlan } from '../../src/session/put-back-plan.ts';
import { recordedName, recordedWhole } from '../../src/session/recorded-object.ts';
import type { Surroundings } from '../../src/session/surroundings.ts';
import type { CopyRecord } from '../../src/snapshot/copy-record.ts';
import { copyRecord } from './copy-record.ts';

const createdAt = '2026-01-01T10:00:00Z';
const later = '2026-01-01T10:05:00Z';
const earlier = '2025-12-01T00:00:00Z';

/** An object made after the start by somebody with kubectl, unless said otherwise. */
function object(
  kind: string,
  name: string,
  more: { [key: string]: Json } = {},
  metadata: { [key: string]: Json } = {},
): KubeObject {
  const managedFields = [{ manager: 'kubectl-create', operation: 'Update', time: later }];
  const own = { name, uid: `uid-${kind}-${name}`, creationTimestamp: later, managedFields, ...metadata };
  return { apiVersion: 'v1', kind, metadata: own, ...more } as KubeObject; // completed here
}

const none: Surroundings = { namespaces: {}, inside: [], clusterWide: [], elsewhere: [], others: [], unread: [] };
const home = object('Namespace', 'shop', {}, { labels: { 'kubeproctor.dev/lab': 'lab' } });

const plan = (around: Partial<Surroundings>, record: Partial<CopyRecord> = {}, also: readonly string[] = []) =>
  putBackPlan(
    'stop',
    { record: copyRecord(record), storedIn: 'kubeproctor', resourceVersion: '1', createdAt },
    { ...none, ...around },
    also,
  );

/** What becomes of one object outside the copy's namespaces. */
function fateOf(one: KubeObject, around: Partial<Surroundings> = {}, record: Partial<CopyRecord> = {}): string {
  const place = one.metadata.namespace === undefined ? 'clusterWide' : 'elsewhere';
  const { deletions, left } = plan({ ...around, [place]: [...(around[place] ?? []), one] }, record);
  const deletion = deletions.find(({ object: { uid } }) => uid === one.metadata.uid);
  if (deletion !== undefined) return deletion.why;
  return left.some(({ object: { uid } }) => uid === one.metadata.uid) ? 'left' : 'none';
}

const account = (namespace: string): Json => ({ kind: 'ServiceAccount', name: 'default', namespace });
const user = (name: string): Json => ({ kind: 'User', name });
const group = (name: string): Json => ({ kind: 'Group', name });
const binding = (...subjects: readonly Json[]) => object('ClusterRoleBinding', 'any', { subjects });
const volume = (namespace: string) =>
  object('PersistentVolume', 'any', { spec: { claimRef: { namespace, name: 'c' } } });
const made = (creationTimestamp: string, more: { [key: string]: Json } = {}) => ({ creationTimestamp, ...more });
const by = (manager: string) => ({ managedFields: [{ manager, operation: 'Update', time: later }] });

describe('an object outside the copy’s namespaces', () => {
  test.each<readonly [string, KubeObject, string]>([
    ['of a declared name', object('ClusterRole', 'reader'), 'named'],
    ['with a declared name between dots', object('CustomResourceDefinition', 'widgets.reader.test'), 'named'],
    ['with a declared name as a part of a word', object('ClusterRole', 'reader-2'), 'left'],
    ['of a declared name, but older', object('ClusterRole', 'reader', {}, made(earlier)), 'none'],
    ['new', object('ClusterRole', 'other'), 'left'],
    ['old', object('ClusterRole', 'other', {}, made(earlier)), 'none'],
    ['made by the cluster', object('ClusterRole', 'other', {}, by('kube-controller-manager')), 'none'],
    ['made with Lens', object('ClusterRole', 'other', {}, by('node-fetch')), 'left'],
    ['made by a part of the cluster', object('ClusterRole', 'other', {}, by('node-feature-discovery')), 'none'],
    ['with an owner', object('CSINode', 'n', {}, { ownerReferences: [{ uid: 'x' }] }), 'none'],
    ['a binding of own accounts', binding(account('shop'), account('own')), 'binding'],
    ['a binding of own groups', binding(group('system:serviceaccounts:shop')), 'binding'],
    ['a binding of own users', binding(user('system:serviceaccount:shop:x'), user('reader')), 'binding'],
    ['a binding with a stranger', binding(account('shop'), user('somebody')), 'left'],
    ['a binding of a namespace that begins alike', binding(group('system:serviceaccounts:shop-2')), 'left'],
    ['a binding of nobody', binding(), 'left'],
    ['a volume claimed from here', volume('shop'), 'volume'],
    ['a volume claimed from elsewhere', volume('shop-2'), 'left'],
    ['a new namespace', object('Namespace', 'new'), 'left'],
    ['the namespace itself', home, 'none'],
    [
      'another copy’s namespace',
      object('Namespace', 'shop-bob', {}, { labels: { 'kubeproctor.dev/lab': 'lab' } }),
      'none',
    ],
    ['the namespace of the records', object('Namespace', 'kubeproctor'), 'none'],
  ])('%s', (_, one, fate) => {
    expect(fateOf(one)).toBe(fate);
  });

  const other = { namespaces: { shop: 'shop-bob' }, names: { reader: 'reader-bob' } };
  const place = (name: string, creationTimestamp: string) => object('Namespace', name, {}, { creationTimestamp });
  test.each<readonly [string, KubeObject, string]>([
    ['of another copy’s name', object('ClusterRole', 'reader-bob'), 'none'],
    ['a binding of another copy’s', binding(account('shop-bob')), 'none'],
    ['in another copy’s namespace', object('ConfigMap', 'c', {}, { namespace: 'shop-bob' }), 'none'],
    ['in an old namespace', object('ConfigMap', 'c', {}, { namespace: 'default' }), 'left'],
    ['in a new namespace, which is told as a whole', object('ConfigMap', 'c', {}, { namespace: 'new' }), 'none'],
    [
      'a RoleBinding elsewhere of own accounts',
      object('RoleBinding', 'b', { subjects: [account('shop')] }, { namespace: 'default' }),
      'binding',
    ],
  ])('%s', (_, one, fate) => {
    const clusterWide = [place('default', earlier), place('new', later), place('shop-bob', later)];
    expect(fateOf(one, { others: [other], clusterWide })).toBe(fate);
  });

  test('known by its uid from before, whatever its time says', () => {
    const one = object('ClusterRole', 'other');
    expect(fateOf(one, {}, { before: [recordedName(one)] })).toBe('none');
  });

  test('of a kind whose definition goes', () => {
    const spec = { group: 'reader.test', names: { kind: 'Widget' } };
    const definition = object('CustomResourceDefinition', 'widgets.reader.test', { spec });
    const widget = { ...object('Widget', 'w', {}, { namespace: 'default' }), apiVersion: 'reader.test/v1' };
    expect(fateOf(widget, { clusterWide: [definition] })).toBe('kind');
  });
});

describe('--also', () => {
  test('takes what would be left', () => {
    const { deletions, left } = plan({ clusterWide: [object('ClusterRole', 'other')] }, {}, ['clusterrole/other']);
    expect([deletions.map(({ why }) => why), left]).toEqual([['also'], []]);
  });

  test.each([
    ['clusterrole/none', 'also_unknown'],
    ['clusterrole/old', 'also_not_new'],
    ['default/configmap/x', 'also_unknown'],
  ])('%s: %s', (also, code) => {
    const around = { clusterWide: [object('ClusterRole', 'old', {}, made(earlier))] };
    expect(() => plan(around, {}, [also])).toThrow(expect.objectContaining({ code }));
  });
});

describe('what was there before', () => {
  const node = (labels: { [key: string]: Json }, spec: Json, manager = 'kubectl-label') =>
    object(
      'Node',
      'n',
      { spec },
      {
        ...{ creationTimestamp: earlier, labels },
        managedFields: [
          { manager, operation: 'Update', time: later, fieldsV1: { 'f:metadata': { 'f:labels': { 'f:a': {} } } } },
        ],
      },
    );
  const before = [recordedWhole(node({ a: '1' }, { taints: [{ key: 'old', effect: 'NoSchedule' }] }))];
  const taints = [
    { key: 'new', effect: 'NoExecute' },
    { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' },
  ];

  test('is restored field by field where the lab concerns it', () => {
    const { restorations, kept } = plan(
      { clusterWide: [node({ a: '2' }, { taints, unschedulable: true })] },
      { before, exclusive: ['nodes'] },
    );
    expect(restorations.map(({ action, fields }) => ({ action, fields }))).toEqual([
      {
        action: 'fields',
        fields: [
          { path: ['metadata', 'labels', 'a'], found: '2', before: '1' },
          { path: ['spec', 'taints', 'new:NoExecute'], found: taints[0], before: undefined },
          {
            path: ['spec', 'taints', 'old:NoSchedule'],
            found: undefined,
            before: { key: 'old', effect: 'NoSchedule' },
          },
          { path: ['spec', 'unschedulable'], found: true, before: undefined },
        ],
      },
    ]);
    expect(kept).toEqual([]);
  });

  test('keeps what a part of the cluster wrote, and both values are shown', () => {
    const live = node({ a: '2' }, { taints: [{ key: 'old', effect: 'NoSchedule' }] }, 'kubelet');
    const { restorations, kept } = plan({ clusterWide: [live] }, { before, exclusive: ['nodes'] });
    expect([restorations, kept]).toEqual([
      [],
      [
        {
          object: { kind: 'Node', name: 'n' },
          path: ['metadata', 'labels', 'a'],
          found: '2',
          before: '1',
          why: 'system',
          by: 'kubelet',
        },
      ],
    ]);
  });

  test('is restored where somebody wrote it with Lens', () => {
    const live = node({ a: '2' }, { taints: [{ key: 'old', effect: 'NoSchedule' }] }, 'node-fetch');
    const { restorations } = plan({ clusterWide: [live] }, { before, exclusive: ['nodes'] });
    expect(restorations.map(({ fields }) => fields)).toEqual([
      [{ path: ['metadata', 'labels', 'a'], found: '2', before: '1' }],
    ]);
  });

  test('is only shown where the lab does not concern it', () => {
    const live = node({ a: '2' }, { taints: [{ key: 'old', effect: 'NoSchedule' }] });
    const { restorations, kept } = plan({ clusterWide: [live] }, { before });
    expect([restorations, kept.map(({ why, by }) => [why, by])]).toEqual([[], [['notConcerned', 'kubectl-label']]]);
  });

  test('is restored all the same under keys that are names of the copy', () => {
    const own = { key: 'reader', effect: 'NoSchedule' };
    const live = node({ a: '2', reader: 'x' }, { taints: [{ key: 'old', effect: 'NoSchedule' }, own] });
    const { restorations, kept } = plan({ clusterWide: [live] }, { before });
    expect(restorations.map(({ fields }) => fields)).toEqual([
      [
        { path: ['metadata', 'labels', 'reader'], found: 'x', before: undefined },
        { path: ['spec', 'taints', 'reader:NoSchedule'], found: own, before: undefined },
      ],
    ]);
    expect(kept.map(({ path, why }) => [path.join('.'), why])).toEqual([['metadata.labels.a', 'notConcerned']]);
  });

  test('keeps what stands under a name of another copy', () => {
    const theirs = { key: 'theirs', effect: 'NoSchedule' };
    const live = node({ a: '2', theirs: 'x', reader: 'x' }, { taints: [{ key: 'old', effect: 'NoSchedule' }, theirs] });
    const others = [{ namespaces: {}, names: { team: 'theirs', reader: 'reader' } }];
    const { restorations, kept } = plan({ clusterWide: [live], others }, { before, exclusive: ['nodes'] });
    expect([
      restorations.flatMap(({ fields }) => fields.map(({ path }) => path.join('.'))),
      kept.map(({ path, why }) => [path.join('.'), why]),
    ]).toEqual([
      ['metadata.labels.a', 'metadata.labels.reader'],
      [
        ['metadata.labels.theirs', 'anotherCopy'],
        ['spec.taints.theirs:NoSchedule', 'anotherCopy'],
      ],
    ]);
  });

  test('is made again when it was deleted', () => {
    const { restorations } = plan({}, { before, exclusive: ['nodes'] });
    expect(restorations.map(({ object: { name }, action }) => [name, action])).toEqual([['n', 'makeAgain']]);
  });

  test('is not made again when nobody could look', () => {
    const unread = [{ kind: 'Node', message: 'forbidden' }];
    expect(plan({ unread }, { before, exclusive: ['nodes'] }).restorations).toEqual([]);
  });

  test('a volume claimed from here is free again', () => {
    const old = volume('shop');
    const { restorations, deletions } = plan({ clusterWide: [old] }, { before: [recordedName(old)] });
    expect([deletions, restorations.map(({ fields }) => fields)]).toEqual([
      [],
      [[{ path: ['spec', 'claimRef'], found: { namespace: 'shop', name: 'c' }, before: undefined }]],
    ]);
  });
});

describe('the copy’s namespaces', () => {
  const actions = (
    purpose: 'reset' | 'stop',
    namespaces: Surroundings['namespaces'],
    record: Partial<CopyRecord> = {},
  ) =>
    putBackPlan(
      purpose,
      { record: copyRecord(record), storedIn: 'kubeproctor', resourceVersion: '1', createdAt },
      { ...none, namespaces },
      [],
    ).namespaces.map(({ namespace, action }) => `${namespace} ${action}`);
  const own = object('Namespace', 'own');
  const going = object('Namespace', 'shop', {}, { deletionTimestamp: later });

  test.each<readonly [string, readonly string[], readonly string[]]>([
    ['reset empties, and deletes the learner’s', actions('reset', { shop: home, own }), ['shop empty', 'own delete']],
    ['reset makes again what is gone', actions('reset', {}), ['shop makeAgain', 'own none']],
    ['reset makes again what is going', actions('reset', { shop: going }), ['shop makeAgain', 'own none']],
    ['stop deletes', actions('stop', { shop: home, own }), ['shop delete', 'own delete']],
    ['stop has nothing to do with what is gone', actions('stop', {}), ['shop none', 'own none']],
    [
      'stop empties what was prepared',
      actions('stop', { shop: home }, { keepsNamespaces: true }),
      ['shop empty', 'own none'],
    ],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });

  test('what a controller makes again, and a record in it, are not told as deleted', () => {
    const at = { namespace: 'shop' };
    const owner = object('ReplicaSet', 'r', {}, at);
    const inside = [
      ...[object('ServiceAccount', 'default', {}, at), object('ConfigMap', 'kube-root-ca.crt', {}, at)],
      ...[owner, object('Pod', 'p', {}, { ...at, ownerReferences: [{ uid: owner.metadata.uid ?? '' }] })],
      object('ConfigMap', 'lab', {}, { ...at, labels: { 'kubeproctor.dev/record': '1' } }),
    ];
    const [shop] = plan({ namespaces: { shop: home }, inside }).namespaces;
    expect(shop?.objects).toEqual([{ kind: 'ReplicaSet', name: 'r', namespace: 'shop' }]);
  });
});
