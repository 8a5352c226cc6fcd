import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { down } from '../../src/embedded/down.ts';
import { up } from '../../src/embedded/up.ts';

export interface PrivateCluster {
  readonly kubeconfig: string;
  readonly context: string;
  /** Ends it, with all that it kept. */
  readonly end: () => Promise<void>;
}

/** A cluster of a test's own, for what other tests would disturb: comparing everything that there is. */
export async function privateCluster(): Promise<PrivateCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'kubeproctor-private-'));
  const kubeconfig = join(folder, 'kubeconfig');
  const env = { ...process.env, XDG_STATE_HOME: join(folder, 'state'), KUBECONFIG: kubeconfig };
  const end = async () => {
    await down({ env, deleteData: true });
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const controlPlaneFolder = join(import.meta.dirname, '..', '..', 'control-plane');
    const { context } = await up({ env, controlPlaneFolder, binariesFolder: inject('binaries'), unsafeNoFsync: true });
    return { kubeconfig, context, end };
  } catch (error) {
    await end();
    throw error;
  }
}
