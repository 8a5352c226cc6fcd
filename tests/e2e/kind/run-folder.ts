import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProcess } from '../../../src/embedded/process-table.ts';
import { testCache } from '../../test-cache.ts';
import { lowerInotifyLimit } from './inotify-limit.ts';

/** Where private Dockers keep what they write, a folder each, on the filesystem of the cache. */
const runsFolder = (): string => join(testCache(process.env), 'kind-runs');

let made = 0;

/** A folder for a private Docker of this process; its name tells who made it, and is short, for sockets lie in it. */
export async function makeRunFolder(): Promise<string> {
  const folder = join(runsFolder(), `${process.pid}-${await startOf(process.pid)}-${made++}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

const otherFolders = async (folder: string): Promise<readonly string[]> =>
  (await readdir(runsFolder())).map((name) => join(runsFolder(), name)).filter((path) => path !== folder);

/** Takes away what runs left whose process was killed, and its keeper too. */
export async function removeLeftovers(): Promise<void> {
  const names = await readdir(runsFolder()).catch(() => []);
  for (const name of names) {
    const [, pid = '', start] = /^(\d+)-([0-9a-f]+)-\d+$/.exec(name) ?? [];
    if ((await startOf(Number(pid))) !== start) await removeRunFolder(join(runsFolder(), name));
  }
}

/** Takes away a private Docker's cgroups and files, once its processes have ended; ends those that have not. */
export async function removeRunFolder(folder: string): Promise<void> {
  for (const deadline = Date.now() + 20_000; ; await sleep(50)) {
    const groups = cgroupsOf(folder);
    if (groups.length === 0) break;
    for (const group of groups) await endProcesses(group);
    // deepest first; one that still holds a process stays for the next round
    for (const group of groups.toReversed()) await rmdir(group).catch(() => undefined);
    if (Date.now() > deadline) throw new Error(`these cgroups are still in use: ${cgroupsOf(folder).join(' ')}`);
  }
  lowerInotifyLimit(folder, await otherFolders(folder));
  await rm(folder, { recursive: true, force: true, maxRetries: 10 });
}

/** The cgroup of all containers of a run, in every hierarchy. */
export const cgroupOf = (folder: string): string => `kubeproctor-kind-${basename(folder)}`;

/** It and all below it, parents first. */
const cgroupsOf = (folder: string): readonly string[] =>
  globSync([`/sys/fs/cgroup/*/${cgroupOf(folder)}/`, `/sys/fs/cgroup/*/${cgroupOf(folder)}/**/`]).sort();

async function endProcesses(cgroup: string): Promise<void> {
  const pids = await readFile(join(cgroup, 'cgroup.procs'), 'utf8').catch(() => '');
  for (const pid of pids.split('\n').filter((line) => Number(line) > 0)) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // has ended meanwhile
    }
  }
}

/** What tells a process from others that had its number; empty where there is none. */
async function startOf(pid: number): Promise<string> {
  const started = (await findProcess(pid))?.started;
  return started === undefined ? '' : createHash('sha256').update(started).digest('hex').slice(0, 8);
}
