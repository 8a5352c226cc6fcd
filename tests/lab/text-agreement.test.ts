import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { codeSpans } from '../../src/lab/lint/code-spans.ts';
import { mentionsOf } from '../../src/lab/lint/mentions.ts';
import { wantedValues } from '../../src/lab/lint/wanted-values.ts';
import { hasWord } from '../../src/lab/lint/word-in-text.ts';
import { check } from '../../src/lab/schema/checks.ts';

test.each<[text: string, word: string, isSaid: boolean]>([
  ['the Pod `web`.', 'web', true],
  ['Web is ready', 'web', true],
  ['deployment/web', 'web', true],
  ['web-2', 'web', false],
  ['my-web', 'web', false],
  ['cobweb', 'web', false],
  ['port 8080', '80', false],
  ['port 80, or 81', '80', true],
  ['version 1.80', '80', false],
  ['nginx:1.27', 'nginx:1.27', true],
  ['nginx:1.27.1', 'nginx:1.27', false],
  ['every\n  hour', 'every hour', true],
  ['a.b', 'a+b', false],
  ['/etc/tls', '/etc/tls', true],
])('%j says %s: %s', (text, word, isSaid) => {
  expect(hasWord(text, word)).toBe(isSaid);
});

test('code spans, with one backtick or two', () => {
  expect(codeSpans('a `b` and ``c ` d`` and `e\n  f` and ` alone')).toEqual(['b', 'c ` d', 'e f']);
});

test("a label whose key is a name of the lab's is spoken of as a whole", () => {
  const asked = check.parse(parse(`object: { any: Node, labels: { '\${disk}': ssd } }`));
  expect(mentionsOf([asked]).has(`\${disk}: ssd`)).toBe(true);
});

test.each<[what: string, yaml: string, wanted: readonly string[]]>([
  ['a name and values', 'object: deployment/web\nhas: { spec: { replicas: 3, paused: true } }', ['web', '3']],
  ['labels with their keys', 'object: { any: Pod, labels: { app: web } }', ['app', 'web']],
  [
    'labels of a selector, and not the parts that it is made of',
    'object: deployment/web\nhas: { spec: { selector: { matchLabels: { app: shop } } } }',
    ['web', 'app', 'shop'],
  ],
  [
    "labels whose keys are names of the lab's",
    `object: { any: Node, labels: { '\${disk}': ssd } }`,
    [`\${disk}`, 'ssd'],
  ],
  ['nothing of what is to be gone', 'object: deployment/web\nabsent: true', []],
  [
    'nor a key that is to be gone',
    'workload: { of: pod/x, env: { DEBUG: { $absent: true }, MODE: fast } }',
    ['x', 'MODE', 'fast'],
  ],
  [
    'nothing of what is forbidden or left open',
    'object: pod/x\nhas: { a: { $not: b }, c: { $oneOf: [d, e] }, f: { $matches: g } }',
    ['x'],
  ],
  ['bounds', 'object: pod/x\nhas: { a: { $min: 2, $max: 4 } }', ['x', '2', '4']],
  [
    'verbs, resources and names of what is granted',
    'access: { who: { serviceAccount: bot }, can: [get list pods/log named x in shop], cannot: [delete nodes] }',
    ['bot', 'get', 'list', 'pods', 'log', 'x'],
  ],
  ['paths of what is granted', 'access: { who: { user: eve }, can: [get /healthz] }', ['eve', 'get', '/healthz']],
  [
    'nodes that may, and none that may not',
    'placement: { of: deployment/db, may: [{ labels: { disk: ssd } }], mayNot: [{ labels: { disk: hdd } }] }',
    ['db', 'disk', 'ssd'],
  ],
  [
    'flows that are wanted',
    'reach: { to: { pods: { role: db } }, allow: [{ from: { labels: { role: web } }, port: 5432 }], deny: [{ from: { ip: 10.0.0.0/8 } }] }',
    ['role', 'db', 'role', 'web', '5432'],
  ],
  [
    'names and values of a release',
    'release: { name: cafe, chart: { version: 1.1.0 }, values: { replicas: 3 } }',
    ['cafe', '1.1.0', 'replicas', '3'],
  ],
  ['nothing of a release that is to be gone', 'release: { name: cafe, absent: true }', []],
  [
    'whom a certificate is for, and not where it lies or whose key signed it',
    'certificate: { secret: tls, entry: a.crt, keyEntry: a.key, names: [a.b], validFor: 30, signedBy: { configMap: c } }',
    ['tls', 'a.b', '30'],
  ],
  [
    'what a request asks for',
    'certificate: { csr: jane, subject: { CN: jane, O: [dev] }, state: issued }',
    ['jane', 'issued', 'jane', 'dev'],
  ],
  ['no answer', 'answer: { is: 42, as: number }', []],
  [
    'what every way of several has',
    'any: [{ object: ingress/web, has: { a: b } }, { object: service/web, has: { a: c } }]',
    ['web'],
  ],
  ['nothing of the contrary', 'not: { object: pod/x }\nelse: y', []],
  ['no bound name', 'kept: { object: $web, unchanged: [spec] }', []],
  [
    'texts and numbers of an expression',
    "cel: { reads: {}, that: \"pods.all(p, p.kind == 'Pod' && p.name == 'web' && p.port == 8080 && size(pods) > 0)\" }\nelse: x",
    ['web', '8080'],
  ],
])('wanted are %s', (_what, yaml, wanted) => {
  expect(wantedValues(check.parse(parse(yaml)), []).map(({ text }) => text)).toEqual(wanted);
});
