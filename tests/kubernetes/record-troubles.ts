import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Json, JsonObject } from '../../src/kubernetes/json.ts';
import { valueAt } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { run } from '../run-program.ts';
import type { TroubledState } from './trouble/state-parts.ts';
import { tidy } from './trouble/state-parts.ts';
import { troubledNodes, troubledStates } from './trouble/states.ts';

// Writes tests/kubernetes/trouble/recorded/: `node tests/kubernetes/record-troubles.ts --kubectl KUBECTL --enter COMMAND [STATE…]`, on two
// real nodes, node1 and node2, with the image busybox:1.35 and no way to any registry. COMMAND NODE PROGRAM… runs a program on a node.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { kubectl: { type: 'string', default: 'kubectl' }, enter: { type: 'string', default: '' } },
});
const folder = join(import.meta.dirname, 'trouble', 'recorded');
const kinds =
  'pods,events,deployments,replicasets,statefulsets,daemonsets,jobs,pvc,resourcequotas,limitranges,configmaps';
const defaultClass = 'storageclass.kubernetes.io/is-default-class';
const pollMs = 150;
const patienceMs = 90_000;
const atOnce = 6;

const kubectl = (args: readonly string[], input = '') => run(values.kubectl, args, { input });
const onNode = (node: string, command: readonly string[]) => run(values.enter, [node, ...command], {});

await mkdir(folder, { recursive: true });
const registry = spawn(
  values.enter,
  ['node1', process.execPath, join(import.meta.dirname, 'record-registry.ts'), '5000'],
  { stdio: 'ignore' },
);
try {
  const isWanted = ([name]: readonly [string, TroubledState]) => positionals.length === 0 || positionals.includes(name);
  const queue = Object.entries(troubledStates).filter(isWanted);
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) await record(...next);
    }),
  );
  for (const entry of Object.entries(troubledNodes).filter(isWanted)) {
    await record(...entry);
    await kubectl(['annotate', '--overwrite', 'storageclass', 'standard', `${defaultClass}=true`]);
    await kubectl(['uncordon', 'node1', 'node2']);
    await kubectl(['taint', 'node', 'node2', 'team-']).catch(() => '');
    await signalKubelet('node2', 'CONT');
    await kubectl(['wait', '--for=condition=Ready', 'node', '--all', '--timeout=60s']);
  }
} finally {
  registry.kill('SIGKILL');
}

async function record(name: string, state: TroubledState): Promise<void> {
  const namespace = name;
  const named = (args: readonly string[]) => args.map((arg) => arg.replace('NAMESPACE', namespace));
  const collect = async (): Promise<readonly KubeObject[]> => {
    const lists = await Promise.all([
      kubectl(['get', kinds, '-n', namespace, '-o', 'json']),
      ...named(state.also ?? []).map((one) => kubectl(['get', one, '-o', 'json'])),
    ]);
    return lists.map((text) => JSON.parse(text)).flatMap((one) => one.items ?? [one]);
  };
  const becomes = async (until: TroubledState['until']): Promise<readonly KubeObject[]> => {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const objects = await collect();
      if (until(objects)) return objects;
      if (Date.now() > deadline) throw new Error(`${name}: it does not come to that`);
      await setTimeout(pollMs);
    }
  };
  try {
    await kubectl(['create', 'namespace', namespace]);
    await kubectl(['wait', '--for=create', '-n', namespace, 'serviceaccount/default']);
    if (state.objects.length > 0) await kubectl(['apply', '-n', namespace, '-f', '-'], listText(state.objects));
    if (state.first !== undefined) await becomes(state.first);
    for (const args of state.next ?? []) {
      const [first = '', signal = ''] = args;
      if (first === 'node2') await signalKubelet(first, signal);
      else
        await kubectl(
          first === 'label' || first === 'taint' || first === 'cordon'
            ? named(args)
            : [...named(args), '-n', namespace],
        );
    }
    const objects = await becomes(state.until);
    const recordedAt = new Date().toISOString();
    const described = await kubectl(['describe', ...named([state.describe ?? 'pods']), '-n', namespace]);
    const kept = objects.filter(({ kind, metadata }) => kind !== 'ConfigMap' || metadata.name !== 'kube-root-ca.crt');
    const content: JsonObject = {
      recordedAt,
      described: described.trimEnd().split('\n'),
      objects: kept.map((one) => tidy(one as Json)),
    };
    await writeFile(join(folder, `${name}.json`), `${JSON.stringify(content, undefined, 2)}\n`);
    console.log(`✓ ${name}`);
  } catch (error) {
    console.error(`✗ ${name}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  } finally {
    await kubectl(['delete', 'namespace', namespace, '--wait=false']).catch(() => '');
    for (const held of ['configmap/settings', 'pod/web'])
      await kubectl(['patch', held, '-n', namespace, '--type=merge', '-p', '{"metadata":{"finalizers":null}}']).catch(
        () => '',
      );
    const clusterWide = state.objects.filter(({ metadata }) =>
      String(valueAt(metadata, 'name')).startsWith('trouble-'),
    );
    if (clusterWide.length > 0)
      await kubectl(['delete', '--wait=false', '--ignore-not-found', '-f', '-'], listText(clusterWide));
  }
}

function listText(items: readonly JsonObject[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

/** A kubelet that is stopped looks like a node that is cut off. */
async function signalKubelet(node: string, signal: string): Promise<void> {
  const pid = (await onNode(node, ['pgrep', '-f', 'kubefull kubelet'])).trim().split('\n')[0] ?? '';
  await onNode(node, ['kill', `-${signal}`, pid]);
}
