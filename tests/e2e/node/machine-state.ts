import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { testCache } from '../../test-cache.ts';

/** What a cluster of the tests must leave as it was. */
export interface MachineState {
  readonly mounts: readonly string[];
  readonly links: readonly string[];
  readonly routes: string;
  readonly cgroups: readonly string[];
  /** Processes of other namespaces than this one's that have to do with the tests' clusters. */
  readonly processes: readonly string[];
  readonly clusterFolders: readonly string[];
  readonly kubeconfig: string;
  readonly sysctls: readonly string[];
}

/** Once those that are ending have ended. */
export async function machineState(): Promise<MachineState> {
  for (let tries = 0; tries < 50 && (await processesOfClusters()).length > 0; tries++) await sleep(100);
  const clusters = join(testCache(process.env), 'clusters');
  return {
    mounts: lines('/proc/self/mounts'),
    links: await readdir('/sys/class/net'),
    routes: readFileSync('/proc/net/route', 'utf8'),
    cgroups: await cgroups('/sys/fs/cgroup', 2),
    processes: await processesOfClusters(),
    clusterFolders: (await readdir(clusters).catch(() => [])).filter((name) => /^\d+$/.test(name)),
    kubeconfig: hashOf(join(homedir(), '.kube', 'config')),
    sysctls: ['vm/overcommit_memory', 'kernel/panic', 'kernel/panic_on_oops', 'kernel/keys/root_maxkeys'].map(
      (name) => `${name} ${readFileSync(`/proc/sys/${name}`, 'utf8').trim()}`,
    ),
  };
}

/** Those that run in namespaces whose root is a cluster's, or name a cluster's folder. */
export async function processesOfClusters(): Promise<readonly string[]> {
  const folder = join(testCache(process.env), 'clusters');
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  const found = await Promise.all(
    pids.map(async (pid) => {
      try {
        const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
        const mounts = await readFile(`/proc/${pid}/mountinfo`, 'utf8');
        const isHere = readlinkSync(`/proc/${pid}/ns/mnt`) === readlinkSync('/proc/self/ns/mnt');
        return command.includes(folder) || (!isHere && mounts.includes(folder)) ? [`${pid} ${command}`] : [];
      } catch {
        return []; // it has ended
      }
    }),
  );
  return found.flat();
}

const lines = (file: string): readonly string[] => readFileSync(file, 'utf8').split('\n');

async function cgroups(folder: string, depth: number): Promise<readonly string[]> {
  if (depth === 0) return [];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const inner = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
  return [...inner, ...(await Promise.all(inner.map((each) => cgroups(each, depth - 1)))).flat()].sort();
}

const hashOf = (file: string): string =>
  existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex') : 'absent';
