import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { buildIfChanged } from '../../scripts/build-if-changed.ts';
import { everyLab } from '../every-lab.ts';
import { machine } from './run-binary.ts';

const root = join(import.meta.dirname, '..', '..');
const user = machine('/usr/bin');
const tarball = `kubeproctor-${manifest.version}.tgz`;
let packed: readonly string[] = [];

beforeAll(async () => {
  buildIfChanged();
  const { stdout } = await user.run('npm', [
    'pack',
    '--json',
    '--ignore-scripts',
    '--pack-destination',
    user.folder,
    root,
  ]);
  packed = filesOf(JSON.parse(stdout));
});

/** npm 11 prints a list of packages, later ones a mapping. */
function filesOf(printed: unknown): readonly string[] {
  const [entry] = Object.values(printed as Record<string, { files: readonly { path: string }[] }>); // as documented for npm pack --json
  return (entry?.files ?? []).map(({ path }) => path).toSorted();
}

test('the package holds what a user needs, and nothing else', () => {
  const below = (folder: string): readonly string[] =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  const wanted = ['bin', 'dist', 'labs', 'manifests', 'schema', 'control-plane'].flatMap(below);
  const always = ['package.json', 'README.md', 'LICENSE'].filter((name) => readdirSync(root).includes(name));
  expect(packed).toEqual([...wanted, ...always].toSorted());
});

test('no sources, tests, maps or private files are among it', () => {
  expect(
    packed.filter((path) => /^(src|tests|scripts|bench|node_modules)\/|\.(map|ts|tgz)$|(^|\/)\./.test(path)),
  ).toEqual([]);
});

test('nothing has to be installed along with it', () => {
  const { dependencies, scripts } = manifest as { dependencies?: unknown; scripts: Readonly<Record<string, string>> };
  expect([dependencies, scripts.install, scripts.postinstall]).toEqual([undefined, undefined, undefined]);
});

test('installed in an empty folder, without a network, it runs', async () => {
  const installed = await user.run('npm', [
    'install',
    '--offline',
    '--no-audit',
    '--no-fund',
    join(user.folder, tarball),
  ]);
  expect({ code: installed.code, stderr: installed.stderr }).toEqual({ code: 0, stderr: '' });
  const bin = (name: string) => join(user.folder, 'node_modules', '.bin', name);
  const [version, plugin, labs, show, lint] = await Promise.all([
    user.run(bin('kubeproctor'), ['--version']),
    user.run(bin('kubectl-proctor'), ['--version']),
    user.run(bin('kubeproctor'), ['labs']),
    user.run(bin('kubeproctor'), ['show', 'services']),
    user.run(bin('kubeproctor'), ['lint']),
  ]);
  expect([version, plugin]).toEqual(Array(2).fill({ code: 0, stdout: `${manifest.version}\n`, stderr: '' }));
  expect([labs, show, lint].map(({ code, stderr }) => ({ code, stderr }))).toEqual(
    Array(3).fill({ code: 0, stderr: '' }),
  );
  expect(lint?.stdout).toBe(`${(await everyLab()).length} labs: no errors\n`);
});
