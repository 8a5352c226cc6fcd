import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const marker = join(root, 'node_modules', '.built-from');

/** Builds `dist/` unless it was built from exactly these sources; of two at once one builds. Exits when the build fails. */
export function buildIfChanged(): void {
  const lock = join(root, 'node_modules', '.building');
  while (!isTaken(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  try {
    build();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** Another's lock that is older than a build ever takes was left by one that was killed. */
function isTaken(lock: string): boolean {
  const made = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
  if (made !== undefined && Date.now() - made > 60_000) rmSync(lock, { recursive: true, force: true });
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}

function build(): void {
  const sources = hashOfSources();
  const isBuilt = existsSync(join(root, 'dist', 'main.js')) && existsSync(marker);
  if (isBuilt && readFileSync(marker, 'utf8') === sources) return;
  console.error('Building …');
  const { status } = spawnSync(process.execPath, [join(root, 'scripts', 'build.ts')], { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    rmSync(join(root, 'node_modules', '.building'), { recursive: true, force: true });
    process.exit(status ?? 1);
  }
  writeFileSync(marker, sources);
}

function hashOfSources(): string {
  const files = [...globSync('src/**/*', { cwd: root, withFileTypes: true })]
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash('sha256');
  for (const file of [
    ...files.sort(),
    ...['package.json', 'package-lock.json', 'scripts/build.ts'].map((name) => join(root, name)),
  ])
    hash.update(file).update('\0').update(readFileSync(file));
  return hash.digest('hex');
}
