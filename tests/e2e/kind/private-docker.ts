import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../run-program.ts';
import { raiseInotifyLimit } from './inotify-limit.ts';
import type { KindPrograms } from './programs.ts';
import { cgroupOf, makeRunFolder } from './run-folder.ts';

export interface PrivateDocker {
  /** What it writes is in here, and goes with it. */
  readonly folder: string;
  /** Stands before a command that is to run in its network: kind publishes API servers on loopback there. */
  readonly inside: readonly string[];
  /** Stands before a command that is to end with it, and to leave no mounts, but needs the machine's network. */
  readonly alongside: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Its containers end with it. */
  readonly end: () => Promise<void>;
}

/**
 * Starts a Docker that has namespaces, folders and a cgroup of its own, and touches nothing of the machine's. It starts
 * with the images of a `store`, whose layers it shares by hard links, since nobody ever writes to a layer.
 */
export async function startPrivateDocker(
  programs: Pick<KindPrograms, 'runcwrap' | 'coredns'>,
  store?: string,
): Promise<PrivateDocker> {
  const folder = await makeRunFolder();
  raiseInotifyLimit(folder);
  await cp(programs.runcwrap, join(folder, 'runcwrap'));
  await writeFile(join(folder, 'daemon.json'), JSON.stringify(daemonConfig(folder), null, 2));
  await writeFile(join(folder, 'Corefile'), corefile);
  if (store !== undefined) await run('cp', ['-al', store, join(folder, 'data')], {});
  const keeper = spawn(process.execPath, [join(import.meta.dirname, 'keeper.ts'), folder], {
    ...{ env: { ...process.env, COREDNS: programs.coredns }, detached: true },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(keeper, 'exit');
  const pid = await Promise.race([
    once(keeper.stdout.setEncoding('utf8'), 'data').then(([line]) => String(line).trim()),
    ended.then(([code]) => Promise.reject(new Error(`Docker did not start (${code})`))),
  ]);
  return {
    folder,
    inside: ['nsenter', '--target', pid, '--net', '--'],
    alongside: ['nsenter', '--target', pid, '--pid', '--mount', '--'],
    env: { DOCKER_HOST: `unix://${join(folder, 'docker.sock')}`, DOCKER_CONFIG: join(folder, 'docker-config') },
    end: async () => {
      keeper.stdin.end();
      const [code] = await ended;
      if (code !== 0) throw new Error(`taking Docker away ended with ${code}`);
    },
  };
}

const daemonConfig = (folder: string) => ({
  runtimes: { runcwrap: { path: join(folder, 'runcwrap') } },
  'default-runtime': 'runcwrap',
  'oom-score-adjust': 0, // the default is below zero, which a confined machine refuses
  'exec-opts': ['native.cgroupdriver=cgroupfs'],
  'cgroup-parent': `/${cgroupOf(folder)}`,
  'storage-driver': 'overlay2',
  'data-root': join(folder, 'data'),
  pidfile: join(folder, 'docker.pid'),
  hosts: [`unix://${join(folder, 'docker.sock')}`],
  bip: '10.251.0.1/24',
  'default-address-pools': [{ base: '10.252.0.0/16', size: 24 }],
  dns: ['10.251.0.1'],
});

const corefile = `. {
  bind 10.251.0.1
  template ANY ANY {
    rcode NXDOMAIN
  }
}
`;
