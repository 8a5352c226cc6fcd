import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../user-error.ts';
import { isReady, serverVersion, withApiClient } from './api-client.ts';
import { type BinariesOptions, getBinaries } from './binaries.ts';
import { type ClusterRecord, readClusterRecord, writeClusterRecord } from './cluster-record.ts';
import { prepareFiles } from './config-files.ts';
import { enterKubeconfig, refuseForeignEntry, type TouchedKubeconfig } from './kubeconfig-file.ts';
import { contextName, type KubeconfigEntry } from './kubeconfig-merge.ts';
import { withLock } from './lock.ts';
import { type Part, parts } from './part.ts';
import { type EmbeddedPaths, embeddedPaths } from './paths.ts';
import { ensurePki } from './pki.ts';
import type { OnProgress } from './progress.ts';
import { runningParts } from './running-parts.ts';
import { settle } from './settle.ts';
import { areNodesAsWanted } from './simulated-nodes.ts';
import { type Started, startMissingParts, stopParts } from './start-parts.ts';
import { ensurePrivateFolder } from './state-folder.ts';

export interface UpOptions extends BinariesOptions {
  /** Simulated nodes; default: as many as there are, two for a new cluster. */
  readonly nodes?: number;
  /** For tests: quicker, and loses writes on a power cut. */
  readonly unsafeNoFsync?: boolean;
}

export interface UpResult {
  readonly outcome: 'started' | 'repaired' | 'already running';
  readonly context: typeof contextName;
  readonly server: string;
  readonly kubeconfig: string;
  /** The current-context that ours took the place of. */
  readonly previousContext: string | null;
  readonly nodes: number;
  /** Kubernetes version, as `v1.36.4`. */
  readonly version: string;
}

/**
 * Sees that the embedded cluster runs, is whole, and is kubectl's current context; quick when it is so already. When
 * `signal` is aborted, what this call started is ended again.
 */
export async function up(options: UpOptions): Promise<UpResult> {
  const { env, nodes, onProgress = () => undefined } = options;
  if (nodes !== undefined && !(Number.isInteger(nodes) && nodes >= 1 && nodes <= 100))
    throw new UserError('nodes_out_of_range', `A cluster of ${nodes} simulated nodes cannot be made.`, {
      wayOut: 'Ask for 1 to 100 nodes.',
    });
  const paths = embeddedPaths(env);
  await ensurePrivateFolder(paths.state);
  const lockOptions = {
    timeoutMs: 60 * 60_000, // the other one may be building
    onWait: () => onProgress({ step: 'waiting for another kubeproctor' }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
  try {
    return await withLock(paths.state, 'cluster', lockOptions, (signal) =>
      bringUp({ ...options, onProgress, signal }, paths),
    );
  } catch (error) {
    if (!options.signal?.aborted) throw error;
    throw new UserError('interrupted', 'Interrupted; what this command had started was ended again.', {
      exitCode: 130,
    });
  }
}

type Work = UpOptions & { readonly signal: AbortSignal; readonly onProgress: OnProgress };

async function bringUp(work: Work, paths: EmbeddedPaths): Promise<UpResult> {
  const found = await readClusterRecord(paths);
  const nodes = work.nodes ?? found?.nodes ?? 2;
  const { changed } = await ensurePki(paths.pki, new Date());
  await refuseForeignEntry(work.env, await kubeconfigEntry(paths, ''));
  const running = found === undefined ? [] : await runningParts(found);
  const { record, startedParts } = await startWhatIsMissing(found, running, changed, work, paths);
  return withApiClient(paths, record.ports.apiserver, async (client) => {
    try {
      const isWhole = startedParts.length === 0 && (await areNodesAsWanted(client, nodes));
      const settled = { ...record, nodes, version: await serverVersion(client) };
      if (!isWhole) await settle(client, settled, work, paths);
      const entered = await enter(settled, work, paths);
      return {
        outcome: isWhole ? 'already running' : running.length === 0 ? 'started' : 'repaired',
        context: contextName,
        server: serverOf(settled),
        kubeconfig: entered.file,
        previousContext: entered.previousContext,
        nodes,
        version: settled.version,
      };
    } catch (error) {
      await stopParts(record, paths, work.onProgress, startedParts);
      throw error;
    }
  });
}

async function startWhatIsMissing(
  found: ClusterRecord | undefined,
  running: readonly Part[],
  certificatesChanged: boolean,
  work: Work,
  paths: EmbeddedPaths,
): Promise<Started> {
  const stages = await readFile(join(work.controlPlaneFolder, 'stages.yaml'), 'utf8');
  let record = found;
  if (record !== undefined) {
    const { kwokChanged } = await prepareFiles(paths, record.ports, stages);
    const mustAllStop = certificatesChanged || (running.length === parts.length && (await isStuck(record, paths)));
    if (mustAllStop) record = await stopParts(record, paths, work.onProgress);
    else if (kwokChanged) record = await stopParts(record, paths, work.onProgress, ['kwok']);
    else if (running.length === parts.length) return { record, startedParts: [] };
  }
  const options = { ...work, binaries: await getBinaries(work), stages };
  const started = await startMissingParts(record, options, paths);
  if (!(await isStuck(started.record, paths))) return started;
  return startMissingParts(await stopParts(started.record, paths, work.onProgress), options, paths);
}

/** Every process is there and yet the API server is not ready for ten seconds: nothing helps but a new start. */
async function isStuck(record: ClusterRecord, paths: EmbeddedPaths): Promise<boolean> {
  return withApiClient(paths, record.ports.apiserver, async (client) => {
    for (const deadline = Date.now() + 10_000; Date.now() < deadline; await sleep(100))
      if (await isReady(client)) return false;
    return true;
  });
}

async function enter(record: ClusterRecord, { env }: Work, paths: EmbeddedPaths): Promise<TouchedKubeconfig> {
  const touched = await enterKubeconfig(env, await kubeconfigEntry(paths, serverOf(record)), record.kubeconfigs);
  const others = record.kubeconfigs.filter(({ file }) => file !== touched.file);
  await writeClusterRecord(paths, { ...record, kubeconfigs: [...others, touched] });
  return touched;
}

async function kubeconfigEntry(paths: EmbeddedPaths, server: string): Promise<KubeconfigEntry> {
  const [caPem = '', certificatePem = '', keyPem = ''] = await Promise.all(
    ['ca.crt', 'admin.crt', 'admin.key'].map((file) => readFile(join(paths.pki, file), 'utf8')),
  );
  return { server, caPem, certificatePem, keyPem, stateFolder: paths.state };
}

const serverOf = (record: ClusterRecord): string => `https://127.0.0.1:${record.ports.apiserver}`;
