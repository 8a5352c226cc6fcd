import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { hasGo } from '../../../src/embedded/go-build.ts';
import { testCache } from '../../test-cache.ts';

/** Why this machine cannot have real nodes of the tests' own; undefined where it can. */
export async function whyNoNodes(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'they need Linux';
  if (process.getuid?.() !== 0) return 'they need root';
  if (!['/usr/bin/apt-get', '/usr/bin/dpkg'].every((file) => existsSync(file)))
    return 'they are made of Debian packages, and there is no apt-get';
  if (!(await hasGo(env))) return 'they need Go';
  if (!existsSync('/sys/fs/cgroup/memory')) return 'they were made for cgroup v1, and this machine has not got it';
  const hidden = [import.meta.dirname, testCache(env), process.execPath].find((path) => /^\/(var|run)\//.test(path));
  if (hidden !== undefined) return `a node has its own /var and /run, and would not see ${hidden}`;
  if (testCache(env).startsWith('/tmp/')) return 'their images cannot be kept below /tmp: XDG_CACHE_HOME names that';
  const tried = spawnSync('unshare', [
    '--net',
    '--mount',
    '--pid',
    '--fork',
    '--mount-proc',
    'mount',
    '-t',
    'tmpfs',
    'tmpfs',
    '/run',
  ]);
  if (tried.status !== 0) return 'this machine, perhaps a container itself, lets nobody make namespaces and mounts';
  return undefined;
}
