import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { stopPart } from '../../src/embedded/part-process.ts';
import { findProcess, isStillRunning } from '../../src/embedded/process-table.ts';

async function started(program: string, ...args: string[]): Promise<number> {
  const child = spawn(program, args, { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'spawn');
  return child.pid ?? 0;
}

async function identityOf(pid: number) {
  const found = await findProcess(pid);
  if (found === undefined) throw new Error(`no process ${pid}`);
  return found;
}

test('a running process is known by its command and start', async () => {
  const identity = await identityOf(await started('sleep', '60'));
  expect(identity.command).toBe('sleep 60');
  expect(await isStillRunning(identity)).toBe(true);
});

test('another program with the same number is not taken for it', async () => {
  const identity = await identityOf(await started('sleep', '60'));
  expect(await isStillRunning({ ...identity, command: 'etcd --data-dir=/x' })).toBe(false);
  expect(await isStillRunning({ ...identity, started: 'another boot/1' })).toBe(false);
});

test.runIf(process.platform === 'linux')('a zombie has ended', async () => {
  // The shell becomes a sleep that never collects the child it started before.
  const parent = await started('sh', '-c', 'sleep 0 & echo; exec sleep 60');
  await sleep(100);
  const child = Number(readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim());
  expect(readFileSync(`/proc/${child}/stat`, 'utf8').split(' ')[2]).toBe('Z');
  expect(await findProcess(child)).toBe(undefined);
});

test('nobody has a number that was never given', async () => {
  expect(await findProcess(2 ** 22 + 1)).toBe(undefined);
});

test('stopping ends the recorded process, also one that does not listen', async () => {
  const deaf = await identityOf(await started('sh', '-c', 'trap "" TERM; while :; do sleep 1; done'));
  await sleep(50); // until the trap is set
  await stopPart(deaf, 100);
  expect(await findProcess(deaf.pid)).toBe(undefined);
});

test('stopping leaves a process alone that only has the number', async () => {
  const identity = await identityOf(await started('sleep', '60'));
  await stopPart({ ...identity, started: 'before the last boot/1' });
  expect(await isStillRunning(identity)).toBe(true);
});
