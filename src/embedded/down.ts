import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readClusterRecord, writeClusterRecord } from './cluster-record.ts';
import { leaveKubeconfig } from './kubeconfig-file.ts';
import { withLock } from './lock.ts';
import type { Part } from './part.ts';
import { type EmbeddedPaths, type Environment, embeddedPaths } from './paths.ts';
import type { OnProgress } from './progress.ts';
import { runningParts } from './running-parts.ts';
import { stopParts } from './start-parts.ts';
import { ensurePrivateFolder } from './state-folder.ts';

export interface DownOptions {
  readonly env: Environment;
  /** Removes the cluster's data, certificates and logs too. */
  readonly deleteData: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

export interface DownResult {
  /** Parts that ran and were ended. */
  readonly stopped: readonly Part[];
  readonly deleted: boolean;
}

/**
 * Ends the embedded cluster and takes our entry out of the kubeconfigs it was written to; the former current-context
 * comes back where ours is still current. The data stay for the next `up`, unless they are to be deleted.
 */
export async function down(options: DownOptions): Promise<DownResult> {
  const { env, deleteData, onProgress = () => undefined } = options;
  const paths = embeddedPaths(env);
  await ensurePrivateFolder(paths.state);
  const lockOptions = {
    timeoutMs: 60_000,
    onWait: () => onProgress({ step: 'waiting for another kubeproctor' }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
  return withLock(paths.state, 'cluster', lockOptions, async () => {
    const stopped = await takeDown(env, paths, onProgress);
    if (deleteData) await deleteCluster(paths);
    return { stopped, deleted: deleteData };
  });
}

async function takeDown(env: Environment, paths: EmbeddedPaths, onProgress: OnProgress): Promise<readonly Part[]> {
  const record = await readClusterRecord(paths);
  if (record === undefined) return [];
  const running = await runningParts(record);
  const stopped = await stopParts(record, paths, onProgress);
  const caPem = await readFile(join(paths.pki, 'ca.crt'), 'utf8').catch(() => '');
  for (const touched of record.kubeconfigs) await leaveKubeconfig(env, touched, { stateFolder: paths.state, caPem });
  await writeClusterRecord(paths, { ...stopped, kubeconfigs: [] });
  return running;
}

/** In one step out of the way, so that an interruption leaves no cluster with half its data. */
async function deleteCluster(paths: EmbeddedPaths): Promise<void> {
  const doomed = `${paths.cluster}.deleted`;
  await rm(doomed, { recursive: true, force: true });
  await rename(paths.cluster, doomed).catch((error) => {
    if (error?.code !== 'ENOENT') throw error;
  });
  await rm(doomed, { recursive: true, force: true });
}
