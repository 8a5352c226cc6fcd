import { readFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { bundle } from '../scripts/build.ts';
import { connect } from '../src/cluster/connect.ts';
import { watchUntil } from '../src/cluster/watch.ts';
import { createObject } from '../src/cluster/write.ts';
import { type BenchCluster, startBenchCluster } from './bench-cluster.ts';
import { benchKinds } from './bench-reads.ts';
import { measure, median, sum } from './measure.ts';

/**
 * `npm run bench`: a cold `kubeproctor check` of a lab with 8 kinds and 20 reviews, among 200 foreign pods, against
 * `kubectl get` of the same lists one after another. Both are whole processes; the runs alternate, so that a busy
 * moment meets both.
 */
const rounds = Number(process.argv[2] ?? 10);
const root = join(import.meta.dirname, '..');
const kubeproctor = [process.execPath, join(root, 'bin', 'kubeproctor.js')] as const;
const withLabs = ['--labs', join(root, 'bench', 'lab'), '--yes'];

await bundle('src/main.ts', join(root, 'dist'));
await using cluster = await startBenchCluster();
await addForeignPods(cluster);
await measure([[...kubeproctor, ...withLabs, 'start', 'large']], cluster.env);
await solve(cluster);

const check = [...kubeproctor, 'check'] as const;
const kubectlGets = benchKinds.map(
  (kind) => [cluster.kubectl, 'get', kind, '--namespace', 'shop', '--output', 'json'] as const,
);
await measure([check, ...kubectlGets], cluster.env); // fills the compile cache, and kubectl's discovery cache
const checks: number[] = [];
const gets: number[] = [];
for (let round = 0; round < rounds; round++) {
  checks.push(...(await measure([check], cluster.env)));
  gets.push(sum(await measure(kubectlGets, cluster.env)));
}
const [empty] = await measure([[process.execPath, '--eval', '']], cluster.env);
const line = (name: string, times: readonly number[]) =>
  `${name.padEnd(32)} median ${median(times).toFixed(0)} ms, least ${Math.min(...times).toFixed(0)} ms\n`;
process.stdout.write(line('kubeproctor check', checks) + line(`kubectl get, ${benchKinds.length} times`, gets));
process.stdout.write(`ratio                            ${(median(checks) / median(gets)).toFixed(2)}\n`);
process.stdout.write(
  `empty Node ${empty?.toFixed(0)} ms, ${cpus().length} processors, load ${loadavg()[0]?.toFixed(1)}\n`,
);

async function addForeignPods(cluster: BenchCluster): Promise<void> {
  const client = await connect({ kubeconfig: cluster.kubeconfig, env: {} });
  await createObject(client, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'foreign' } });
  const template = { metadata: { labels: { app: 'foreign' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
  await createObject(client, {
    ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'foreign', namespace: 'foreign' } },
    spec: { replicas: 200, selector: { matchLabels: { app: 'foreign' } }, template },
  });
  const target = { kind: 'Pod', namespace: 'foreign' };
  await watchUntil(client, target, (pods) => pods.length === 200 || undefined, { timeoutMs: 120_000 });
  client.close();
}

async function solve(cluster: BenchCluster): Promise<void> {
  const solution = join(root, 'bench', 'lab', 'manifests', 'services', 'large', 'solution.yaml');
  const text = (await readFile(solution, 'utf8')).replaceAll(/\$\{shop\}/g, 'shop');
  const client = await connect({ kubeconfig: cluster.kubeconfig, env: {} });
  for (const document of parseAllDocuments(text)) await createObject(client, document.toJS());
  client.close();
}
