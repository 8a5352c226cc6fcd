import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProcess } from '../../../src/embedded/process-table.ts';
import { run } from '../../run-program.ts';
import type { ClusterPlan } from './cluster-plan.ts';
import { childrenOf, inBackground, nodeEnvironment } from './start-namespaces.ts';
import { holdersFile } from './take-down.ts';
import { until } from './until.ts';

/** A machine outside of the cluster, from which and to which pods have a way. It has any address that it is given. */
export interface Outsider {
  readonly spawn: (command: readonly string[]) => ChildProcess;
  readonly haveAddress: (address: string) => Promise<void>;
}

/** Its cable is on the same bridge as the nodes'. */
export async function startOutsider(
  plan: ClusterPlan,
  onNode: (node: string, command: readonly string[]) => Promise<string>,
): Promise<Outsider> {
  const folder = join(plan.folder, 'node-outside');
  mkdirSync(folder);
  const unshare = inBackground(join(folder, 'log'), [
    ...['setpriv', '--pdeathsig', 'KILL', 'unshare', '--net', '--pid', '--fork', '--kill-child', 'sleep', 'infinity'],
  ]);
  const { pid = 0 } = unshare;
  const first = await until('a machine outside', async () => childrenOf(pid)[0]);
  writeFileSync(join(folder, holdersFile), JSON.stringify(await Promise.all([pid, first].map(findProcess))));
  const link = `${plan.name}-out`;
  const own = plan.gateway.replace(/\.1$/, '.200');
  await run('ip', ['link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(first)]);
  await run('ip', ['link', 'set', link, 'master', plan.name, 'up']);
  const enter = ['--target', String(first), '--net', '--'];
  const ip = (...args: readonly string[]) => run('nsenter', [...enter, 'ip', ...args]);
  await ip('link', 'set', 'lo', 'up');
  await ip('addr', 'add', `${own}/24`, 'dev', 'eth0');
  await ip('link', 'set', 'eth0', 'up');
  for (const { podRange, address } of plan.nodes) await ip('route', 'add', podRange, 'via', address);
  return {
    spawn: ([program = '', ...args]) =>
      spawn('nsenter', [...enter, program, ...args], { env: nodeEnvironment, stdio: ['pipe', 'pipe', 'inherit'] }),
    haveAddress: async (address) => {
      await ip('addr', 'replace', `${address}/32`, 'dev', 'lo');
      for (const { name } of plan.nodes) await onNode(name, ['ip', 'route', 'replace', `${address}/32`, 'via', own]);
    },
  };
}
