import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { writeClusterRecord } from '../../src/embedded/cluster-record.ts';
import { embeddedPaths } from '../../src/embedded/paths.ts';
import { findProcess } from '../../src/embedded/process-table.ts';
import { runLine } from './run-line.ts';

vi.setConfig({ testTimeout: 30_000 }); // the first test of a file loads what a command needs

/** What `kubeproctor` alone proposes, where this process is said to be the API server of the embedded cluster. */
async function proposed(started: (own: string) => string): Promise<readonly string[]> {
  const state = mkdtempSync(join(tmpdir(), 'kubeproctor-here-'));
  onTestFinished(() => rmSync(state, { recursive: true, force: true }));
  const env = { XDG_STATE_HOME: state };
  const paths = embeddedPaths(env);
  mkdirSync(paths.cluster, { recursive: true });
  const own = await findProcess(process.pid);
  if (own === undefined) throw new Error('this process is not found');
  await writeClusterRecord(paths, {
    ...{ format: 1, ports: { apiserver: 1, etcd: 2, etcdPeer: 3 }, nodes: 1, version: 'v1.36.4', kubeconfigs: [] },
    parts: { 'kube-apiserver': { ...own, started: started(own.started) } },
  });
  const { stdout } = await runLine([], env);
  return stdout.split('\n').flatMap((line) => / {2}(kubeproctor .*)$/.exec(line)?.[1] ?? []);
}

test('a cluster that is up is not proposed again', async () => {
  const going = ['kubeproctor labs', 'kubeproctor start namespaces', 'kubeproctor --help'];
  expect(await proposed((own) => own)).toEqual(going);
  expect(await proposed(() => 'earlier')).toEqual(['kubeproctor up', ...going]);
});
