import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { run } from './run-program.ts';

interface GoProgram {
  readonly name: string;
  /** Where its `go.mod` is. */
  readonly folder: string;
  /** What it is made of beside `go.mod` and `go.sum`. */
  readonly sources: readonly string[];
  /** The package to build. */
  readonly target: string;
}

/** Builds a program into the user's cache, once for each version of its sources; answers where it is. */
export async function builtProgram({ name, folder, sources, target }: GoProgram): Promise<string> {
  const files = await Promise.all(['go.mod', 'go.sum', ...sources].map((file) => readFile(join(folder, file))));
  const hash = files.reduce((sum, file) => sum.update(file), createHash('sha256').update(target));
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'kubeproctor', 'tests');
  const program = join(cache, `${name}-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(program)) return program;
  await mkdir(cache, { recursive: true, mode: 0o700 });
  const unfinished = `${program}.${process.pid}`; // renamed when whole, so that half a program is never taken for one
  try {
    const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOWORK: 'off' };
    await run('go', ['build', '-trimpath', '-buildvcs=false', '-o', unfinished, target], { cwd: folder, env });
    await rename(unfinished, program);
  } finally {
    await rm(unfinished, { force: true });
  }
  return program;
}
