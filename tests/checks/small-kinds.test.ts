import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../src/kubernetes/json.ts';
import { valueAt } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { mappingsAt } from '../../src/kubernetes/pod-template.ts';
import { named, shop } from '../fixtures/real-objects.ts';
import type { Circumstances } from './judging.ts';
import { brief, changed, issuesOf, judge, without } from './judging.ts';
import { testRows } from './test-rows.ts';

const web = named(shop, 'Service/web');
const startedWith = (object: KubeObject) => ({
  startedWith: [
    {
      ...{ kind: 'Service', apiVersion: 'v1', name: object.metadata.name, namespace: 'shop' },
      ...{ uid: object.metadata.uid ?? '', object },
    },
  ],
});
const record = startedWith(web);
const several = startedWith(named(shop, 'Service/several'));
const ports = mappingsAt(named(shop, 'Service/several'), 'spec', 'ports');
const shuffled = changed(shop, 'Service/several', { spec: { ports: ports.toReversed() } });
const shortened = changed(shop, 'Service/several', { spec: { ports: ports.slice(1) } });
const later = (patch: JsonObject): Circumstances => ({ record, objects: changed(shop, 'Service/web', patch) });

testRows<readonly [string, JsonObject, string, Circumstances?]>(
  [
    ['kept', { object: 'service/web' }, 'holds'],
    [
      'kept, though something changed',
      { object: 'service/web' },
      'holds',
      later({ spec: { sessionAffinity: 'ClientIP' } }),
    ],
    [
      'unchanged where it matters',
      { object: 'service/web', unchanged: ['spec.selector', 'spec.ports[0].port'] },
      'holds',
      later({ metadata: { labels: { a: 'b' } } }),
    ],
    [
      'changed',
      { object: 'service/web', unchanged: ['spec.selector', 'spec.ports'] },
      'changed',
      later({ spec: { selector: { app: 'api' } } }),
    ],
    [
      'changed at a key with dots',
      { object: 'service/web', unchanged: ["metadata.labels['example.com/a']"] },
      'changed',
      later({ metadata: { labels: { 'example.com/a': 'x' } } }),
    ],
    [
      'an entry by its name',
      { object: 'service/several', unchanged: ['spec.ports[http].targetPort'] },
      'holds',
      { record: several },
    ],
    [
      'an entry by its name, changed',
      { object: 'service/several', unchanged: ['spec.ports[http].targetPort'] },
      'changed',
      { record: several, objects: shortened },
    ],
    [
      'in another order',
      { object: 'service/several', unchanged: ['spec.ports'] },
      'holds',
      { record: several, objects: shuffled },
    ],
    [
      'one entry less',
      { object: 'service/several', unchanged: ['spec.ports'] },
      'changed',
      { record: several, objects: shortened },
    ],
    [
      'one entry more',
      { object: 'service/web', unchanged: ['spec.selector'] },
      'changed',
      later({ spec: { selector: { tier: 'x' } } }),
    ],
    ['gone', { object: 'service/web' }, 'replaced', { record, objects: without(shop, 'Service/web') }],
    ['made anew', { object: 'service/web' }, 'replaced', later({ metadata: { uid: 'x' } })],
    [
      'on its way out',
      { object: 'service/web' },
      'replaced',
      later({ metadata: { deletionTimestamp: '2026-11-23T06:06:29Z' } }),
    ],
    ['not made by the start', { object: 'service/headless' }, 'unknown'],
  ],
  (_name, kept, expected, circumstances = { record }) =>
    expect(brief(judge({ kept: { in: 'shop', ...kept } }, circumstances))).toBe(expected),
);

test.each<readonly [string, string, JsonObject, Json, Json | undefined]>([
  ['in one place', 'spec.selector.app', { spec: { selector: { app: 'api' } } }, 'web', 'api'],
  [
    'in two places',
    'spec.selector',
    { spec: { selector: { app: 'api', tier: 'x' } } },
    valueAt(named(shop, 'Service/web'), 'spec', 'selector') ?? null,
    { ...(valueAt(named(shop, 'Service/web'), 'spec', 'selector') as JsonObject), app: 'api', tier: 'x' },
  ],
])('a change is told where it is: %s', (_name, path, patch, was, found) => {
  const outcome = judge({ kept: { object: 'service/web', in: 'shop', unchanged: ['spec'] } }, later(patch));
  expect(issuesOf(outcome)).toEqual([
    { code: 'changed', object: { kind: 'Service', name: 'web', namespace: 'shop' }, path, was, found, isMoving: false },
  ]);
});

const reads = { pods: { all: 'Pod', in: 'shop' } };
const boundIsGoing: Circumstances = {
  objects: changed(shop, 'Pod/bound', { metadata: { deletionTimestamp: '2026-11-23T06:06:50Z' } }),
};
const cel = (that: string): Json => ({ cel: { reads, that }, else: 'no' });

testRows<readonly [string, string, string, Circumstances?]>(
  [
    ['true', 'pods.exists(p, p.metadata.name == "bound")', 'holds'],
    ['false', 'pods.all(p, p.metadata.name == "bound")', 'cel_false'],
    ['what is on its way out is gone', '!pods.exists(p, p.metadata.name == "bound")', 'holds, moving', boundIsGoing],
    ['false as long as Pods come and go', 'pods.exists(p, p.metadata.name == "bound")', 'cel_false*', boundIsGoing],
    ['neither true nor false', '1 + 1', 'unknown'],
    ['an error', 'pods[0].nothing == 1', 'unknown'],
  ],
  (_name, that, expected, circumstances) => expect(brief(judge(cel(that), circumstances))).toBe(expected),
  'CEL: ',
);

/** Claims are bound a moment after they were made, where anything can bind them. */
const claimMadeAt = (creationTimestamp: string): Circumstances => ({
  objects: [
    {
      ...{ apiVersion: 'v1', kind: 'PersistentVolumeClaim', status: { phase: 'Pending' } },
      metadata: { name: 'new', namespace: 'shop', creationTimestamp },
    },
  ],
});

test.each([
  ['2026-11-23T06:06:29Z', 'cel_false*'],
  ['2026-11-23T06:05:00Z', 'cel_false'],
])('CEL: a claim of %s that is not bound', (time, expected) => {
  const claims = { all: 'PersistentVolumeClaim', in: 'shop' };
  const check = { cel: { reads: { claims }, that: 'claims.all(c, c.status.phase == "Bound")' }, else: 'no' };
  expect(brief(judge(check, claimMadeAt(time)))).toBe(expected);
});

const answered = (answer: string): Circumstances => ({ record: { answers: { task: answer } } });
const options = [
  { text: 'one', right: true, because: '' },
  { text: 'two', because: 'two is wrong' },
  { text: 'three', right: true, because: '' },
];

testRows<readonly [string, JsonObject, string, Circumstances?]>(
  [
    ['nothing given', { is: 'web' }, 'answer_missing'],
    ['blanks given', { is: 'web' }, 'answer_missing', answered(' \n')],
    ['right', { is: 'web', as: 'name' }, 'holds', answered('pod/web')],
    ['wrong', { is: 'web' }, 'answer_wrong', answered('api')],
    ['right by what the cluster shows', { is: { cel: 'pods.size()', reads }, as: 'number' }, 'holds', answered('15')],
    [
      'right as long as Pods come and go',
      { is: { cel: 'pods.size()', reads }, as: 'number' },
      'holds, moving',
      { ...answered('14'), ...boundIsGoing },
    ],
    [
      'wrong as long as Pods come and go',
      { is: { cel: 'pods.size()', reads }, as: 'number' },
      'answer_wrong*',
      { ...answered('15'), ...boundIsGoing },
    ],
    [
      'an expression that is an error',
      { is: { cel: 'nobody.size()', reads }, as: 'number' },
      'unknown',
      answered('15'),
    ],
    ['a list', { is: ['a', 'b'], as: 'list' }, 'holds', answered('a, b')],
    ['the right options', { choose: options }, 'holds', answered('c a')],
    ['with marks between', { choose: options }, 'holds', answered('a) and c.')],
    ['as a sum', { choose: options }, 'holds', answered('a + c')],
    ['with a sign between', { choose: options }, 'holds', answered('a&c')],
    ['in one word', { choose: options }, 'holds', answered('CA')],
    ['in one word with a wrong one', { choose: options }, 'answer_wrong', answered('abc')],
    ['by its text', { choose: options.slice(0, 2) }, 'holds', answered('One')],
    ['by the text of another', { choose: options.slice(0, 2) }, 'answer_wrong', answered('two')],
    ['in capital letters', { choose: options }, 'holds', answered('A,C')],
    ['one of them only', { choose: options }, 'answer_wrong', answered('a')],
    ['one too many', { choose: options }, 'answer_wrong', answered('a b c')],
    ['no option', { choose: options }, 'answer_wrong', answered('a c x')],
  ],
  (_name, answer, expected, circumstances) => expect(brief(judge({ answer }, circumstances))).toBe(expected),
  'answer: ',
);

test('a wrong answer is never told the right one', () =>
  expect(issuesOf(judge({ answer: { is: 'secret-name' } }, answered('api')))).toEqual([
    { code: 'answer_wrong', task: 'task', given: 'api', isMoving: false },
  ]));

test('a wrong option is told why it is', () =>
  expect(issuesOf(judge({ answer: { choose: options } }, answered('b')))).toEqual([
    { code: 'answer_wrong', task: 'task', given: 'b', because: 'two is wrong', isMoving: false },
  ]));
