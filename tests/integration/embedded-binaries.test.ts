import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type BinariesOptions, getBinaries } from '../../src/embedded/binaries.ts';
import { mirrorsUnder } from '../../src/embedded/download-plan.ts';
import { programs } from '../../src/embedded/part.ts';
import type { Progress } from '../../src/embedded/progress.ts';
import { temporaryFolder } from '../embedded/temporary-folder.ts';
import { standIn } from './embedded-stand-in.ts';

const sources = join(import.meta.dirname, '../../control-plane');

/** A machine with nothing cached; `go` is a stand-in that writes what it is asked for, unless told otherwise. */
function machine(options: { go?: string | undefined; env?: Record<string, string> } = {}) {
  const folder = temporaryFolder();
  const tools = join(folder, 'tools');
  mkdirSync(tools);
  const calls = join(folder, 'calls');
  writeFileSync(calls, '');
  const go = 'go' in options ? options.go : writesItsOutput;
  if (go !== undefined) standIn(tools, 'go', `[ "$1" = version ] && exit 0\necho "$*" >> ${calls}\n${go}`);
  const events: Progress[] = [];
  const given: BinariesOptions = {
    env: { HOME: folder, PATH: `${tools}:/usr/bin:/bin`, ...options.env },
    controlPlaneFolder: sources,
    mirrors: undefined,
    onProgress: (event) => events.push(event),
  };
  const cache = join(folder, '.cache/kubeproctor/control-plane');
  return { folder, given, events, cache, goCalls: () => readFileSync(calls, 'utf8').split('\n').length - 1 };
}

const writesItsOutput =
  'echo "go: downloading k8s.io/api v0.36.4" >&2; echo k8s.io/api/core/v1 >&2; echo "#!/bin/sh" > "$3"; chmod +x "$3"';

/** A folder with these programs in it. */
function folderOf(names: readonly string[]): string {
  const folder = temporaryFolder();
  for (const name of names) standIn(folder, name, `echo ${name}`);
  return folder;
}

test('--binaries: a folder of single programs', async () => {
  const folder = folderOf(programs);
  const { commands } = await getBinaries({ ...machine().given, binariesFolder: folder });
  expect(commands.etcd).toEqual([join(folder, 'etcd')]);
});

test('--binaries: a folder of kubebox and kwok', async () => {
  const folder = folderOf(['kubebox', 'kwok']);
  const { commands } = await getBinaries({ ...machine().given, binariesFolder: folder });
  expect([commands.etcd, commands.kwok]).toEqual([[join(folder, 'kubebox'), 'etcd'], [join(folder, 'kwok')]]);
});

test('--binaries: an incomplete folder is refused, with what it lacks', async () => {
  const folder = folderOf(['etcd', 'kube-apiserver', 'kubectl']);
  await expect(getBinaries({ ...machine().given, binariesFolder: folder })).rejects.toMatchObject({
    code: 'binaries_incomplete',
    message: `The folder ${folder} lacks kube-controller-manager, kube-scheduler, kwok.`,
  });
});

test('KUBEBUILDER_ASSETS comes before the cache', async () => {
  const folder = folderOf(programs);
  const { given, goCalls } = machine({ env: { KUBEBUILDER_ASSETS: folder } });
  expect((await getBinaries(given)).folder).toBe(folder);
  expect(goCalls()).toBe(0);
});

test('KUBEBUILDER_ASSETS as envtest fills it is passed over, and that is said', async () => {
  const folder = folderOf(['etcd', 'kube-apiserver', 'kubectl']);
  const { given, events, cache } = machine({ env: { KUBEBUILDER_ASSETS: folder } });
  expect((await getBinaries(given)).folder.startsWith(cache)).toBe(true);
  expect(events[0]).toEqual({
    step: 'source skipped',
    source: 'KUBEBUILDER_ASSETS',
    reason: 'lacks kube-controller-manager, kube-scheduler, kwok',
  });
});

test('built with go once, then taken from the cache', async () => {
  const { given, goCalls, cache, events } = machine();
  const built = await getBinaries(given);
  expect(await getBinaries(given)).toEqual(built);
  expect(goCalls()).toBe(2); // kubebox and kwok
  expect(readdirSync(built.folder).sort()).toEqual([...programs, 'kubebox'].sort());
  expect(readdirSync(cache)).toEqual([built.folder.slice(cache.length + 1)]);
  expect(events.map((event) => event.step === 'building' && [event.packages, event.latest])).toEqual([
    [0, 'kubebox'],
    [0, 'go: downloading k8s.io/api v0.36.4'],
    [1, 'k8s.io/api/core/v1'],
    [1, 'kwok'],
    [1, 'go: downloading k8s.io/api v0.36.4'],
    [2, 'k8s.io/api/core/v1'],
  ]);
});

test('two at once build once', async () => {
  const { given, goCalls } = machine({ go: `sleep 0.2; ${writesItsOutput}` });
  const [first, second] = await Promise.all([getBinaries(given), getBinaries(given)]);
  expect(second).toEqual(first);
  expect(goCalls()).toBe(2);
});

test('changed sources are built anew, beside the old', async () => {
  const { given, folder, cache } = machine();
  await getBinaries(given);
  const changed = join(folder, 'control-plane');
  cpSync(sources, changed, { recursive: true });
  writeFileSync(join(changed, 'main.go'), 'package main');
  await getBinaries({ ...given, controlPlaneFolder: changed });
  expect(readdirSync(cache).length).toBe(2);
});

test('a build that fails leaves nothing behind, and tells what go said', async () => {
  const { given, cache } = machine({
    go: `case "$*" in *kwok*) echo "no space left" >&2; exit 1;; esac; ${writesItsOutput}`,
  });
  await expect(getBinaries(given)).rejects.toMatchObject({
    code: 'binaries_unavailable',
    message: 'The control plane could not be had.\n  go build: no space left',
    exitCode: 3,
  });
  expect(readdirSync(cache)).toEqual([]);
});

test('Ctrl-C in a build leaves nothing behind', async () => {
  const { given, cache } = machine({ go: 'exec sleep 30' });
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 200);
  await expect(getBinaries({ ...given, signal: stop.signal })).rejects.toThrow('This operation was aborted');
  expect(readdirSync(cache)).toEqual([]);
});

test('what a killed build left is removed by the next, and never taken for whole', async () => {
  const { given, cache } = machine();
  const { folder } = await getBinaries(given);
  const leftover = `${cache}/.making-${folder.slice(cache.length + 1)}-abc`;
  renameSync(folder, leftover);
  await getBinaries(given);
  expect([existsSync(leftover), existsSync(folder)]).toEqual([false, true]);
});

test('a cached folder that lost a program is not taken for whole', async () => {
  const { given, goCalls } = machine();
  const { folder } = await getBinaries(given);
  rmSync(join(folder, 'kwok'));
  await getBinaries(given);
  expect([goCalls(), existsSync(join(folder, 'kwok'))]).toEqual([4, true]);
});

test('neither go nor downloads: says what was tried and what to do', async () => {
  const { given } = machine({ go: undefined });
  await expect(getBinaries(given)).rejects.toMatchObject({
    message: 'The control plane could not be had.\n  go build: Go is not installed',
    wayOut: 'Install Go 1.26 or connect to the internet, or name a folder of binaries with --binaries DIR.',
  });
});

test('no network: go takes over at once, and the reason is told', async () => {
  const { given, events } = machine();
  const start = performance.now();
  await getBinaries({ ...given, mirrors: mirrorsUnder('http://127.0.0.1:1') });
  expect(performance.now() - start).toBeLessThan(2000);
  expect(events[0]).toMatchObject({ step: 'source skipped', source: 'official releases' });
});

test('an installation without its sources', async () => {
  const { given } = machine();
  await expect(getBinaries({ ...given, controlPlaneFolder: '/nowhere' })).rejects.toMatchObject({
    code: 'control_plane_incomplete',
  });
});
