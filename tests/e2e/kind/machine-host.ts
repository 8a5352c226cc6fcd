import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getBinaries } from '../../../src/embedded/binaries.ts';
import { findProcess } from '../../../src/embedded/process-table.ts';
import type { KindHost } from './kind-host.ts';
import { runInside } from './kind-host.ts';

/**
 * The machine's own Docker and kind, with the node image that this kind takes by itself. Only clusters named after a run
 * of these tests are touched.
 */
export async function machineHost(): Promise<KindHost & { readonly end: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'kubeproctor-kind-'));
  const { folder: programs } = await getBinaries({
    env: process.env,
    controlPlaneFolder: join(import.meta.dirname, '..', '..', '..', 'control-plane'),
    onProgress: () => undefined,
  });
  const host: KindHost = { folder, inside: [], programs, env: {} };
  await deleteClusters(host, async (pid) => (await findProcess(pid)) === undefined);
  return {
    ...host,
    end: async () => {
      await deleteClusters(host, async (pid) => pid === process.pid);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function deleteClusters(host: KindHost, isMeant: (pid: number) => Promise<boolean>): Promise<void> {
  for (const name of (await runInside(host, 'kind', ['get', 'clusters'])).split('\n')) {
    const [, pid] = /^e2e-(\d+)-\w+$/.exec(name) ?? [];
    if (pid === undefined || !(await isMeant(Number(pid)))) continue;
    await runInside(host, 'kind', [
      'delete',
      'cluster',
      '--name',
      name,
      '--kubeconfig',
      join(host.folder, 'kubeconfig'),
    ]);
  }
}
