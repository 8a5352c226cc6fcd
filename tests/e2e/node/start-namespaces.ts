import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { findProcess } from '../../../src/embedded/process-table.ts';
import { run } from '../../run-program.ts';
import type { ClusterPlan, NodePlan } from './cluster-plan.ts';
import { cgroupOf } from './cluster-plan.ts';
import { nodeFiles } from './node-parts.ts';
import { holdersFile } from './take-down.ts';
import { until } from './until.ts';

/** Environment of everything that runs on a node; nothing of the user's. */
export const nodeEnvironment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
} as const;

/** Makes the namespaces of a node, with its network and file systems; answers the pid of the first process in them. */
export async function startNamespaces(plan: ClusterPlan, node: NodePlan): Promise<number> {
  const { folder, name, address, link } = node;
  for (const inner of ['log', 'sysctl', 'tmp', 'tmp-work', 'var/tmp', 'var/log', 'var/lib/cni', 'var/lib/kubelet'])
    mkdirSync(join(folder, inner), { recursive: true });
  symlinkSync('/run', join(folder, 'var', 'run'));
  for (const [file, text] of Object.entries(nodeFiles(plan, node))) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  makeCgroups(cgroupOf(plan, node));
  const others = plan.nodes.filter((other) => other !== node);
  const routes = others.map((other) => `${other.podRange}=${other.address}`);
  const script = join(import.meta.dirname, 'node-init.sh');
  // When this process dies, however that happens, so does unshare, and with it all that is in the namespaces.
  const unshare = inBackground(join(folder, 'log', 'init.log'), [
    ...['setpriv', '--pdeathsig', 'KILL'],
    ...['unshare', '--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--propagation', 'private'],
    ...['bash', script, folder, address, plan.gateway, ...routes],
  ]);
  const { pid = 0 } = unshare;
  const first = await until(`the namespaces of ${name}`, async () => childrenOf(pid)[0]);
  const holders = await Promise.all([pid, first].map(findProcess));
  writeFileSync(join(folder, holdersFile), JSON.stringify(holders));
  await until(`the network of ${name}`, async () => networkOf(first) !== networkOf('self') || undefined);
  await run('ip', ['link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(first)]);
  await run('ip', ['link', 'set', link, 'master', plan.name, 'up']);
  await until(`${name} to be prepared`, async () => {
    if (unshare.exitCode !== null) throw new Error(readFileSync(join(folder, 'log', 'init.log'), 'utf8'));
    return existsSync(join(folder, 'prepared')) || undefined;
  });
  return first;
}

/** In a session of its own, so that a Ctrl-C in the terminal reaches only the one who tidies up. */
export function inBackground(log: string, [program = '', ...args]: readonly string[]): ChildProcess {
  const output = openSync(log, 'a');
  const child = spawn(program, args, { detached: true, stdio: ['ignore', output, output], env: nodeEnvironment });
  closeSync(output);
  child.unref();
  return child;
}

export const childrenOf = (pid: number): readonly number[] => {
  const file = `/proc/${pid}/task/${pid}/children`;
  return existsSync(file)
    ? readFileSync(file, 'utf8')
        .split(' ')
        .filter((word) => word !== '')
        .map(Number)
    : [];
};

const networkOf = (pid: number | 'self'): string => readlinkSync(`/proc/${pid}/ns/net`);

/** The kubelet's cgroup has to be there before it, in every hierarchy of cgroup v1; a cpuset has no processors at first. */
function makeCgroups(name: string): void {
  for (const hierarchy of readdirSync('/sys/fs/cgroup')) {
    const group = join('/sys/fs/cgroup', hierarchy, name);
    mkdirSync(group, { recursive: true });
    for (const file of ['cpuset.cpus', 'cpuset.mems'].filter((each) => existsSync(join(group, each))))
      writeFileSync(join(group, file), readFileSync(join('/sys/fs/cgroup', hierarchy, file)));
  }
}
