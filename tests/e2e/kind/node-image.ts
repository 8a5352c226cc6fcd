import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { withLock } from '../../../src/embedded/lock.ts';
import { controlPlaneVersions } from '../../../src/embedded/versions.ts';
import { run } from '../../run-program.ts';
import { testCache } from '../../test-cache.ts';
import { startPrivateDocker } from './private-docker.ts';
import type { KindPrograms } from './programs.ts';

export const nodeImage = 'kubeproctor/kind-node:made-here';

const sources = join(import.meta.dirname, 'node-image');

/**
 * A folder with the part of Docker's data that holds the node image, for `startPrivateDocker`: quicker than loading it
 * from an archive. Made once for each version of its sources, in two to three minutes.
 */
export async function nodeImageStore(programs: KindPrograms, onMake: () => void = () => undefined): Promise<string> {
  const cache = testCache(process.env);
  const store = join(cache, `kind-node-${storeKey(programs)}`);
  if (existsSync(store)) {
    utimesSync(store, new Date(), new Date());
    return store;
  }
  await mkdir(cache, { recursive: true, mode: 0o700 });
  return withLock(cache, 'kind-node', { timeoutMs: 15 * 60_000 }, async () => {
    if (existsSync(store)) return store; // another made it meanwhile
    onMake();
    await makeStore(store, programs);
    await removeUnused(cache);
    return store;
  });
}

async function makeStore(store: string, programs: KindPrograms): Promise<void> {
  const docker = await startPrivateDocker(programs);
  try {
    const work = join(docker.folder, 'work');
    await mkdir(work);
    const [nsenter = '', ...into] = docker.alongside;
    await run(nsenter, [...into, 'bash', join(sources, 'make.sh')], {
      env: {
        ...{ ...process.env, ...docker.env, WORK: work, IMAGE: nodeImage },
        ...{ KUBERNETES: programs.kubernetes, COREDNS: programs.coredns, PAUSE: programs.pause },
        VERSION: kubernetesVersion(),
      },
    });
    const whole = join(docker.folder, 'store');
    await mkdir(whole, { mode: 0o700 });
    // what else is there, is of this Docker alone
    for (const part of ['image', 'overlay2']) await run('cp', ['-al', join(docker.folder, 'data', part), whole], {});
    await rename(whole, store);
  } finally {
    await docker.end();
  }
}

/** A store takes a gigabyte; one for each branch that is worked on is enough. */
async function removeUnused(cache: string): Promise<void> {
  const stores = globSync('kind-node-*', { cwd: cache, exclude: ['*.lock'] }).map((name) => join(cache, name));
  for (const store of stores)
    if (Date.now() - statSync(store).mtimeMs > 7 * 86_400_000) await rm(store, { recursive: true, force: true });
}

function storeKey(programs: KindPrograms): string {
  const hash = createHash('sha256').update(kubernetesVersion());
  for (const program of Object.values(programs)) hash.update(basename(program)); // their names have hashes of their own
  const files = globSync('**/*', { cwd: sources, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const path of files.map((entry) => join(entry.parentPath, entry.name)).sort())
    hash.update(`${path.slice(sources.length)}\0`).update(readFileSync(path));
  return hash.digest('hex').slice(0, 16);
}

const kubernetesVersion = (): string =>
  controlPlaneVersions(readFileSync(join(import.meta.dirname, '..', '..', '..', 'control-plane', 'go.mod'), 'utf8'))
    .kubernetes;
