import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  comparePinned,
  forgetPinned,
  isAgreed,
  readPinned,
  rememberYes,
  savePinned,
} from '../../src/session/pinned.ts';
import { noteProgress, readProgress } from '../../src/session/progress.ts';

let home: string;
let folder: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'kubeproctor-state-'));
  folder = join(home, 'kubeproctor');
});
afterEach(() => rm(home, { recursive: true }));

const pinned = { context: 'kind-a', server: 'https://127.0.0.1:6443', uid: 'one' };

test('nothing is pinned at first', async () => {
  expect(await readPinned(folder)).toBeUndefined();
});

test('a pinned cluster is remembered, for this user only, until it is forgotten', async () => {
  await savePinned(folder, pinned);
  expect(await readPinned(folder)).toEqual(pinned);
  const modes = await Promise.all([folder, join(folder, 'pinned.json')].map((path) => stat(path)));
  expect(modes.map(({ mode }) => (mode & 0o777).toString(8))).toEqual(['700', '600']);
  await forgetPinned(folder);
  expect(await readPinned(folder)).toBeUndefined();
});

test('another cluster under the same address is not the pinned one', () => {
  expect([comparePinned(pinned, 'one'), comparePinned(pinned, 'two')]).toEqual(['same', 'replaced']);
});

test('a yes is for a cluster, not for its name', async () => {
  await rememberYes(folder, { uid: 'one', server: pinned.server, at: '2026-01-01T00:00:00Z' });
  await rememberYes(folder, { uid: 'two', server: pinned.server, at: '2026-01-01T00:00:00Z' });
  expect([await isAgreed(folder, 'one'), await isAgreed(folder, 'two'), await isAgreed(folder, 'three')]).toEqual([
    true,
    true,
    false,
  ]);
});

test.each(['{', '[]', '{"context":1}'])('a file that holds %s is told with its way out', async (text) => {
  await savePinned(folder, pinned);
  await writeFile(join(folder, 'pinned.json'), text);
  await expect(readPinned(folder)).rejects.toMatchObject({
    code: 'state_file_broken',
    wayOut: `Remove it: it holds preferences only (rm ${folder}/pinned.json).`,
  });
});

test('progress keeps the best, also of two at once', async () => {
  const at = '2026-01-01T00:00:00Z';
  await Promise.all([
    noteProgress(folder, 'a', { points: 2, of: 4, at }),
    noteProgress(folder, 'b', { points: 1, of: 1, at }),
  ]);
  await noteProgress(folder, 'a', { points: 4, of: 4, at });
  await noteProgress(folder, 'a', { points: 3, of: 4, at });
  expect(await readProgress(folder)).toEqual({ a: { points: 4, of: 4, at }, b: { points: 1, of: 1, at } });
});
