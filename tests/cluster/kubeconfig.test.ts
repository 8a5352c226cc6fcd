import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chooseContext } from '../../src/cluster/kubeconfig.ts';
import { UserError } from '../../src/user-error.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kubeproctor-kubeconfig-'));
});
afterAll(() => rm(folder, { recursive: true }));

const one = `
current-context: dev
contexts:
- {name: dev, context: {cluster: here, user: jane, namespace: shop}}
- {name: anonymous, context: {cluster: here}}
- {name: halfway, context: {cluster: there, user: jane}}
- {name: both, context: {cluster: there, user: john}}
clusters: [{name: here, cluster: {server: "https://127.0.0.1:6443"}}]
users: [{name: jane, user: {token: first}}]
`;
const two = `
current-context: other
contexts: [{name: other, context: {cluster: there, user: john}}]
clusters:
- {name: here, cluster: {server: "https://127.0.0.2:6443"}}
- {name: there, cluster: {server: "https://127.0.0.3:6443"}}
users:
- {name: jane, user: {token: second}}
- {name: john, user: {}}
`;

test('the current context of the one file', async () => {
  const kubeconfig = await file('one', one);
  expect(await chooseContext({ kubeconfig, env: {} })).toEqual({
    context: 'dev',
    namespace: 'shop',
    cluster: { name: 'here', value: { server: 'https://127.0.0.1:6443' }, directory: folder },
    user: { name: 'jane', value: { token: 'first' }, directory: folder },
  });
});

// https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/#merging-kubeconfig-files
test('the first file to set a name or the current context wins', async () => {
  const env = { KUBECONFIG: [await file('one', one), await file('two', two)].join(delimiter) };
  const { context, cluster, user } = await chooseContext({ env });
  expect([context, cluster.value, user.value]).toEqual([
    'dev',
    { server: 'https://127.0.0.1:6443' },
    { token: 'first' },
  ]);
});

test('a context of one file may name what stands in another', async () => {
  const env = { KUBECONFIG: [await file('one', one), await file('two', two)].join(delimiter) };
  const { cluster, user } = await chooseContext({ env, context: 'both' });
  expect([cluster.value, user.value]).toEqual([{ server: 'https://127.0.0.3:6443' }, {}]);
});

test('files of KUBECONFIG that do not exist, and empty ones, are skipped', async () => {
  const paths = [join(folder, 'missing'), await file('empty', ''), await file('two', two)];
  expect((await chooseContext({ env: { KUBECONFIG: paths.join(delimiter) } })).context).toBe('other');
});

test('--kubeconfig is read instead of KUBECONFIG', async () => {
  const kubeconfig = await file('two', two);
  expect((await chooseContext({ kubeconfig, env: { KUBECONFIG: await file('one', one) } })).context).toBe('other');
});

test('without a user kubectl is anonymous', async () => {
  const { user } = await chooseContext({ kubeconfig: await file('one', one), context: 'anonymous', env: {} });
  expect(user).toEqual({ name: '', value: {}, directory: '' });
});

test('a kubeconfig in JSON', async () => {
  const kubeconfig = await file('json', JSON.stringify({ 'current-context': 'x', contexts: [] }));
  expect(await mistake({ kubeconfig, env: {} })).toMatchObject({ code: 'unknown_context' });
});

test.each<readonly [string, string | undefined, string | undefined, object]>([
  [
    'nothing configured',
    '',
    undefined,
    {
      code: 'no_context',
      message: 'No Kubernetes cluster is configured here.',
      wayOut: 'Run "kubeproctor up" for a cluster on this machine, or name a kubeconfig with --kubeconfig.',
      exitCode: 3,
    },
  ],
  [
    'no current context',
    one.replace('current-context: dev', ''),
    undefined,
    {
      code: 'no_context',
      message: 'The kubeconfig has no current context.',
      wayOut: 'Choose one with --context: dev, anonymous, halfway, both.',
      exitCode: 3,
    },
  ],
  [
    'an unknown context',
    one,
    'prod',
    {
      code: 'unknown_context',
      message: 'The kubeconfig has no context "prod".',
      wayOut: 'It has: dev, anonymous, halfway, both.',
      exitCode: 2,
    },
  ],
  [
    'a context with half of what it names',
    one,
    'halfway',
    {
      code: 'incomplete_context',
      message: 'Context "halfway" names no cluster that the kubeconfig has.',
      wayOut: 'Look at it with "kubectl config view", or choose another with --context.',
      exitCode: 2,
    },
  ],
])('%s', async (_, text, context, expected) => {
  const { code, message, wayOut, exitCode } = await mistake({
    kubeconfig: await file('case', text ?? ''),
    context,
    env: {},
  });
  expect({ code, message, wayOut, exitCode }).toEqual(expected);
});

test('no file under --kubeconfig', async () => {
  const { code, message } = await mistake({ kubeconfig: join(folder, 'missing'), env: {} });
  expect([code, message]).toEqual(['no_kubeconfig', `There is no kubeconfig file ${join(folder, 'missing')}.`]);
});

test('a mistake in YAML is told by its place, without the text around it', async () => {
  const kubeconfig = await file('broken', 'users:\n- name: jane\n  user: {token: "secret-token\n');
  const { code, message } = await mistake({ kubeconfig, env: {} });
  expect([code, message]).toEqual([
    'invalid_kubeconfig',
    `The kubeconfig ${kubeconfig} cannot be used: no valid YAML at line 4, column 1.`,
  ]);
});

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

async function mistake(options: Parameters<typeof chooseContext>[0]): Promise<UserError> {
  const thrown = await chooseContext(options).catch((error) => error);
  if (thrown instanceof UserError) return thrown;
  throw new Error('no UserError', { cause: thrown });
}
