import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../run-program.ts';

/** Where kind clusters are made: in a private Docker, or in the machine's own. */
export interface KindHost {
  /** A folder to work in, which goes with the host. */
  readonly folder: string;
  /** Stands before a command so that it reaches the clusters; empty in the machine's own Docker. */
  readonly inside: readonly string[];
  /** A folder with `kind` and `kubectl`, first on the PATH of whoever works there. */
  readonly programs: string;
  /** What a shell there has beside the usual. */
  readonly env: Readonly<Record<string, string>>;
}

/** What kind puts before the name of a cluster for its context. */
export const contextOf = (cluster: string): string => `kind-${cluster}`;

/** A cluster of one control plane and some workers, whose context becomes the current one of the kubeconfig; ready to use. */
export async function createCluster(
  host: KindHost,
  name: string,
  { kubeconfig, workers = 0 }: { readonly kubeconfig: string; readonly workers?: number },
): Promise<void> {
  const config = join(host.folder, `${name}.yaml`);
  const nodes = ['control-plane', ...Array.from({ length: workers }, () => 'worker')].map((role) => ({ role }));
  await writeFile(config, JSON.stringify({ kind: 'Cluster', apiVersion: 'kind.x-k8s.io/v1alpha4', nodes }));
  await runInside(host, 'kind', [
    'create',
    'cluster',
    '--name',
    name,
    '--config',
    config,
    '--kubeconfig',
    kubeconfig,
    '--wait',
    '120s',
  ]);
  // kind waits for the nodes, not for DNS
  await runInside(host, 'kubectl', [
    '--kubeconfig',
    kubeconfig,
    '--context',
    contextOf(name),
    '-n',
    'kube-system',
    'wait',
    '--for=condition=Ready',
    'pod',
    '--all',
    '--timeout=60s',
  ]);
}

export const deleteCluster = (host: KindHost, name: string, kubeconfig: string): Promise<string> =>
  runInside(host, 'kind', ['delete', 'cluster', '--name', name, '--kubeconfig', kubeconfig]);

/** What the program prints; rejects with its complaints where it fails. */
export function runInside(host: KindHost, program: string, args: readonly string[]): Promise<string> {
  const [command = program, ...rest] = [...host.inside, program, ...args];
  return run(command, rest, { env: { ...process.env, ...host.env, PATH: `${host.programs}:${process.env.PATH}` } });
}
