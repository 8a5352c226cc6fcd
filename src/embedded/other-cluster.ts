import { spawn } from 'node:child_process';
import { UserError } from '../user-error.ts';
import { readClusterRecord } from './cluster-record.ts';
import { contextName } from './kubeconfig-merge.ts';
import { type Environment, embeddedPaths } from './paths.ts';

/** Tools that make a cluster whose pods really run. */
export type ClusterTool = 'kind' | 'minikube';

export interface OtherCluster {
  readonly tool: ClusterTool;
  /** False where a cluster of the name was there already. */
  readonly created: boolean;
  /** The context that the tool wrote, and made the current one. */
  readonly context: string;
}

interface OtherOptions {
  readonly env: Environment;
  readonly signal?: AbortSignal;
  /** Each line that the tool prints, on either stream. */
  readonly onLine?: (line: string) => void;
}

/** `up --kind`, `up --minikube`: makes or starts the cluster `kubeproctor` with that tool. */
export async function upWithTool(tool: ClusterTool, options: OtherOptions): Promise<OtherCluster> {
  const plan = plans[tool];
  const embedded = await readClusterRecord(embeddedPaths(options.env));
  if (plan.context === contextName && embedded !== undefined && embedded.kubeconfigs.length > 0)
    throw new UserError('context_taken', `${tool} would overwrite the context of the embedded cluster.`, {
      wayOut: 'Run kubeproctor down first; the embedded cluster keeps its data.',
      exitCode: 1,
    });
  const before = await run(tool, plan.list, { ...options, onLine: () => undefined });
  const exists = plan.isListed(before);
  await run(tool, exists ? plan.resume : plan.create, options);
  return { tool, created: !exists, context: plan.context };
}

interface Plan {
  readonly list: readonly string[];
  readonly isListed: (result: Finished) => boolean;
  readonly create: readonly string[];
  /** Makes the context of an existing cluster the current one, and starts it where the tool can. */
  readonly resume: readonly string[];
  readonly context: string;
  readonly site: string;
}

const plans: Readonly<Record<ClusterTool, Plan>> = {
  kind: {
    list: ['get', 'clusters'],
    isListed: ({ output }) => output.includes('kubeproctor'),
    create: ['create', 'cluster', '--name', 'kubeproctor', '--wait', '2m'], // or its node takes no Pods yet
    resume: ['export', 'kubeconfig', '--name', 'kubeproctor'],
    context: 'kind-kubeproctor',
    site: 'https://kind.sigs.k8s.io/docs/user/quick-start/#installation',
  },
  minikube: {
    list: ['profile', 'list', '--output', 'json'],
    isListed: ({ output }) => /"Name":\s*"kubeproctor"/.test(output.join('\n')),
    create: ['start', '-p', 'kubeproctor'],
    resume: ['start', '-p', 'kubeproctor'],
    context: 'kubeproctor',
    site: 'https://minikube.sigs.k8s.io/docs/start/',
  },
};

interface Finished {
  readonly output: readonly string[];
}

/** `profile list` of a minikube that has no profile ends with an error: listing never fails the command. */
const mayFail = (args: readonly string[]): boolean => args.includes('list');

function run(tool: ClusterTool, args: readonly string[], { env, signal, onLine }: OtherOptions): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const output: string[] = [];
    const child = spawn(tool, args, {
      env: { ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal ? { signal } : {}),
    });
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream.setEncoding('utf8').on('data', (text: string) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          output.push(line);
          onLine?.(line);
        }
      });
      stream.on('end', () => rest !== '' && output.push(rest));
    }
    child.on('error', (cause) => reject(signal?.aborted ? interrupted(tool) : notInstalled(tool, cause)));
    child.on('close', (code) => {
      if (code === 0 || mayFail(args)) return resolve({ output });
      const lastWords = output.slice(-5).join('\n  ');
      reject(
        new UserError('cluster_tool_failed', `${tool} ${args.join(' ')} ended with code ${code}:\n  ${lastWords}`, {
          wayOut: 'kubeproctor up, without --kind or --minikube, needs no container engine.',
          exitCode: 3,
        }),
      );
    });
  });
}

const notInstalled = (tool: ClusterTool, cause: unknown): UserError =>
  new UserError('cluster_tool_missing', `${tool} is not installed, or not on the PATH.`, {
    wayOut: `Install it from ${plans[tool].site}, or use kubeproctor up, which needs neither.`,
    exitCode: 3,
    cause,
  });

const interrupted = (tool: ClusterTool): UserError =>
  new UserError('interrupted', `Interrupted while ${tool} was at work.`, { exitCode: 130 });
