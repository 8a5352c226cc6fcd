import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { getBinaries } from '../../../src/embedded/binaries.ts';
import { findProcess } from '../../../src/embedded/process-table.ts';
import type { KindHost } from './kind-host.ts';
import { runInside } from './kind-host.ts';

/**
 * The machine's own Docker and kind, with the node image that this kind takes by itself; images come from registries.
 * Only clusters named after a run of these tests are touched.
 */
export async function machineHost(): Promise<KindHost> {
  const folder = await mkdtemp(join(tmpdir(), 'kubeproctor-kind-'));
  const { folder: programs } = await getBinaries({
    env: process.env,
    controlPlaneFolder: join(import.meta.dirname, '..', '..', '..', 'control-plane'),
    onProgress: () => undefined,
  });
  const host: KindHost = {
    ...{ folder, inside: [], programs },
    env: {
      KUBEBUILDER_ASSETS: programs,
      DOCKER_CONFIG: process.env.DOCKER_CONFIG ?? join(homedir(), '.docker'), // the learner's home is another
    },
    loadImages: async () => undefined,
    end: async () => {
      await deleteClusters(host, async (pid) => pid === process.pid);
      await rm(folder, { recursive: true, force: true });
    },
  };
  await deleteClusters(host, async (pid) => (await findProcess(pid)) === undefined);
  return host;
}

/** Of the tests' own clusters, see `clusterName`, those that a process of this number made. */
async function deleteClusters(host: KindHost, isMeant: (pid: number) => Promise<boolean>): Promise<void> {
  for (const name of (await runInside(host, 'kind get clusters')).split('\n')) {
    const [, pid] = /^e2e-(\d+)-\w+$/.exec(name) ?? [];
    if (pid !== undefined && (await isMeant(Number(pid))))
      await runInside(host, `kind delete cluster --name ${name} --kubeconfig ${join(host.folder, 'kubeconfig')}`);
  }
}
