import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './run-program.ts';
import { testCache } from './test-cache.ts';

interface GoProgram {
  readonly name: string;
  /** Where its `go.mod` is. */
  readonly folder: string;
  /** Where the `go.mod` is that has its versions, if that is another. */
  readonly versionsFolder?: string;
  /** What it is made of beside `go.mod` and `go.sum`. */
  readonly sources: readonly string[];
  /** `build` and what follows it; the package last. */
  readonly args: readonly string[];
}

/** Builds a program into the user's cache, once for each version of its sources; answers where it is. */
export async function builtProgram(program: GoProgram): Promise<string> {
  const { name, folder, versionsFolder = folder, sources, args } = program;
  const versionFiles = ['go.mod', 'go.sum'].map((file) => join(versionsFolder, file));
  const parts = [...versionFiles.filter(existsSync), ...sources.map(inFolder(folder))]; // without dependencies there is no go.sum
  const files = await Promise.all(parts.map((file) => readFile(file)));
  const hash = files.reduce((sum, file) => sum.update(file), createHash('sha256').update(args.join(' ')));
  const cache = testCache(process.env);
  const built = join(cache, `${name}-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(built)) return built;
  await mkdir(cache, { recursive: true, mode: 0o700 });
  const unfinished = `${built}.${process.pid}`; // renamed when whole, so that half a program is never taken for one
  const versions = versionsFolder === folder ? [] : [`-modfile=${join(versionsFolder, 'go.mod')}`];
  try {
    const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOWORK: 'off' };
    const [command = 'build', ...rest] = args;
    await run('go', [command, ...versions, '-o', unfinished, ...rest], { cwd: folder, env });
    await rename(unfinished, built);
  } finally {
    await rm(unfinished, { force: true });
  }
  return built;
}

/** The usual way to build a package. */
export const plainGoArgs = (target: string, ...flags: readonly string[]): readonly string[] => [
  ...['build', '-trimpath', '-buildvcs=false', ...flags],
  target,
];

const inFolder = (folder: string) => (file: string) => join(folder, file);
