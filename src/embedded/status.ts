import { isReady, withApiClient } from './api-client.ts';
import { type ClusterRecord, readClusterRecord } from './cluster-record.ts';
import { currentContextIn } from './kubeconfig-file.ts';
import { contextName } from './kubeconfig-merge.ts';
import { type Part, parts } from './part.ts';
import { logFile } from './part-process.ts';
import { type Environment, embeddedPaths } from './paths.ts';
import { isPartRunning } from './running-parts.ts';
import { nodesNotReady } from './simulated-nodes.ts';

export interface PartStatus {
  readonly part: Part;
  readonly running: boolean;
  /** Only while it runs. */
  readonly pid?: number;
  /** The port of 127.0.0.1 that it listens on; most listen on none. */
  readonly port?: number;
  readonly log: string;
}

export type EmbeddedStatus =
  /** Never started, or deleted. */
  | { readonly kind: 'none' }
  /** Ended; its data are kept. */
  | { readonly kind: 'down'; readonly folder: string }
  | {
      readonly kind: 'up';
      /** Every part runs, the API server is ready, and so is every node. */
      readonly healthy: boolean;
      readonly parts: readonly PartStatus[];
      readonly server: string;
      readonly apiServerReady: boolean;
      readonly nodes: number;
      /** Names of simulated nodes that are not ready; all while the API server is not. */
      readonly nodesNotReady: readonly string[];
      readonly version: string;
      readonly context: typeof contextName;
      /** Whether kubectl without flags talks to this cluster. */
      readonly isCurrentContext: boolean;
      readonly folder: string;
    };

/** What is there of the embedded cluster. Looks, and changes nothing. */
export async function status(env: Environment): Promise<EmbeddedStatus> {
  const paths = embeddedPaths(env);
  const record = await readClusterRecord(paths);
  if (record === undefined) return { kind: 'none' };
  const found = await Promise.all(
    parts.map(async (part): Promise<PartStatus> => {
      const pid = record.parts[part]?.pid;
      const running = await isPartRunning(record, part);
      return { part, running, ...(running && pid ? { pid } : {}), ...portOf(part, record), log: logFile(part, paths) };
    }),
  );
  if (!found.some(({ running }) => running)) return { kind: 'down', folder: paths.cluster };
  const { apiServerReady, notReady } = await withApiClient(paths, record.ports.apiserver, async (client) => ({
    apiServerReady: await isReady(client),
    notReady: await nodesNotReady(client, record.nodes).catch(() => allNodes(record)),
  }));
  return {
    kind: 'up',
    healthy: apiServerReady && notReady.length === 0 && found.every(({ running }) => running),
    parts: found,
    server: `https://127.0.0.1:${record.ports.apiserver}`,
    apiServerReady,
    nodes: record.nodes,
    nodesNotReady: notReady,
    version: record.version,
    context: contextName,
    isCurrentContext: (await currentContextIn(env)) === contextName,
    folder: paths.cluster,
  };
}

const allNodes = (record: ClusterRecord): readonly string[] =>
  Array.from({ length: record.nodes }, (_, index) => `node-${index + 1}`);

function portOf(part: Part, { ports }: ClusterRecord): { port: number } | Record<string, never> {
  if (part === 'kube-apiserver') return { port: ports.apiserver };
  return part === 'etcd' ? { port: ports.etcd } : {};
}
