import { expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  isEmptyKubeconfig,
  type KubeconfigEntry,
  mergeKubeconfig,
  readContexts,
  removeFromKubeconfig,
} from '../../src/embedded/kubeconfig-merge.ts';

const entry: KubeconfigEntry = {
  server: 'https://127.0.0.1:1234',
  caPem: 'CA',
  certificatePem: 'CERT',
  keyPem: 'KEY',
  stateFolder: '/state/kubeproctor',
};

const ours = `apiVersion: v1
kind: Config
clusters:
- cluster:
    certificate-authority-data: Q0E=
    extensions:
    - name: kubeproctor.dev
      extension:
        stateFolder: /state/kubeproctor
    server: https://127.0.0.1:1234
  name: kubeproctor
users:
- user:
    client-certificate-data: Q0VSVA==
    client-key-data: S0VZ
    extensions:
    - name: kubeproctor.dev
      extension:
        stateFolder: /state/kubeproctor
  name: kubeproctor
contexts:
- context:
    cluster: kubeproctor
    extensions:
    - name: kubeproctor.dev
      extension:
        stateFolder: /state/kubeproctor
    user: kubeproctor
  name: kubeproctor
current-context: kubeproctor
`;

/** As kubectl writes it. */
const work = `apiVersion: v1
clusters:
- cluster:
    server: https://work.example:6443
  name: work
contexts:
- context:
    cluster: work
    user: work
  name: work
current-context: work
kind: Config
preferences: {}
users:
- name: work
  user:
    token: abc # of March
`;

/** As a person writes it. */
const indented = `# my clusters
apiVersion: v1
kind: Config
clusters:
  # the big one
  - {name: work, cluster: {server: "https://work.example:6443"}}
users:
  - name: work
    user:
      exec:
        apiVersion: client.authentication.k8s.io/v1
        command: login
        args: [--long, ${'x'.repeat(120)}]
contexts:
  - name: work
    context: {cluster: work, user: work}
current-context: work
`;

const json = JSON.stringify(parse(work));

function merged(text: string): string {
  const result = mergeKubeconfig(text, entry);
  if (result.kind !== 'merged') throw new Error(`not merged: ${JSON.stringify(result)}`);
  return result.text;
}

test.each([
  ['no file', ''],
  ['an empty file', ' \n'],
])('into %s', (_name, text) => {
  expect(mergeKubeconfig(text, entry)).toEqual({ kind: 'merged', text: ours, previousContext: null });
});

test.each([
  ["kubectl's own", work],
  ['a hand-written one', indented],
  ['JSON', json],
])('merged with %s and removed again, it is as before', (_name, text) => {
  const removed = removeFromKubeconfig(merged(text), entry, 'work');
  expect(parse(removed ?? '')).toEqual(parse(text));
  expect(readContexts(merged(text))).toEqual({ names: ['work', 'kubeproctor'], current: 'kubeproctor' });
});

test.each([
  ["kubectl's own", work],
  ['a hand-written one', indented],
])('%s comes back to the letter, comments included', (_name, text) => {
  expect(removeFromKubeconfig(merged(text), entry, 'work')).toBe(text);
});

test('merged again, nothing changes, and our own context is named as the former one', () => {
  expect(mergeKubeconfig(ours, entry)).toEqual({ kind: 'merged', text: ours, previousContext: 'kubeproctor' });
});

test('a new port and new certificates take the place of the old; a chosen namespace stays', () => {
  const before = ours.replace('    user: kubeproctor\n', '    user: kubeproctor\n    namespace: shop\n');
  const result = mergeKubeconfig(before, { ...entry, server: 'https://127.0.0.1:99', caPem: 'CA2', keyPem: 'KEY2' });
  expect(result).toEqual({
    kind: 'merged',
    text: before.replace('1234', '99').replace('Q0E=', 'Q0Ey').replace('S0VZ', 'S0VZMg=='),
    previousContext: 'kubeproctor',
  });
});

test('lists that are null, as an emptied kubeconfig has them', () => {
  const text = 'apiVersion: v1\nclusters: null\ncontexts: null\ncurrent-context: ""\nkind: Config\nusers: null\n';
  expect(mergeKubeconfig(text, entry)).toMatchObject({ kind: 'merged', previousContext: '' });
  expect(parse(merged(text))).toEqual(parse(ours));
});

const foreignCluster = 'clusters:\n- name: kubeproctor\n  cluster: {server: "https://prod.example"}\n';
const foreignUser = 'users:\n- name: kubeproctor\n  user: {token: abc}\n';
const foreignContext = 'contexts:\n- name: kubeproctor\n  context: {cluster: prod, user: prod}\n';

test.each([
  ['clusters', foreignCluster],
  ['users', foreignUser],
  ['contexts', foreignContext],
  ['clusters', ours.replaceAll('/state/kubeproctor', '/other/kubeproctor').replace('Q0E=', 'b3RoZXI=')],
])('a foreign entry under %s is never overwritten, and never removed', (section, text) => {
  expect(mergeKubeconfig(text, entry)).toEqual({ kind: 'foreign', section });
  expect(removeFromKubeconfig(text, entry, null)).toBe(undefined);
});

test('a cluster with our authority is ours without the mark', () => {
  const bare = 'clusters:\n- name: kubeproctor\n  cluster: {certificate-authority-data: Q0E=}\n';
  expect(mergeKubeconfig(bare, entry).kind).toBe('merged');
});

test('an entry of a cluster that was deleted is ours by the state folder', () => {
  expect(mergeKubeconfig(ours, { ...entry, caPem: 'NEW' }).kind).toBe('merged');
});

test('removed where another context became current: that one stays', () => {
  const text = merged(work).replace('current-context: kubeproctor', 'current-context: work');
  expect(removeFromKubeconfig(text, entry, 'older')).toBe(work);
});

test('removed where there was no context before: none is current', () => {
  const removed = removeFromKubeconfig(ours, entry, null) ?? '';
  expect(parse(removed)).toEqual({ apiVersion: 'v1', kind: 'Config', clusters: [], users: [], contexts: [] });
  expect(isEmptyKubeconfig(removed)).toBe(true);
});

test('removing takes ours and leaves a foreign user of the same name', () => {
  const text = ours.replace(/users:[\s\S]*?contexts:/, `${foreignUser}contexts:`);
  expect(parse(removeFromKubeconfig(text, entry, null) ?? '')).toEqual({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [],
    users: [{ name: 'kubeproctor', user: { token: 'abc' } }],
    contexts: [],
  });
});

test.each([
  ['no YAML', 'clusters: [', 'Flow sequence in block collection must be sufficiently indented and end with a ]'],
  ['a list', '- a', 'not a mapping'],
  ['clusters that are no list', 'clusters: {a: b}', 'clusters is not a list'],
])('refused: %s', (_name, text, reason) => {
  const result = mergeKubeconfig(text, entry);
  expect(result.kind === 'invalid' ? result.reason.replace(/ at line.*/, '') : result).toBe(reason);
});

test('what is no kubeconfig has nothing of ours, no contexts, and is not empty either', () => {
  expect(removeFromKubeconfig('- a', entry, null)).toBe(undefined);
  expect(readContexts('- a')).toEqual({ names: [], current: null });
  expect(isEmptyKubeconfig('- a')).toBe(false);
});
