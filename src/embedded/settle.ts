import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../user-error.ts';
import type { ApiClient } from './api-client.ts';
import type { ClusterRecord } from './cluster-record.ts';
import { parts } from './part.ts';
import { endedAtOnce } from './part-process.ts';
import type { EmbeddedPaths } from './paths.ts';
import type { OnProgress } from './progress.ts';
import { runningParts } from './running-parts.ts';
import { ensureNodes, nodesNotReady } from './simulated-nodes.ts';

interface SettleOptions {
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

/** Waits until the cluster is one that a learner can work on, and looks at every process once more. */
export async function settle(
  client: ApiClient,
  record: ClusterRecord,
  options: SettleOptions,
  paths: EmbeddedPaths,
): Promise<void> {
  const areReady = async () => {
    await ensureNodes(client, record.nodes, record.version);
    return (await nodesNotReady(client, record.nodes)).length === 0;
  };
  await waitFor('nodes', areReady, record, options, paths);
  const account = '/api/v1/namespaces/default/serviceaccounts/default';
  const isThere = async () => (await client.send('GET', account)).status === 200;
  await waitFor('default service account', isThere, record, options, paths);
  await refuseEnded(record, paths);
}

async function waitFor(
  what: 'nodes' | 'default service account',
  check: () => Promise<boolean>,
  record: ClusterRecord,
  { signal, onProgress }: SettleOptions,
  paths: EmbeddedPaths,
): Promise<void> {
  onProgress({ step: 'waiting for', what });
  for (const deadline = Date.now() + 60_000; !(await check().catch(isNotYet)); await sleep(50, undefined, { signal })) {
    await refuseEnded(record, paths);
    if (Date.now() > deadline)
      throw new UserError('cluster_not_ready', `The ${what} of the embedded cluster did not get ready in a minute.`, {
        wayOut: `Read the logs in ${paths.logs}, or start over with kubeproctor down --delete.`,
        exitCode: 3,
      });
  }
}

/** An API server that does not answer now may do so the next moment; whether it still runs is looked at apart. */
const isNotYet = (): boolean => false;

/** A part may end after the API server was ready: then the cluster is not up, whatever it answers. */
async function refuseEnded(record: ClusterRecord, paths: EmbeddedPaths): Promise<void> {
  const running = await runningParts(record);
  const ended = parts.find((part) => !running.includes(part));
  if (ended !== undefined) throw await endedAtOnce(ended, paths);
}
