import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import type { CopyRecord } from '../../src/snapshot/copy-record.ts';
import { redact, textsIn } from '../../src/snapshot/redact.ts';
import type { SavedCheck } from '../../src/snapshot/saved.ts';
import { watchFields } from '../../src/snapshot/watch-fields.ts';

const record: CopyRecord = {
  ...{
    format: 1,
    lab: 'services',
    copy: '',
    startedAt: '2026-01-02T03:04:05Z',
    isComplete: true,
    labText: 'name: services',
  },
  ...{ manifests: { 'start.yaml': 'kind: Pod' }, namespaces: { shop: 'shop' }, names: {}, learnerNamespaces: [] },
  ...{ exclusive: [], keepsNamespaces: false, answers: {}, hintsTaken: {} },
  startedWith: [
    {
      ...{ apiVersion: 'v1', kind: 'Secret', name: 'db', namespace: 'shop', uid: 'u1' },
      object: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db' }, data: { password: base64('s3cr3t') } },
    },
  ],
  before: [{ apiVersion: 'v1', kind: 'Node', name: 'private-name', uid: 'u2' }],
};

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

const savedWith = (...items: readonly KubeObject[]): SavedCheck => ({
  ...{ kubeproctor: 1, isLabChanged: false, contextFlag: '', record },
  snapshot: {
    takenAt: '2026-01-02T03:04:05Z',
    cluster: { uid: 'u', version: 'v1.36.4', context: 'c' },
    missingCapabilities: [],
    answers: {
      'list Pod in shop': { answer: 'list', items },
      'may x': { answer: 'review', isAllowed: true, reason: '' },
      resources: { answer: 'resources', resources: [], unansweredGroups: ['metrics.k8s.io'] },
    },
  },
});

const pod: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    ...{ name: 'web', namespace: 'shop', uid: 'u3', labels: { app: 'web' } },
    annotations: { note: 'private', 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
    managedFields: [{ manager: 'kubectl' }],
  },
  spec: {
    nodeName: 'node-1',
    containers: [{ name: 'web', image: 'nginx', env: [{ name: 'TOKEN', value: 'private' }] }],
  },
  status: { phase: 'Running' },
};

const sealing = {
  seal: (value: string) => `sealed:${value.length}`,
  known: new Set<string>(),
  triedFiles: new Set<string>(),
};

test('what programs print is kept without values of Secrets that were read, and without what looks like a credential', () => {
  const secret = (name: string, value: string): KubeObject => ({
    ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name } },
    data: { value: base64(value) },
  });
  const saved = savedWith(
    secret('db', 'opensesame'),
    secret('more', 'opensesame-too\n'),
    secret('named', 'public-one'),
    secret('short', 'abc'),
  );
  const body = 'opensesame opensesame-too public-one abc password=x Authorization: Bearer abcdef';
  const answers = {
    ...saved.snapshot.answers,
    x: { answer: 'http', status: 200, headers: { 'x-key': 'opensesame' }, body, isCut: false },
  } as const;
  const redacted = redact(
    { ...saved, snapshot: { ...saved.snapshot, answers } },
    { ...sealing, known: new Set(['public-one']), isLookedAt: () => true },
  );
  expect(redacted.snapshot.answers.x).toEqual({
    ...{ answer: 'http', status: 200, headers: { 'x-key': 'sealed:10' }, isCut: false },
    body: 'sealed:10 sealed:14 public-one abc password=[secret] Authorization: Bearer [token]',
  });
});

const itemsOf = ({ snapshot }: SavedCheck) => {
  const answer = snapshot.answers['list Pod in shop'];
  return answer?.answer === 'list' ? answer.items : [];
};

describe('redact', () => {
  test('keeps identity, status and what was looked at', () => {
    const saved = savedWith(pod);
    const { watched, isLookedAt } = watchFields(saved);
    const [seen] = itemsOf(watched);
    const spec = seen?.spec as { containers: { image: string }[] }; // the pod above
    expect(spec.containers.map(({ image }) => image)).toEqual(['nginx']);
    expect(itemsOf(redact(saved, { ...sealing, isLookedAt }))).toEqual([
      {
        ...{ apiVersion: 'v1', kind: 'Pod' },
        metadata: { name: 'web', namespace: 'shop', uid: 'u3', labels: { app: 'web' } },
        spec: { containers: [{ image: 'nginx' }] },
        status: { phase: 'Running' },
      },
    ]);
  });

  test('drops last-applied-configuration even from annotations that were looked at', () => {
    const all = redact(savedWith(pod), { ...sealing, isLookedAt: () => true });
    expect(itemsOf(all)[0]?.metadata.annotations).toEqual({ note: 'private' });
  });

  test('seals values of Secrets, in lists and in what the start recorded', () => {
    const secret: KubeObject = {
      ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db' } },
      ...{ data: { password: base64('s3cr3t'), user: base64('app') }, stringData: { pin: '1234' } },
    };
    const redacted = redact(savedWith(secret), { ...sealing, known: new Set(['app']), isLookedAt: () => true });
    expect(itemsOf(redacted)).toEqual([
      { ...secret, data: { password: base64('sealed:6'), user: base64('app') }, stringData: { pin: 'sealed:4' } },
    ]);
    expect(redacted.record.startedWith[0]?.object).toEqual({
      ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db' } },
      data: { password: base64('sealed:6') },
    });
  });

  test("leaves out what is the cluster's and not the lab's", () => {
    const redacted = redact(savedWith(), { ...sealing, isLookedAt: () => true });
    expect({ before: redacted.record.before, manifests: redacted.record.manifests }).toEqual({
      before: [],
      manifests: {},
    });
  });

  test('manifests that checks try are kept, for the grader reads them', () => {
    const saved = { ...savedWith(), record: { ...record, manifests: { 'start.yaml': 'a', 'probe.yaml': 'b' } } };
    const redacted = redact(saved, { ...sealing, triedFiles: new Set(['probe.yaml']), isLookedAt: () => true });
    expect(redacted.record.manifests).toEqual({ 'probe.yaml': 'b' });
  });

  test('an object as it would be stored is kept as far as it was looked at', () => {
    const answers = { d: { answer: 'admitted', warnings: ['w'], object: pod } } as const;
    const saved = { ...savedWith(), snapshot: { ...savedWith().snapshot, answers } };
    const redacted = redact(saved, { ...sealing, isLookedAt: () => false });
    expect(redacted.snapshot.answers.d).toEqual({
      ...{ answer: 'admitted', warnings: ['w'] },
      object: {
        ...{ apiVersion: 'v1', kind: 'Pod', status: { phase: 'Running' } },
        metadata: { name: 'web', namespace: 'shop', uid: 'u3', labels: { app: 'web' } },
      },
    });
  });

  test('answers that are no lists stay', () => {
    const redacted = redact(savedWith(), { ...sealing, isLookedAt: () => false });
    expect([redacted.snapshot.answers['may x'], redacted.snapshot.answers.resources]).toEqual([
      { answer: 'review', isAllowed: true, reason: '' },
      { answer: 'resources', resources: [], unansweredGroups: ['metrics.k8s.io'] },
    ]);
  });
});

test('textsIn finds every text, at any depth', () => {
  expect(textsIn({ a: 'x', b: [{ c: 'y' }, 3, null] })).toEqual(new Set(['x', 'y']));
});

describe('watchFields', () => {
  test.each<[string, (value: { a: { b: number }; c: number[] }) => unknown, readonly [boolean, boolean, boolean]]>([
    ['nothing', () => undefined, [false, false, false]],
    ['one key', (value) => value.a, [true, false, false]],
    ['a path', (value) => value.a.b, [true, true, false]],
    ['a spread', (value) => ({ ...value }), [true, false, true]],
    ['the keys', (value) => Object.keys(value), [true, false, true]],
    ['in', (value) => 'c' in value, [false, false, true]],
    ['hasOwn', (value) => Object.hasOwn(value, 'c'), [false, false, true]],
    ['all of it', (value) => JSON.stringify(value), [true, true, true]],
  ])('notes a look at %s', (_, look, expected) => {
    const original = { a: { b: 1 }, c: [1] };
    const { watched, isLookedAt } = watchFields(original);
    look(watched);
    expect([isLookedAt(original, 'a'), isLookedAt(original.a, 'b'), isLookedAt(original, 'c')]).toEqual(expected);
  });

  test('reads like the original, and the same object twice is the same', () => {
    const original = { a: { b: [1, { c: 2 }] } };
    const { watched } = watchFields(original);
    expect(watched).toEqual(original);
    const [first, second] = [watched.a, watched.a];
    expect(first === second).toBe(true);
    expect(Array.isArray(watched.a.b)).toBe(true);
  });
});
