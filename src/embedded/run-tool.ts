import { spawn } from 'node:child_process';
import { UserError } from '../user-error.ts';
import type { Environment } from './paths.ts';
import type { ClusterTool } from './tool-clusters.ts';

export interface ToolOptions {
  readonly env: Environment;
  readonly signal?: AbortSignal;
  /** Each line that the tool prints, on either stream. */
  readonly onLine?: (line: string) => void;
}

/** What a tool that ended well has printed on its standard output. */
export function runTool(
  tool: ClusterTool,
  args: readonly string[],
  { env, signal, onLine }: ToolOptions,
): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const output: string[] = [];
    const all: string[] = [];
    const child = spawn(tool, args, {
      env: { ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal ? { signal } : {}),
    });
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      const take = (line: string) => {
        all.push(line);
        if (stream === child.stdout) output.push(line);
      };
      stream.setEncoding('utf8').on('data', (text: string) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          take(line);
          onLine?.(line);
        }
      });
      stream.on('end', () => rest !== '' && take(rest));
    }
    child.on('error', (cause) => reject(signal?.aborted ? interrupted(tool) : notInstalled(tool, cause)));
    child.on('close', (code) => (code === 0 ? resolve(output) : reject(failed(tool, args, code, all))));
  });
}

const sites: Readonly<Record<ClusterTool, string>> = {
  kind: 'https://kind.sigs.k8s.io/docs/user/quick-start/#installation',
  minikube: 'https://minikube.sigs.k8s.io/docs/start/',
};

const failed = (tool: ClusterTool, args: readonly string[], code: number | null, all: readonly string[]): UserError =>
  new UserError(
    'cluster_tool_failed',
    `${tool} ${args.join(' ')} ended with code ${code}:\n  ${all.slice(-5).join('\n  ')}`,
    { wayOut: 'kubeproctor up, without --kind or --minikube, needs no container engine.', exitCode: 3 },
  );

const notInstalled = (tool: ClusterTool, cause: unknown): UserError =>
  new UserError('cluster_tool_missing', `${tool} is not installed, or not on the PATH.`, {
    wayOut: `Install it from ${sites[tool]}, or use kubeproctor up, which needs neither.`,
    exitCode: 3,
    cause,
  });

const interrupted = (tool: ClusterTool): UserError =>
  new UserError('interrupted', `Interrupted while ${tool} was at work.`, { exitCode: 130 });
