import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readContexts } from '../../src/embedded/kubeconfig-merge.ts';
import { downWithTool, upWithTool } from '../../src/embedded/other-cluster.ts';
import type { ClusterTool } from '../../src/embedded/tool-clusters.ts';
import { readToolCluster } from '../../src/embedded/tool-clusters.ts';
import { temporaryFolder } from '../embedded/temporary-folder.ts';
import { toolStandIn } from './cluster-tool-stand-in.ts';
import { standIn } from './embedded-stand-in.ts';

/** A PATH that has the stand-in before the shell's own folders, and what the stand-in was called with. */
function machineWith(tool: ClusterTool, script = toolStandIn(tool)) {
  const folder = temporaryFolder();
  const calls = join(folder, 'calls');
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(calls, '');
  writeFileSync(kubeconfig, 'contexts:\n- {name: before, context: {}}\ncurrent-context: before\n');
  standIn(folder, tool, `echo "$*" >> ${calls}\n${script}`);
  const env = { PATH: `${folder}:/usr/bin:/bin`, HOME: folder, KUBECONFIG: kubeconfig };
  return {
    env,
    calls: () => readFileSync(calls, 'utf8').trim().split('\n'),
    current: () => readContexts(readFileSync(kubeconfig, 'utf8')).current,
    /** A cluster that somebody made with the tool itself. */
    makeOneself: (name: string) => writeFileSync(join(folder, `${tool}-${name}`), ''),
  };
}

const lists = { kind: 'get clusters', minikube: 'profile list --output json' };
const contexts = { kind: 'kind-kubeproctor', minikube: 'kubeproctor' };
const creations = {
  kind: 'create cluster --name kubeproctor --wait 2m',
  minikube: 'start -p kubeproctor --cni=calico',
};

describe.each(['kind', 'minikube'] as const)('%s', (tool) => {
  const [list, context] = [lists[tool], contexts[tool]];

  test('makes the cluster where there is none', async () => {
    const { env, calls, current } = machineWith(tool);
    expect(await upWithTool(tool, { env })).toEqual({ tool, created: true, context });
    expect([...calls(), current()]).toEqual([list, creations[tool], context]);
    expect(await readToolCluster(env, tool)).toEqual({ previousContext: 'before' });
  });

  test('a cluster that is there becomes the current context, and down leaves it alone', async () => {
    const { env, calls, makeOneself } = machineWith(tool);
    makeOneself('kubeproctor');
    expect(await upWithTool(tool, { env })).toEqual({ tool, created: false, context });
    const resume = { kind: 'export kubeconfig --name kubeproctor', minikube: 'start -p kubeproctor' }[tool];
    expect(calls()).toEqual([list, resume]);
    await expect(downWithTool(tool, { env, deleteData: true })).rejects.toMatchObject({ code: 'not_made_by_up' });
    expect(calls().length).toBe(2);
  });

  test('down deletes what up made, others stay, and the former context comes back', async () => {
    const { env, calls, current, makeOneself } = machineWith(tool);
    makeOneself('other');
    await upWithTool(tool, { env });
    expect(await downWithTool(tool, { env, deleteData: true })).toEqual({ became: 'deleted' });
    const deletion = { kind: 'delete cluster --name kubeproctor', minikube: 'delete -p kubeproctor' }[tool];
    expect([...calls().slice(2), current()]).toEqual([list, deletion, 'before']);
    expect(await readToolCluster(env, tool)).toBeUndefined();
  });

  test('one that somebody has deleted is forgotten', async () => {
    const { env, calls } = machineWith(tool);
    await upWithTool(tool, { env });
    rmSync(join(env.HOME, `${tool}-kubeproctor`));
    expect(await downWithTool(tool, { env, deleteData: true })).toEqual({ became: 'gone' });
    expect(calls().slice(2)).toEqual([list]);
    expect(await readToolCluster(env, tool)).toBeUndefined();
  });

  test('is not installed: says where to get it', async () => {
    const error = upWithTool(tool, { env: { PATH: temporaryFolder(), HOME: temporaryFolder() } });
    await expect(error).rejects.toMatchObject({
      code: 'cluster_tool_missing',
      message: `${tool} is not installed, or not on the PATH.`,
      exitCode: 3,
    });
  });

  test('fails: its last words are told, and what it did not make is not remembered', async () => {
    const broken = `case "$1 $2" in "create cluster"|"start -p") echo "ERROR: docker is not running" >&2; exit 1;; esac\n`;
    const { env } = machineWith(tool, `${broken}${toolStandIn(tool)}`);
    await expect(upWithTool(tool, { env })).rejects.toMatchObject({
      code: 'cluster_tool_failed',
      message: `${tool} ${creations[tool]} ended with code 1:\n  ERROR: docker is not running`,
    });
    expect(await readToolCluster(env, tool)).toBeUndefined();
  });

  test('Ctrl-C ends the tool, and what it leaves is known as ours', async () => {
    const slow = `case "$1 $2" in "create cluster"|"start -p") : > "$HOME/${tool}-kubeproctor"; sleep 30;; esac\n`;
    const { env } = machineWith(tool, `${slow}${toolStandIn(tool)}`);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 300);
    await expect(upWithTool(tool, { env, signal: stop.signal })).rejects.toMatchObject({ code: 'interrupted' });
    expect(await downWithTool(tool, { env, deleteData: true })).toEqual({ became: 'deleted' });
  });
});

test('minikube stops a cluster and keeps it', async () => {
  const { env, calls, current } = machineWith('minikube');
  await upWithTool('minikube', { env });
  expect(await downWithTool('minikube', { env, deleteData: false })).toEqual({ became: 'stopped' });
  expect([calls().at(-1), current()]).toEqual(['stop -p kubeproctor', 'before']);
  expect(await upWithTool('minikube', { env })).toEqual({ tool: 'minikube', created: false, context: 'kubeproctor' });
  expect(await downWithTool('minikube', { env, deleteData: true })).toEqual({ became: 'deleted' });
});

test('kind cannot stop a cluster: nothing is done', async () => {
  const { env, calls } = machineWith('kind');
  await upWithTool('kind', { env });
  await expect(downWithTool('kind', { env, deleteData: false })).rejects.toMatchObject({ code: 'kind_cannot_stop' });
  expect(calls().length).toBe(2);
});

test('what the tool prints is passed on by lines, from both streams', async () => {
  const { env } = machineWith('kind', 'case "$1" in create) echo one; echo two >&2;; esac');
  const lines: string[] = [];
  await upWithTool('kind', { env, onLine: (line) => lines.push(line) });
  expect(lines.sort()).toEqual(['one', 'two']);
});

test('minikube would overwrite the context of the embedded cluster: refused', async () => {
  const { env, calls } = machineWith('minikube');
  mkdirSync(join(env.HOME, '.local/state/kubeproctor/cluster'), { recursive: true });
  const record = {
    format: 1,
    ports: { apiserver: 1, etcd: 2, etcdPeer: 3 },
    nodes: 2,
    version: 'v1.36.4',
    parts: {},
    kubeconfigs: [{ file: '/x', previousContext: null, existed: true }],
  };
  writeFileSync(join(env.HOME, '.local/state/kubeproctor/cluster/cluster.json'), JSON.stringify(record));
  await expect(upWithTool('minikube', { env })).rejects.toMatchObject({ code: 'context_taken' });
  expect(calls()).toEqual(['']);
});
