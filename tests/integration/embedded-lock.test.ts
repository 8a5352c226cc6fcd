import { mkdirSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { withLock } from '../../src/embedded/lock.ts';
import { temporaryFolder } from '../embedded/temporary-folder.ts';

test('the second waits until the first is done, and is told once', async () => {
  const folder = temporaryFolder();
  const order: string[] = [];
  const first = withLock(folder, 'x', { timeoutMs: 5000 }, async () => {
    order.push('first in');
    await sleep(250);
    order.push('first out');
  });
  await sleep(50);
  const onWait = () => order.push('second waits');
  await Promise.all([first, withLock(folder, 'x', { timeoutMs: 5000, onWait }, async () => order.push('second in'))]);
  expect(order).toEqual(['first in', 'second waits', 'first out', 'second in']);
});

test('the lock of a dead holder is taken over', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'x.lock'));
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(join(folder, 'x.lock'), longAgo, longAgo);
  expect(await withLock(folder, 'x', { timeoutMs: 1000 }, async () => 'done')).toBe('done');
});

test('waiting ends with an error that names the lock', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'x.lock'));
  await expect(withLock(folder, 'x', { timeoutMs: 150 }, async () => 'done')).rejects.toMatchObject({
    code: 'cluster_busy',
    wayOut: `See whether it still runs; if none does, remove ${folder}/x.lock.`,
  });
});

test('Ctrl-C ends the waiting', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'x.lock'));
  const work = withLock(folder, 'x', { timeoutMs: 5000, signal: AbortSignal.timeout(100) }, async () => 'done');
  await expect(work).rejects.toThrow('aborted');
});

test('the lock is free again after work that failed', async () => {
  const folder = temporaryFolder();
  const fail = async () => Promise.reject(new Error('broken'));
  await expect(withLock(folder, 'x', { timeoutMs: 1000 }, fail)).rejects.toThrow('broken');
  expect(await withLock(folder, 'x', { timeoutMs: 200 }, async () => 'done')).toBe('done');
});

test('work whose lock was lost is told by its signal', async () => {
  const folder = temporaryFolder();
  const work = withLock(folder, 'x', { timeoutMs: 1000 }, async (signal) => {
    rmSync(join(folder, 'x.lock'), { recursive: true });
    await sleep(4000, undefined, { signal }).catch(() => undefined);
    return signal.reason.code;
  });
  expect(await work).toBe('lock_lost');
});
