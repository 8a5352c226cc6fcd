import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { bundle } from '../../scripts/build.ts';

const root = join(import.meta.dirname, '..', '..');
let folder: string;

/** An installed package of its own: the bins, a bundle, and a cache. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kubeproctor-start-'));
  await cp(join(root, 'bin'), join(folder, 'bin'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
});

afterAll(() => rm(folder, { recursive: true }));

test('without a bundle it says what to do', async () => {
  expect(await run()).toEqual({
    code: 2,
    stdout: '',
    stderr: 'kubeproctor is not built yet: run "npm run build" in its folder.\n',
  });
});

test('the first run keeps compiled code, later ones use it, and damage to it does no harm', async () => {
  await bundle('bench/connect-and-read.ts', join(folder, 'dist'));
  const whole = { code: 0, stdout: '28 answers, 0 outages\n', stderr: '' };
  expect(await run()).toEqual(whole);
  const [name = '', ...others] = await readdir(join(folder, 'cache', 'kubeproctor', 'code'));
  expect([name.replace(/-.*/, ''), others]).toEqual(['kubeproctor', []]);
  expect(await run()).toEqual(whole);
  const file = join(folder, 'cache', 'kubeproctor', 'code', name);
  const bytes = await readFile(file);
  await writeFile(file, bytes.subarray(0, bytes.length / 2));
  expect(await run()).toEqual(whole);
  await writeFile(file, 'no code at all');
  expect(await run()).toEqual(whole);
  await writeFile(file, '');
  expect(await run()).toEqual(whole);
});

test('code of another bundle is not taken for this one, and removed', async () => {
  const before = await readdir(join(folder, 'cache', 'kubeproctor', 'code'));
  const main = join(folder, 'dist', 'main.js');
  await rm(main);
  await writeFile(main, `/*${'0'.repeat(64)}*/\nconsole.log('another');`);
  expect(await run()).toEqual({ code: 0, stdout: 'another\n', stderr: '' });
  const after = await readdir(join(folder, 'cache', 'kubeproctor', 'code'));
  expect([after.length, after[0] === before[0]]).toEqual([1, false]);
});

async function run() {
  const env = { PATH: process.env.PATH, XDG_CACHE_HOME: join(folder, 'cache') };
  const args = [join(folder, 'bin', 'kubeproctor.js'), inject('kubeconfig')];
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }; // execFile rejects so
    return { code, stdout, stderr };
  }
}
