import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from '../../../src/embedded/lock.ts';
import type { ProcessIdentity } from '../../../src/embedded/process-table.ts';
import { findProcess, isStillRunning } from '../../../src/embedded/process-table.ts';
import { testCache } from '../../test-cache.ts';
import { clusterName } from './cluster-plan.ts';
import { takeDown } from './take-down.ts';

/** The folder of a cluster, and the number that tells it from others that run now. */
export interface ClaimedFolder {
  readonly id: number;
  readonly folder: string;
}

/** Takes a number and its folder for this process, after it has removed what dead processes left. */
export async function claimFolder(): Promise<ClaimedFolder> {
  const clusters = clustersFolder();
  await mkdir(clusters, { recursive: true, mode: 0o700 });
  return withLock(clusters, 'claims', { timeoutMs: 120_000 }, async () => {
    await removeDead(clusters);
    const id = firstFree(clusters);
    const folder = join(clusters, String(id));
    await mkdir(folder, { mode: 0o700 });
    await writeFile(join(folder, owner), JSON.stringify(await findProcess(process.pid)));
    return { id, folder };
  });
}

/** Removes every cluster whose process has died. */
export async function removeLeftOvers(): Promise<void> {
  const clusters = clustersFolder();
  if (existsSync(clusters)) await withLock(clusters, 'claims', { timeoutMs: 120_000 }, () => removeDead(clusters));
}

const owner = 'owner.json';

const clustersFolder = (): string => join(testCache(process.env), 'clusters');

async function removeDead(clusters: string): Promise<void> {
  for (const id of (await readdir(clusters)).filter((name) => /^\d+$/.test(name))) {
    const folder = join(clusters, id);
    if (!(await isOwned(folder))) await takeDown({ id: Number(id), folder });
  }
}

/** One that is being claimed has no owner's name yet; under the lock that is nobody. */
async function isOwned(folder: string): Promise<boolean> {
  const text = await readFile(join(folder, owner), 'utf8').catch(() => '');
  return text !== '' && isStillRunning(JSON.parse(text) as ProcessIdentity); // written above
}

/** Numbers are parts of addresses. A link of that name may be another user's. */
function firstFree(clusters: string): number {
  for (let id = 0; id < 250; id++)
    if (!existsSync(join(clusters, String(id))) && !existsSync(`/sys/class/net/${clusterName(id)}`)) return id;
  throw new Error('there is no room for another cluster');
}
