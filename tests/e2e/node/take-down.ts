import { existsSync } from 'node:fs';
import { readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessIdentity } from '../../../src/embedded/process-table.ts';
import { findProcess } from '../../../src/embedded/process-table.ts';
import { run } from '../../run-program.ts';
import type { ClaimedFolder } from './claimed-folder.ts';
import { clusterName } from './cluster-plan.ts';
import { until } from './until.ts';

/** File of a node's folder with the processes that hold its namespaces: `unshare`, and the first process in them. */
export const holdersFile = 'holders.json';

/**
 * Ends a cluster, whoever started it, and removes all that there is of it. When the first process of a node's namespaces
 * is killed, the kernel ends all others there, and with the last of them the mounts and the network go.
 */
export async function takeDown({ id, folder }: ClaimedFolder): Promise<void> {
  const name = clusterName(id);
  const nodes = (await readdir(folder)).filter((entry) => entry.startsWith('node'));
  const holders = (await Promise.all(nodes.map((node) => holdersOf(join(folder, node))))).flat();
  for (const holder of holders) if (await isIt(holder)) process.kill(holder.pid, 'SIGKILL');
  for (const holder of holders)
    await until(`process ${holder.pid} to end`, async () => !(await isIt(holder)) || undefined);
  for (const link of await readdir('/sys/class/net')) if (link.startsWith(`${name}-`)) await deleteLink(link);
  await deleteLink(name);
  await until(`the cgroups of ${name} to be empty`, async () => (await removeCgroups(`${name}-`)) || undefined);
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function holdersOf(folder: string): Promise<readonly ProcessIdentity[]> {
  const text = await readFile(join(folder, holdersFile), 'utf8').catch(() => '[]');
  return JSON.parse(text) as readonly ProcessIdentity[]; // written by startNamespaces
}

/** Its command line changes while it starts. */
const isIt = async ({ pid, started }: ProcessIdentity): Promise<boolean> =>
  (await findProcess(pid))?.started === started;

async function deleteLink(link: string): Promise<void> {
  if (!existsSync(`/sys/class/net/${link}`)) return;
  // one of a node goes by itself with the node's network, at any moment
  await run('ip', ['link', 'del', link]).catch((error: unknown) => {
    if (existsSync(`/sys/class/net/${link}`)) throw error;
  });
}

async function removeCgroups(prefix: string): Promise<boolean> {
  const hierarchies = (await readdir('/sys/fs/cgroup')).map((hierarchy) => join('/sys/fs/cgroup', hierarchy));
  const found = await Promise.all(hierarchies.map((hierarchy) => readdir(hierarchy).catch(() => [])));
  const groups = found.flatMap((names, index) =>
    names.filter((name) => name.startsWith(prefix)).map((name) => join(hierarchies[index] ?? '', name)),
  );
  for (const group of groups) await removeCgroup(group);
  return groups.every((group) => !existsSync(group));
}

/** From the leaves up; the files in a cgroup are no hindrance, processes are, and go in a moment. */
async function removeCgroup(group: string): Promise<void> {
  const entries = await readdir(group, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await removeCgroup(join(group, entry.name));
  await rmdir(group).catch(() => undefined);
}
