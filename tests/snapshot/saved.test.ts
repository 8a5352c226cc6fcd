import { describe, expect, test } from 'vitest';
import type { SavedCheck } from '../../src/snapshot/saved.ts';
import { parseBaseline, parseSaved, savedText } from '../../src/snapshot/saved.ts';
import { UserError } from '../../src/user-error.ts';

const saved: SavedCheck = {
  ...{ kubeproctor: 1, isLabChanged: true, contextFlag: 'kind-lab' },
  snapshot: {
    takenAt: '2026-01-02T03:04:05.000Z',
    cluster: { uid: 'u', version: 'v1.36.4', context: 'c' },
    missingCapabilities: ['traffic'],
    answers: {
      a: {
        answer: 'list',
        items: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', x: 1 }, spec: { y: [2] } }],
      },
      b: { answer: 'absentKind' },
      c: { answer: 'review', isAllowed: false, reason: 'no' },
      h: {
        answer: 'admitted',
        warnings: ['beware'],
        object: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' } },
      },
      f: { answer: 'admitted', warnings: [] },
      g: { answer: 'refused', code: 403, reason: 'Forbidden', message: 'no', fields: ['spec'] },
      d: { answer: 'outage', outage: { code: 'timeout', detail: 'late' } },
      i: { answer: 'http', status: 302, headers: { location: '/x' }, body: 'x', isCut: true },
      j: { answer: 'unreached', why: 'refused', words: 'connection refused' },
      l: { answer: 'log', text: 'x\n', isCut: false, exitCode: 3 },
      m: { answer: 'noLog', words: 'ContainerCreating' },
      n: { answer: 'command', exitCode: 1, output: 'x', errors: 'y', isCut: false },
      o: { answer: 'notRun', words: 'no such program' },
      p: { answer: 'lookup', asked: ['web.'], found: 'web.', addresses: ['10.96.0.7'] },
      k: { answer: 'outage', outage: { code: 'no_answer', detail: 'i/o timeout' } },
      e: {
        answer: 'resources',
        resources: [
          { group: '', resource: 'pods', isNamespaced: true, verbs: ['get'] },
          { group: '', resource: 'pods', subresource: 'log', isNamespaced: true, verbs: ['get'] },
        ],
        unansweredGroups: ['metrics.k8s.io'],
      },
    },
  },
  record: {
    ...{ format: 1, lab: 'services', copy: 'alice', startedAt: 't', isComplete: true, labText: 'x', manifests: {} },
    ...{ namespaces: { shop: 'shop-alice' }, names: {}, learnerNamespaces: [], exclusive: [], keepsNamespaces: false },
    ...{ startedWith: [{ apiVersion: 'v1', kind: 'Pod', name: 'web', namespace: 'shop', uid: 'u' }], before: [] },
    ...{ answers: { q: 'a' }, hintsTaken: { q: 1 } },
    everybody: [
      {
        ...{ group: 'system:authenticated', namespace: 'kube-public' },
        rules: [
          { verbs: ['get'], apiGroups: [''], resources: ['pods'], resourceNames: ['a'], nonResourceURLs: ['/b'] },
        ],
      },
    ],
  },
};

test('what was saved is read again, field by field', () => {
  expect(parseSaved(savedText(saved), 'f.json')).toEqual(saved);
});

test('a baseline is the record of a start', () => {
  expect(parseBaseline(JSON.stringify(saved.record), 'f.json')).toEqual(saved.record);
});

describe('refuses', () => {
  const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
  test.each([
    ['no JSON', '{', 'its top: Invalid input: expected object, received undefined'],
    ['another document', '{"a":1}', 'kubeproctor: Invalid input: expected 1'],
    ['deep nesting', `{"kubeproctor":1,"x":${nested(100)}}`, 'it is nested too deeply'],
    ['very deep nesting', nested(200_000), 'it is nested too deeply'],
    [
      'an object without a name',
      savedText(saved).replace('"name":"web","x":1', '"x":1'),
      'snapshot.answers.a.items.0.metadata.name: Invalid input: expected string, received undefined',
    ],
    [
      'labels that are no texts',
      savedText(saved).replace('"name":"web","x":1', '"name":"web","labels":{"a":{}}'),
      'snapshot.answers.a.items.0.metadata.labels.a: Invalid input: expected string, received object',
    ],
    [
      'a time that is none',
      savedText(saved).replace('2026-01-02T03:04:05.000Z', 'soon'),
      'snapshot.takenAt: is no time',
    ],
  ])('%s', (_, text, why) => {
    expect(refusalOf(text)).toEqual(`saved_file_broken: f.json is not a file that kubeproctor saved: ${why}.`);
  });
});

function refusalOf(text: string): string {
  try {
    parseSaved(text, 'f.json');
    return 'accepted';
  } catch (error) {
    return error instanceof UserError ? `${error.code}: ${error.message}` : String(error);
  }
}
