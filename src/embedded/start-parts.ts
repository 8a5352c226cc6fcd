import { mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../user-error.ts';
import { isReady, withApiClient } from './api-client.ts';
import type { Binaries } from './binaries-folder.ts';
import { type ClusterRecord, writeClusterRecord } from './cluster-record.ts';
import { prepareFiles } from './config-files.ts';
import { type Ports, partFlags } from './flags.ts';
import { type Part, parts } from './part.ts';
import { endedAtOnce, portTaken, startPart, stopPart } from './part-process.ts';
import type { EmbeddedPaths } from './paths.ts';
import { chooseFreePorts, isFree } from './ports.ts';
import type { OnProgress } from './progress.ts';
import { isPartRunning } from './running-parts.ts';

export interface StartOptions {
  readonly binaries: Binaries;
  readonly stages: string;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
  readonly unsafeNoFsync?: boolean;
}

export interface Started {
  readonly record: ClusterRecord;
  readonly startedParts: readonly Part[];
}

/**
 * Starts the parts that do not run, in order, until the API server is ready and its clients are started. The ports of
 * the last time are taken again where they are free, so that kubeconfigs stay right; else others, with every part
 * started anew. On any failure what was started here is ended again.
 */
export async function startMissingParts(
  record: ClusterRecord | undefined,
  options: StartOptions,
  paths: EmbeddedPaths,
): Promise<Started> {
  for (const folder of [paths.cluster, paths.etcdData, paths.logs])
    await mkdir(folder, { recursive: true, mode: 0o700 });
  let current = record ?? newRecord(await chooseFreePorts());
  for (let attempt = 1; ; attempt += 1) {
    if (!(await arePortsUsable(current))) {
      current = { ...(await stopParts(current, paths, options.onProgress)), ports: await chooseFreePorts() };
    }
    try {
      return await startInOrder(current, options, paths);
    } catch (error) {
      if (!(error instanceof UserError && error.code === portTaken) || attempt >= 5) throw error;
      current = { ...(await stopParts(current, paths, options.onProgress)), ports: await chooseFreePorts() };
    }
  }
}

/** Ends the parts (all, unless some are named) in the reverse order, and records that they ended. */
export async function stopParts(
  record: ClusterRecord,
  paths: EmbeddedPaths,
  onProgress: OnProgress,
  which: readonly Part[] = parts,
): Promise<ClusterRecord> {
  let current = record;
  for (const part of parts.toReversed()) {
    const recorded = current.parts[part];
    if (recorded === undefined || !which.includes(part)) continue;
    onProgress({ step: 'stopping', part });
    await stopPart(recorded);
    const { [part]: _ended, ...rest } = current.parts;
    current = { ...current, parts: rest };
    await writeClusterRecord(paths, current);
  }
  return current;
}

async function startInOrder(record: ClusterRecord, options: StartOptions, paths: EmbeddedPaths): Promise<Started> {
  let current = record;
  const startedParts: Part[] = [];
  try {
    await prepareFiles(paths, record.ports, options.stages);
    for (const part of parts) {
      options.signal.throwIfAborted();
      const isRunning = await isPartRunning(current, part);
      // An API server may take minutes to find an etcd again that was gone; a new one finds it at once.
      const isCutOff = part === 'kube-apiserver' && startedParts.includes('etcd');
      if (isRunning && !isCutOff) continue;
      if (isRunning) current = await stopParts(current, paths, options.onProgress, [part]);
      options.onProgress({ step: 'starting', part });
      const flags = partFlags(part, { paths, ports: current.ports, unsafeNoFsync: options.unsafeNoFsync ?? false });
      const identity = await startPart(part, options.binaries.commands[part], flags, paths);
      startedParts.push(part);
      current = { ...current, parts: { ...current.parts, [part]: identity } };
      await writeClusterRecord(paths, current);
      await untilServing(part, current, options, paths);
    }
    return { record: current, startedParts };
  } catch (error) {
    await stopParts(current, paths, options.onProgress, startedParts);
    throw error;
  }
}

/** The API server needs an etcd that listens; its clients need an API server that is ready, else they end. */
async function untilServing(part: Part, record: ClusterRecord, options: StartOptions, paths: EmbeddedPaths) {
  if (part === 'etcd') return until(part, () => isListening(record.ports.etcd), record, options, paths);
  if (part !== 'kube-apiserver') return;
  options.onProgress({ step: 'waiting for', what: 'API server' });
  await withApiClient(paths, record.ports.apiserver, (client) =>
    until(part, () => isReady(client), record, options, paths),
  );
}

async function until(
  part: Part,
  check: () => Promise<boolean>,
  record: ClusterRecord,
  { signal }: StartOptions,
  paths: EmbeddedPaths,
): Promise<void> {
  for (const deadline = Date.now() + 120_000; !(await check()); await sleep(30, undefined, { signal })) {
    if (!(await isPartRunning(record, part))) throw await endedAtOnce(part, paths);
    if (Date.now() > deadline)
      throw new UserError('part_not_ready', `${part} did not get ready in two minutes.`, {
        wayOut: `Read its log in ${paths.logs}.`,
        exitCode: 3,
      });
  }
}

/** Each port is either served by our own part or free for it. */
async function arePortsUsable(record: ClusterRecord): Promise<boolean> {
  const { etcd, etcdPeer, apiserver } = record.ports;
  const isEtcdFine = (await isPartRunning(record, 'etcd')) || ((await isFree(etcd)) && (await isFree(etcdPeer)));
  return isEtcdFine && ((await isPartRunning(record, 'kube-apiserver')) || (await isFree(apiserver)));
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

const newRecord = (ports: Ports): ClusterRecord => ({
  format: 1,
  ports,
  nodes: 2,
  version: 'unknown',
  parts: {},
  kubeconfigs: [],
});
