import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIfChanged } from './build-if-changed.ts';
import type { VitestResults } from './test-summary.ts';
import { testSummary } from './test-summary.ts';

/** `npm test`: builds, runs all tests, and closes with `N passed, N failed` on a line of its own. */
const root = fileURLToPath(new URL('..', import.meta.url));
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');

buildIfChanged();
const folder = mkdtempSync(join(tmpdir(), 'kubeproctor-test-'));
try {
  const outputFile = join(folder, 'results.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${outputFile}`];
  const { status } = spawnSync(process.execPath, [vitest, 'run', ...reporters, ...process.argv.slice(2)], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const summary = testSummary(readResults(outputFile), status ?? 1);
  console.log(summary.line);
  process.exitCode = summary.exitCode;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function readResults(file: string): VitestResults | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as VitestResults; // written by vitest's own reporter
  } catch {
    return undefined; // vitest did not come so far
  }
}
