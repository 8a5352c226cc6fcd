import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getBinaries } from '../src/embedded/binaries.ts';
import { down } from '../src/embedded/down.ts';
import { up } from '../src/embedded/up.ts';

/** An embedded cluster of its own for the benchmark, which touches nothing of the user's. */
export interface BenchCluster extends AsyncDisposable {
  /** Environment of the processes that are measured. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly kubeconfig: string;
  readonly kubectl: string;
}

export async function startBenchCluster(): Promise<BenchCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'kubeproctor-bench-'));
  const kubeconfig = join(folder, 'kubeconfig');
  const env = { ...process.env, XDG_STATE_HOME: join(folder, 'state'), KUBECONFIG: kubeconfig };
  const controlPlaneFolder = join(import.meta.dirname, '..', 'control-plane');
  const end = async () => {
    await down({ env, deleteData: true });
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const binaries = await getBinaries({ env, controlPlaneFolder, onProgress: () => undefined });
    await up({ env, controlPlaneFolder, binariesFolder: binaries.folder });
    return { env, kubeconfig, kubectl: join(binaries.folder, 'kubectl'), [Symbol.asyncDispose]: end };
  } catch (error) {
    await end();
    throw error;
  }
}
