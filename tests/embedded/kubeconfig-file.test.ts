import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  currentContextIn,
  enterKubeconfig,
  leaveKubeconfig,
  refuseForeignEntry,
} from '../../src/embedded/kubeconfig-file.ts';
import { withKubeconfigLock } from '../../src/embedded/kubeconfig-lock.ts';
import { temporaryFolder } from './temporary-folder.ts';

const entry = { server: 'https://127.0.0.1:1', caPem: 'CA', certificatePem: 'C', keyPem: 'K', stateFolder: '/s' };
const work = `apiVersion: v1
kind: Config
clusters:
- name: a
  cluster: {server: "https://work.example"}
users:
- name: b # of March
  user: {token: abc}
contexts:
- context: {cluster: a, user: b}
  name: work
current-context: work
`;
const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);

test('a new file is for its owner alone, and goes away with our entry', async () => {
  const home = temporaryFolder();
  const file = join(home, '.kube', 'config');
  const touched = await enterKubeconfig({ HOME: home }, entry, []);
  expect(touched).toEqual({ file, previousContext: null, existed: false });
  expect(modeOf(file)).toBe('600');
  await leaveKubeconfig({ HOME: home }, touched, entry);
  expect(existsSync(file)).toBe(false);
  expect(existsSync(`${file}.lock`)).toBe(false);
});

test('a file that was there keeps its mode, is written through its link, and comes back to the letter', async () => {
  const home = temporaryFolder();
  mkdirSync(join(home, 'real'));
  const real = join(home, 'real', 'config');
  const link = join(home, 'link');
  writeFileSync(real, work);
  chmodSync(real, 0o640);
  symlinkSync('real/config', link);
  const env = { HOME: home, KUBECONFIG: link };
  const touched = await enterKubeconfig(env, entry, []);
  expect(touched).toEqual({ file: link, previousContext: 'work', existed: true });
  expect([lstatSync(link).isSymbolicLink(), modeOf(real), await currentContextIn(env)]).toEqual([
    true,
    '640',
    'kubeproctor',
  ]);
  await leaveKubeconfig(env, touched, entry);
  expect([readFileSync(real, 'utf8'), modeOf(real), lstatSync(link).isSymbolicLink()]).toEqual([work, '640', true]);
});

test('entered twice, the context of the first time is remembered', async () => {
  const home = temporaryFolder();
  const file = join(home, 'config');
  writeFileSync(file, work);
  const env = { HOME: home, KUBECONFIG: file };
  const first = await enterKubeconfig(env, entry, []);
  expect(await enterKubeconfig(env, { ...entry, server: 'https://127.0.0.1:2' }, [first])).toEqual(first);
});

test('a former context that is gone by now is not brought back', async () => {
  const home = temporaryFolder();
  const file = join(home, 'config');
  writeFileSync(file, work);
  const env = { HOME: home, KUBECONFIG: file };
  const touched = await enterKubeconfig(env, entry, []);
  writeFileSync(file, readFileSync(file, 'utf8').replace('name: work', 'name: renamed'));
  await leaveKubeconfig(env, touched, entry);
  expect(await currentContextIn(env)).toBe(null);
});

test('a former context of another file in the list is brought back', async () => {
  const home = temporaryFolder();
  const [first, second] = [join(home, 'first'), join(home, 'second')];
  writeFileSync(first, 'apiVersion: v1\nkind: Config\ncurrent-context: work\n');
  writeFileSync(second, work.replace('current-context: work\n', ''));
  const env = { HOME: home, KUBECONFIG: `${first}:${second}` };
  const touched = await enterKubeconfig(env, entry, []);
  expect(touched.file).toBe(first);
  await leaveKubeconfig(env, touched, entry);
  expect(await currentContextIn(env)).toBe('work');
});

test('a foreign entry in any file of the list is refused', async () => {
  const home = temporaryFolder();
  const second = join(home, 'second');
  writeFileSync(second, 'contexts:\n- name: kubeproctor\n  context: {cluster: prod, user: prod}\n');
  await expect(refuseForeignEntry({ HOME: home, KUBECONFIG: `${home}/first:${second}` }, entry)).rejects.toMatchObject({
    code: 'kubeconfig_foreign_entry',
    message: `The kubeconfig ${second} has an entry "kubeproctor" under contexts that kubeproctor did not make.`,
  });
});

test('a kubeconfig that cannot be understood is left as it is', async () => {
  const file = join(temporaryFolder(), 'config');
  writeFileSync(file, 'clusters: [');
  await expect(enterKubeconfig({ KUBECONFIG: file }, entry, [])).rejects.toMatchObject({ code: 'kubeconfig_invalid' });
  expect(readFileSync(file, 'utf8')).toBe('clusters: [');
});

test("kubectl's lock is waited for, and refused when it stays", async () => {
  const file = join(temporaryFolder(), 'config');
  writeFileSync(`${file}.lock`, '');
  const refused = withKubeconfigLock(file, async () => 'done', 100);
  await expect(refused).rejects.toMatchObject({ code: 'kubeconfig_locked' });
  expect(existsSync(`${file}.lock`)).toBe(true);
});

test('two at once take turns', async () => {
  const file = join(temporaryFolder(), 'config');
  const order: string[] = [];
  const turn = (name: string) =>
    withKubeconfigLock(file, async () => {
      order.push(`${name} in`);
      await new Promise((resolve) => setTimeout(resolve, 20));
      order.push(`${name} out`);
    });
  await Promise.all([turn('a'), turn('b')]);
  expect([order.slice(0, 2).join(), order.slice(2).join()].sort()).toEqual(['a in,a out', 'b in,b out']);
});
