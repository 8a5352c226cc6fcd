import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { run } from '../run-program.ts';

/** A Debian package, and a file by which it is known to be there, from whatever package that came. */
export type Wanted = readonly [name: string, file: string];

/**
 * Installs what is missing, and says so before. No service of theirs is started: the tests run what they need in
 * namespaces of their own.
 */
export async function installPackages(wanted: readonly Wanted[], tell: (line: string) => void): Promise<void> {
  const missing = wanted.filter(([, file]) => !existsSync(file)).map(([name]) => name);
  if (missing.length === 0) return;
  tell(`Installing Debian packages for the tests on real nodes, with apt-get: ${missing.join(', ')}`);
  await withoutServices(async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
    const install = () => run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { env });
    await install().catch(async () => {
      await run('apt-get', ['update', '-qq'], { env }); // the lists of packages may be old, or absent
      await install();
    });
  });
}

/** Where this file says no, a package's installation starts none of its services: invoke-rc.d(8). */
const policy = '/usr/sbin/policy-rc.d';

async function withoutServices(work: () => Promise<void>): Promise<void> {
  if (existsSync(policy)) return work();
  await writeFile(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await work();
  } finally {
    await rm(policy, { force: true });
  }
}
