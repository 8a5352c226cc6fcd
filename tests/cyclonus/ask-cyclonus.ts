import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { mappingsAt } from '../../src/kubernetes/pod-template.ts';
import type { GeneratedCluster } from '../kubernetes/network-policy/generated-clusters.ts';

/** What the other engine says of a connection, side by side. */
export interface CyclonusAnswer {
  readonly ingress: boolean;
  readonly egress: boolean;
}

/** The answers to each cluster's flows. */
export async function askCyclonus(
  program: string,
  clusters: readonly GeneratedCluster[],
): Promise<readonly (readonly CyclonusAnswer[])[]> {
  const lines = clusters.map((cluster) => JSON.stringify(questionOf(cluster)));
  const output = await run(program, [], { input: `${lines.join('\n')}\n` });
  return output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as readonly CyclonusAnswer[]); // written by main.go
}

/** Builds the program into the user's cache, once for each version of its sources. */
export async function builtCyclonus(): Promise<string> {
  const folder = import.meta.dirname;
  const sources = await Promise.all(['main.go', 'go.mod', 'go.sum'].map((file) => readFile(join(folder, file))));
  const hash = sources
    .reduce((sum, source) => sum.update(source), createHash('sha256'))
    .digest('hex')
    .slice(0, 16);
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'kubeproctor', 'tests');
  const program = join(cache, `cyclonus-${hash}`);
  if (existsSync(program)) return program;
  await mkdir(cache, { recursive: true, mode: 0o700 });
  const unfinished = `${program}.${process.pid}`; // renamed when whole, so that half a program is never taken for one
  try {
    const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOWORK: 'off' };
    await run('go', ['build', '-trimpath', '-buildvcs=false', '-o', unfinished, '.'], { cwd: folder, env });
    await rename(unfinished, program);
  } finally {
    await rm(unfinished, { force: true });
  }
  return program;
}

function questionOf({ namespaces, pods, policies, flows }: GeneratedCluster) {
  const endOf = (end: number | string) => {
    const pod = typeof end === 'string' ? undefined : pods[end];
    if (pod === undefined) return { ip: end };
    const { namespace = '', labels } = pod.metadata;
    return {
      ip: mappingsAt(pod, 'status', 'podIPs')[0]?.ip,
      namespace,
      labels,
      namespaceLabels: namespaces[namespace],
    };
  };
  const portName = ({ to, port, protocol }: GeneratedCluster['flows'][number]) => {
    const pod = typeof to === 'string' ? undefined : pods[to];
    const ports = mappingsAt(pod, 'spec', 'containers').flatMap((container) => mappingsAt(container, 'ports'));
    return ports.find((one) => one.containerPort === port && (one.protocol ?? 'TCP') === protocol)?.name ?? '';
  };
  return {
    policies,
    flows: flows.map((flow) => ({
      source: endOf(flow.from),
      destination: endOf(flow.to),
      ...{ port: flow.port, protocol: flow.protocol, portName: portName(flow) },
    })),
  };
}

interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
}

function run(command: string, args: readonly string[], { cwd, env, input = '' }: RunOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: env ?? process.env, stdio: ['pipe', 'pipe', 'pipe'] });
    const [out, complaints]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out).toString());
      else reject(new Error(`${command} ended with ${code}: ${Buffer.concat(complaints).toString()}`));
    });
    child.stdin.end(input);
  });
}
