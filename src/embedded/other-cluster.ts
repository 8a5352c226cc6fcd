import { UserError } from '../user-error.ts';
import { readClusterRecord } from './cluster-record.ts';
import { currentContextIn, restoreCurrentContext } from './kubeconfig-file.ts';
import { contextName } from './kubeconfig-merge.ts';
import { listedInMinikube } from './minikube-profiles.ts';
import { embeddedPaths } from './paths.ts';
import type { ToolOptions } from './run-tool.ts';
import { runTool } from './run-tool.ts';
import type { ClusterTool } from './tool-clusters.ts';
import { readToolCluster, writeToolCluster } from './tool-clusters.ts';

export interface OtherCluster {
  readonly tool: ClusterTool;
  /** False where a cluster of the name was there already. */
  readonly created: boolean;
  /** The context that the tool wrote, and made the current one. */
  readonly context: string;
}

/** The context that each tool makes for the cluster `kubeproctor`. */
export const toolContexts: Readonly<Record<ClusterTool, string>> = {
  kind: 'kind-kubeproctor',
  minikube: 'kubeproctor',
};

/** `up --kind`, `up --minikube`: makes or starts the cluster `kubeproctor` with that tool. */
export async function upWithTool(tool: ClusterTool, options: ToolOptions): Promise<OtherCluster> {
  const { env } = options;
  const context = toolContexts[tool];
  const embedded = await readClusterRecord(embeddedPaths(env));
  if (context === contextName && embedded !== undefined && embedded.kubeconfigs.length > 0)
    throw new UserError('context_taken', `${tool} would overwrite the context of the embedded cluster.`, {
      wayOut: 'Run kubeproctor down first; the embedded cluster keeps its data.',
      exitCode: 1,
    });
  const exists = await isListed(tool, options);
  if (exists) await runTool(tool, plans[tool].resume, options);
  else await create(tool, options);
  return { tool, created: !exists, context };
}

export interface DownWithToolOptions extends ToolOptions {
  readonly deleteData: boolean;
  /** Rejects where the cluster that is there is not the one that was made. */
  readonly verify?: () => Promise<void>;
}

export interface DownWithTool {
  /** `gone`: somebody had deleted it already. */
  readonly became: 'stopped' | 'deleted' | 'gone';
}

/**
 * `down --kind`, `down --minikube`: stops or deletes the cluster that `up` made with that tool, and no other; the former
 * current-context comes back where that leaves none.
 * @throws UserError `not_made_by_up`, `kind_cannot_stop`, `cluster_tool_failed`, `cluster_tool_missing`.
 */
export async function downWithTool(
  tool: ClusterTool,
  { deleteData, verify, ...options }: DownWithToolOptions,
): Promise<DownWithTool> {
  const { env } = options;
  const made = await readToolCluster(env, tool);
  if (made === undefined)
    throw new UserError('not_made_by_up', `kubeproctor up has made no cluster with ${tool}: nothing was touched.`, {
      wayOut: `One that you made yourself you can end yourself, with ${tool}.`,
      exitCode: 1,
    });
  const stop = deleteData ? plans[tool].delete : plans[tool].stop;
  if (stop === undefined)
    throw new UserError('kind_cannot_stop', 'kind cannot stop a cluster, only delete it.', {
      wayOut: 'kubeproctor down --kind --delete',
      exitCode: 1,
    });
  const isThere = await isListed(tool, options);
  if (isThere) {
    await verify?.();
    await runTool(tool, stop, options);
  }
  if (deleteData || !isThere) await writeToolCluster(env, tool, undefined);
  await restoreCurrentContext(env, toolContexts[tool], made.previousContext);
  return { became: isThere ? (deleteData ? 'deleted' : 'stopped') : 'gone' };
}

/** Remembered before it is made, so that what an interruption leaves is known as ours. */
async function create(tool: ClusterTool, options: ToolOptions): Promise<void> {
  const { env } = options;
  await writeToolCluster(env, tool, { previousContext: await currentContextIn(env) });
  try {
    await runTool(tool, plans[tool].create, options);
  } catch (error) {
    const { signal: _, ...unaborted } = options;
    const isLeft = await isListed(tool, unaborted).catch(() => true);
    if (!isLeft) await writeToolCluster(env, tool, undefined);
    throw error;
  }
}

async function isListed(tool: ClusterTool, { onLine: _, ...options }: ToolOptions): Promise<boolean> {
  return plans[tool].isListed(await runTool(tool, plans[tool].list, options));
}

interface Plan {
  readonly list: readonly string[];
  readonly isListed: (output: readonly string[]) => boolean;
  readonly create: readonly string[];
  /** Makes the context of an existing cluster the current one, and starts it where the tool can. */
  readonly resume: readonly string[];
  readonly stop: readonly string[] | undefined;
  readonly delete: readonly string[];
}

const plans: Readonly<Record<ClusterTool, Plan>> = {
  kind: {
    list: ['get', 'clusters'],
    isListed: (output) => output.includes('kubeproctor'),
    create: ['create', 'cluster', '--name', 'kubeproctor', '--wait', '2m'], // or its node takes no Pods yet
    resume: ['export', 'kubeconfig', '--name', 'kubeproctor'],
    stop: undefined,
    delete: ['delete', 'cluster', '--name', 'kubeproctor'],
  },
  minikube: {
    list: ['profile', 'list', '--output', 'json'],
    isListed: (output) => listedInMinikube(output, 'kubeproctor'),
    // what minikube takes by itself ignores NetworkPolicies: https://minikube.sigs.k8s.io/docs/handbook/network_policy/
    create: ['start', '-p', 'kubeproctor', '--cni=calico'],
    resume: ['start', '-p', 'kubeproctor'],
    stop: ['stop', '-p', 'kubeproctor'],
    delete: ['delete', '-p', 'kubeproctor'],
  },
};
