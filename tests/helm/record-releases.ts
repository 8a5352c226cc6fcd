import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../run-program.ts';
import { builtHelm, helm, helmKilled, helmWays } from './helm.ts';

// Writes tests/fixtures/helm/releases.json: `node tests/helm/record-releases.ts KUBECONFIG KUBECTL`, an embedded cluster's.

const [kubeconfig = '', kubectl = 'kubectl'] = process.argv.slice(2);
const namespace = 'cafes';
const ask = (...args: readonly string[]) => run(kubectl, ['--kubeconfig', kubeconfig, ...args], {});

await ask('create', 'namespace', namespace);
const cluster = { program: await builtHelm(), kubeconfig, namespace };
for (const way of Object.values(helmWays).flat()) await helm(way, cluster);
await helmKilled(cluster);
const { items } = JSON.parse(await ask('get', 'secrets', '-n', namespace, '-l', 'owner=helm', '-o', 'json'));
writeFileSync(join(import.meta.dirname, '../fixtures/helm/releases.json'), `${JSON.stringify(items, undefined, 1)}\n`);
await ask('delete', 'namespace', namespace, '--wait=false');
