import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { upWithTool } from '../../src/embedded/other-cluster.ts';
import { temporaryFolder } from '../embedded/temporary-folder.ts';
import { standIn } from './embedded-stand-in.ts';

/** A PATH that has the stand-in before the shell's own folders, and what the stand-in was called with. */
function machineWith(tool: string, script: string) {
  const folder = temporaryFolder();
  const calls = join(folder, 'calls');
  writeFileSync(calls, '');
  standIn(folder, tool, `echo "$*" >> ${calls}\n${script}`);
  const env = { PATH: `${folder}:/usr/bin:/bin`, HOME: folder };
  return { env, calls: () => readFileSync(calls, 'utf8').trim().split('\n') };
}

test('kind: makes the cluster where there is none', async () => {
  const { env, calls } = machineWith('kind', 'case "$1" in get) echo other;; esac');
  expect(await upWithTool('kind', { env })).toEqual({ tool: 'kind', created: true, context: 'kind-kubeproctor' });
  expect(calls()).toEqual(['get clusters', 'create cluster --name kubeproctor --wait 2m']);
});

test('kind: a cluster that is there becomes the current context', async () => {
  const { env, calls } = machineWith('kind', 'case "$1" in get) echo other; echo kubeproctor;; esac');
  expect(await upWithTool('kind', { env })).toEqual({ tool: 'kind', created: false, context: 'kind-kubeproctor' });
  expect(calls()).toEqual(['get clusters', 'export kubeconfig --name kubeproctor']);
});

test.each([
  ['no profile yet', 'exit 14', true],
  ['another profile', `echo '{"valid":[{"Name":"minikube"}]}'`, true],
  ['its profile is there', `echo '{"valid":[{"Name":"kubeproctor"}]}'`, false],
])('minikube, %s: starts it', async (_name, list, created) => {
  const { env, calls } = machineWith('minikube', `case "$1" in profile) ${list};; esac`);
  expect(await upWithTool('minikube', { env })).toEqual({ tool: 'minikube', created, context: 'kubeproctor' });
  expect(calls()).toEqual(['profile list --output json', 'start -p kubeproctor']);
});

test('what the tool prints is passed on by lines, from both streams', async () => {
  const { env } = machineWith('kind', 'case "$1" in create) echo one; echo two >&2;; esac');
  const lines: string[] = [];
  await upWithTool('kind', { env, onLine: (line) => lines.push(line) });
  expect(lines.sort()).toEqual(['one', 'two']);
});

test.each(['kind', 'minikube'] as const)('%s is not installed: says where to get it', async (tool) => {
  const error = upWithTool(tool, { env: { PATH: temporaryFolder(), HOME: '/nowhere' } });
  await expect(error).rejects.toMatchObject({
    code: 'cluster_tool_missing',
    message: `${tool} is not installed, or not on the PATH.`,
    exitCode: 3,
  });
});

test('the tool fails: its last words are told', async () => {
  const { env } = machineWith('kind', 'case "$1" in create) echo "ERROR: docker is not running" >&2; exit 1;; esac');
  await expect(upWithTool('kind', { env })).rejects.toMatchObject({
    code: 'cluster_tool_failed',
    message: 'kind create cluster --name kubeproctor --wait 2m ended with code 1:\n  ERROR: docker is not running',
  });
});

test('Ctrl-C ends the tool', async () => {
  const { env } = machineWith('kind', 'case "$1" in create) sleep 30;; esac');
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 100);
  await expect(upWithTool('kind', { env, signal: stop.signal })).rejects.toMatchObject({ code: 'interrupted' });
});

test('minikube would overwrite the context of the embedded cluster: refused', async () => {
  const { env, calls } = machineWith('minikube', '');
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
