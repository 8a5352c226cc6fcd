import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIfChanged } from './build-if-changed.ts';

/** `npm run check`: all that needs no cluster. Goes through to the end, and fails if anything did. */
const root = fileURLToPath(new URL('..', import.meta.url));

const steps: readonly { readonly title: string; readonly command: readonly string[] }[] = [
  { title: 'format and lint', command: ['node_modules/@biomejs/biome/bin/biome', 'ci'] },
  { title: 'types', command: ['node_modules/typescript/bin/tsc', '-p', '.'] },
  { title: 'unused code', command: ['node_modules/knip/bin/knip.js'] },
  { title: 'unit tests', command: ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit'] },
  { title: 'labs', command: ['bin/kubeproctor.js', 'lint'] },
  { title: 'generated files', command: ['scripts/generate.ts', '--check'] },
];

buildIfChanged();
const failed = steps.filter(({ title, command: [script = '', ...args] }) => {
  const { status } = spawnSync(process.execPath, [join(root, script), ...args], { cwd: root, stdio: 'inherit' });
  console.log(`${status === 0 ? '✓' : '✗'} ${title}`);
  return status !== 0;
});
if (failed.length > 0) console.error(`\nNot right yet: ${failed.map(({ title }) => title).join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
