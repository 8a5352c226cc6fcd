import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { judgeCapabilities } from '../../src/cluster/capabilities.ts';
import type { KnownCluster } from '../../src/session/known-clusters.ts';
import { changeKnownCluster, readKnownCluster } from '../../src/session/known-clusters.ts';

let home: string;
let folder: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'kubeproctor-state-'));
  folder = join(home, 'kubeproctor');
});
afterEach(() => rm(home, { recursive: true }));

const known: KnownCluster = {
  ...{
    at: '2026-11-25T14:00:00.000Z',
    context: 'kind-a',
    capabilities: judgeCapabilities({}),
    forbidden: ['list Node'],
  },
  measurement: {
    ...{ at: '2026-11-25T14:00:00.000Z', image: 'busybox:1.35' },
    setup: { version: 'v1.36.4', nodes: ['a'], agents: undefined },
    found: { traffic: { has: 'yes', evidence: 'came about' } },
  },
};
const at = (minute: number): KnownCluster => ({
  ...known,
  at: `2026-11-25T14:${String(minute).padStart(2, '0')}:00.000Z`,
});

test('a cluster is known by its uid, for this user only', async () => {
  await changeKnownCluster(folder, 'one', () => known);
  expect(await Promise.all(['one', 'two', '__proto__'].map((uid) => readKnownCluster(folder, uid)))).toEqual([
    known,
    undefined,
    undefined,
  ]);
  expect(((await stat(join(folder, 'capabilities.json'))).mode & 0o777).toString(8)).toBe('600');
});

test('what is known is changed, and others stay', async () => {
  await changeKnownCluster(folder, 'one', () => known);
  await changeKnownCluster(folder, 'two', () => at(1));
  await changeKnownCluster(folder, 'one', (before) => ({ ...(before ?? known), forbidden: [] }));
  expect(await readKnownCluster(folder, 'one')).toEqual({ ...known, forbidden: [] });
  expect(await readKnownCluster(folder, 'two')).toEqual(at(1));
});

test('the twenty latest are kept', async () => {
  for (let index = 0; index < 22; index++) await changeKnownCluster(folder, `c${index}`, () => at(index));
  const kept = await Promise.all([0, 1, 2, 21].map((index) => readKnownCluster(folder, `c${index}`)));
  expect(kept.map((one) => one?.at)).toEqual([undefined, undefined, at(2).at, at(21).at]);
});
