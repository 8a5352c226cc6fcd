import { join } from 'node:path';
import { builtPrograms } from '../programs.ts';
import { createCluster } from './kind-host.ts';
import { privateHost } from './private-host.ts';
import { kindPrograms } from './programs.ts';
import { removeLeftovers } from './run-folder.ts';

/**
 * `node tests/e2e/kind/bring-up.ts [WORKERS]`: a kind cluster in a private Docker, to look around in until Ctrl-C. It
 * prints a line as soon as Docker is there, and the way in once the cluster is.
 */
await removeLeftovers();
const host = await privateHost(await kindPrograms(await builtPrograms()));
console.log(host.folder);
const ended = new Promise((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, resolve);
});
const kubeconfig = join(host.folder, 'kubeconfig');
await createCluster(host, 'kind', { kubeconfig, workers: Number(process.argv[2] ?? 0) });
const shell = [...host.inside, 'env', `PATH=${host.programs}:$PATH`, `KUBECONFIG=${kubeconfig}`];
console.log([...shell, ...Object.entries(host.env).map((pair) => pair.join('=')), 'bash'].join(' '));
await ended;
await host.end();
