import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** Where the tests can make a genuine kind cluster. */
export type KindPlace =
  /** In the machine's own Docker, with the machine's own kind. */
  | { readonly place: 'machine' }
  /** In a Docker of the tests' own. */
  | { readonly place: 'private' }
  | { readonly place: 'none'; readonly why: string; readonly remedy?: string };

export interface MachineFacts {
  readonly platform: string;
  readonly arch: string;
  readonly isRoot: boolean;
  /** `docker info` answers. */
  readonly hasDockerEngine: boolean;
  readonly hasCgroupV1: boolean;
  /** Programs of `wantedPrograms` that are not on the PATH. */
  readonly missing: readonly string[];
  readonly hasKind: boolean;
}

/** What a private Docker and its node image are made with, by the Debian package that has it. */
export const wantedPrograms: Readonly<Record<string, string>> = {
  dockerd: 'docker.io',
  docker: 'docker.io',
  'docker-init': 'docker.io',
  containerd: 'containerd',
  runc: 'runc',
  mmdebstrap: 'mmdebstrap',
  iptables: 'iptables',
  ip: 'iproute2',
  setpriv: 'util-linux',
  unshare: 'util-linux',
  nsenter: 'util-linux',
};

/** Where they are, an ordinary Docker and kind are the truer test: their node image is the official one. */
export function judgePlace(facts: MachineFacts): KindPlace {
  if (facts.hasDockerEngine && facts.hasKind) return { place: 'machine' };
  const without = 'and there is no Docker engine with kind';
  if (facts.platform !== 'linux' || facts.arch !== 'x64')
    return { place: 'none', why: `a private Docker needs Linux on x64, ${without}` };
  if (!facts.isRoot) return { place: 'none', why: `a private Docker needs root, ${without}` };
  if (!facts.hasCgroupV1) return { place: 'none', why: `the node image made here needs cgroup v1, ${without}` };
  if (facts.missing.length === 0) return { place: 'private' };
  const packages = [...new Set(facts.missing.map((program) => wantedPrograms[program] ?? program))];
  return {
    place: 'none',
    why: `${facts.missing.join(', ')} ${facts.missing.length === 1 ? 'is' : 'are'} not installed, ${without}`,
    remedy: `apt-get install --no-install-recommends ${packages.join(' ')}`,
  };
}

export async function machineFacts(): Promise<MachineFacts> {
  return {
    platform: process.platform,
    arch: process.arch,
    isRoot: process.getuid?.() === 0,
    hasDockerEngine: await succeeds('docker', ['info']),
    hasCgroupV1: existsSync('/sys/fs/cgroup/memory/memory.limit_in_bytes'),
    missing: Object.keys(wantedPrograms).filter((program) => !isOnPath(program)),
    hasKind: isOnPath('kind'),
  };
}

const isOnPath = (program: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

const succeeds = (command: string, args: readonly string[]): Promise<boolean> =>
  promisify(execFile)(command, [...args], { timeout: 20_000 }).then(
    () => true,
    () => false,
  );
