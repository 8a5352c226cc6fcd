import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../run-program.ts';

/** Where kind clusters are made: in a private Docker, or in the machine's own. */
export interface KindHost {
  /** A folder to work in, which goes with the host. */
  readonly folder: string;
  /** Stands before a command so that it reaches the clusters; empty in the machine's own Docker. */
  readonly inside: readonly string[];
  /** A folder with `kubectl` and the parts of the embedded cluster, and `kind` where it is not on the PATH; first on the PATH of whoever works there. */
  readonly programs: string;
  /** What a shell there has beside the usual. */
  readonly env: Readonly<Record<string, string>>;
  /** Puts the images that labs use on a cluster's nodes, where no registry has them. */
  readonly loadImages: (cluster: string) => Promise<void>;
  /** Its clusters end with it. */
  readonly end: () => Promise<void>;
}

/** What kind puts before the name of a cluster for its context. */
export const contextOf = (cluster: string): string => `kind-${cluster}`;

/** A cluster of one control plane and some workers, ready to use; its context becomes the current one of the kubeconfig. */
export async function createCluster(
  host: KindHost,
  name: string,
  { kubeconfig, workers = 0 }: { readonly kubeconfig: string; readonly workers?: number },
): Promise<void> {
  const config = join(host.folder, `${name}.yaml`);
  const nodes = ['control-plane', ...Array.from({ length: workers }, () => 'worker')].map((role) => ({ role }));
  await writeFile(config, JSON.stringify({ kind: 'Cluster', apiVersion: 'kind.x-k8s.io/v1alpha4', nodes }));
  const where = `--name ${name} --kubeconfig ${kubeconfig}`;
  await runInside(host, `kind create cluster ${where} --config ${config} --wait 120s`);
  const kubectl = `kubectl --kubeconfig ${kubeconfig} --context ${contextOf(name)}`;
  await Promise.all([
    host.loadImages(name),
    // kind waits for the nodes, not for DNS
    runInside(host, `${kubectl} -n kube-system wait --for=condition=Ready pod --all --timeout=120s`),
  ]);
}

/** What a command of words without blanks prints; rejects with its complaints where it fails. */
export function runInside({ inside, programs, env }: KindHost, line: string): Promise<string> {
  const [command = '', ...args] = [...inside, ...line.split(' ')];
  return run(command, args, { env: { ...process.env, ...env, PATH: `${programs}:${process.env.PATH}` } });
}
