import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../user-error.ts';
import { type Binaries, inspectBinaries, linkPrograms } from './binaries-folder.ts';
import { binariesKey, goBuilds } from './build-plan.ts';
import { downloadBinaries } from './download.ts';
import { type Mirrors, officialMirrors } from './download-plan.ts';
import { goBuild, hasGo } from './go-build.ts';
import { withLock } from './lock.ts';
import { type Environment, embeddedPaths } from './paths.ts';
import type { OnProgress } from './progress.ts';
import { type ControlPlaneVersions, controlPlaneVersions } from './versions.ts';

export interface BinariesOptions {
  readonly env: Environment;
  /** The folder `control-plane/` of the repository or of the installed package. */
  readonly controlPlaneFolder: string;
  /** `--binaries DIR`: taken or refused, never passed over. */
  readonly binariesFolder?: string;
  /** Where releases are fetched from; `undefined` fetches none. Default: `KUBEPROCTOR_DOWNLOADS`, else the publishers. */
  readonly mirrors?: Mirrors | undefined;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

/**
 * The programs of the embedded cluster: from `--binaries`, `KUBEBUILDER_ASSETS`, the cache, the official releases, or
 * `go build`, whichever has all of them first. What is fetched or built goes to the cache whole or not at all.
 */
export async function getBinaries(options: BinariesOptions): Promise<Binaries> {
  const { env, binariesFolder, onProgress = () => undefined } = options;
  if (binariesFolder !== undefined) return namedFolder(binariesFolder);
  if (env.KUBEBUILDER_ASSETS) {
    const found = await inspectBinaries(env.KUBEBUILDER_ASSETS);
    if (!('missing' in found)) return found;
    onProgress({ step: 'source skipped', source: 'KUBEBUILDER_ASSETS', reason: lacks(found.missing) });
  }
  const { versions, key } = await readSources(options.controlPlaneFolder);
  const cache = embeddedPaths(env).binaryCache;
  const folder = join(cache, key);
  const cached = await readCached(folder);
  if (cached !== undefined) return cached;
  await mkdir(cache, { recursive: true });
  const lockOptions = {
    timeoutMs: 60 * 60_000, // a cold build on a slow machine
    onWait: () => onProgress({ step: 'waiting for another kubeproctor' }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
  return withLock(cache, key, lockOptions, async (signal) => {
    const made = (await readCached(folder)) ?? (await make(folder, versions, { ...options, onProgress, signal }));
    return made;
  });
}

async function namedFolder(folder: string): Promise<Binaries> {
  const found = await inspectBinaries(folder);
  if (!('missing' in found)) return found;
  throw new UserError('binaries_incomplete', `The folder ${folder} ${lacks(found.missing)}.`, {
    wayOut: 'Name a folder that holds all of them, or leave --binaries out.',
  });
}

const lacks = (missing: readonly string[]): string => `lacks ${missing.join(', ')}`;

async function readSources(folder: string): Promise<{ versions: ControlPlaneVersions; key: string }> {
  const names = ['go.mod', 'go.sum', 'main.go'] as const;
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8'))).catch((cause) => {
    throw new UserError('control_plane_incomplete', `The folder ${folder} does not hold the control plane's sources.`, {
      wayOut: 'Install kubeproctor again.',
      cause,
    });
  });
  const versions = controlPlaneVersions(texts[0] ?? '');
  const sources = names.map((name, index) => ({ name, text: texts[index] ?? '' }));
  return { versions, key: binariesKey(sources, versions, `${platform()}-${arch()}`) };
}

/** A folder appears under its key by one rename, when everything in it is whole: being there is the mark. */
async function readCached(folder: string): Promise<Binaries | undefined> {
  const found = await inspectBinaries(folder);
  return 'missing' in found ? undefined : found;
}

type MakeOptions = BinariesOptions & { readonly signal: AbortSignal; readonly onProgress: OnProgress };

async function make(folder: string, versions: ControlPlaneVersions, options: MakeOptions): Promise<Binaries> {
  const { env, controlPlaneFolder, signal, onProgress } = options;
  const canBuild = await hasGo(env);
  const mirrors = 'mirrors' in options ? options.mirrors : officialMirrors(env);
  // Under the lock nobody else makes this folder: what is left of it was left by a command that was killed.
  const cache = dirname(folder);
  const prefix = `.making-${basename(folder)}-`;
  for (const leftover of (await readdir(cache)).filter((name) => name.startsWith(prefix)))
    await rm(join(cache, leftover), { recursive: true, force: true });
  const temporary = await mkdtemp(join(cache, prefix));
  try {
    const reasons: string[] = [];
    const attempts: [source: string, run: () => Promise<string | undefined>][] = [];
    if (mirrors !== undefined) {
      const downloads = join(cache, 'downloads');
      // Where Go can step in, a network that does not answer must not keep anybody waiting.
      const connectTimeoutMs = canBuild ? 1500 : 15_000;
      const download = () =>
        downloadBinaries(versions, {
          mirrors,
          downloads,
          destination: temporary,
          connectTimeoutMs,
          signal,
          onProgress,
        });
      attempts.push(['official releases', download]);
    }
    if (canBuild) {
      const build = async () => {
        const failure = await goBuild(goBuilds(versions), controlPlaneFolder, temporary, { env, signal, onProgress });
        if (failure === undefined) await linkPrograms(temporary);
        return failure;
      };
      attempts.push(['go build', build]);
    } else reasons.push('go build: Go is not installed');
    for (const [source, run] of attempts) {
      const failure = await run();
      signal.throwIfAborted();
      if (failure === undefined) return await publish(temporary, folder);
      reasons.push(`${source}: ${failure}`);
      onProgress({ step: 'source skipped', source, reason: failure });
    }
    throw new UserError('binaries_unavailable', `The control plane could not be had.\n  ${reasons.join('\n  ')}`, {
      wayOut: 'Install Go 1.26 or connect to the internet, or name a folder of binaries with --binaries DIR.',
      exitCode: 3,
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function publish(temporary: string, folder: string): Promise<Binaries> {
  const made = await inspectBinaries(temporary);
  if ('missing' in made) throw new Error(`the folder just made ${lacks(made.missing)}`);
  await rm(folder, { recursive: true, force: true }); // one that somebody took programs out of
  await rename(temporary, folder);
  return namedFolder(folder);
}
