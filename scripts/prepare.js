// Runs before `start` and `test`, on whatever Node the machine has (18 or newer), with nothing installed: plain
// JavaScript without dependencies. Brings the dependencies, Node 24 among them, when package-lock.json has changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const marker = join(root, 'node_modules', '.prepared');
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .update(`${process.platform} ${process.arch}`)
  .digest('hex');

if (!isPrepared()) {
  console.error('Installing dependencies (once, and when they change) …');
  install();
  refuseOldNode();
  writeFileSync(marker, wanted);
}

function isPrepared() {
  return existsSync(marker) && readFileSync(marker, 'utf8') === wanted;
}

function install() {
  // --include=dev: NODE_ENV=production would leave out what builds and tests this
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const options = { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] };
  const { status, error } =
    npm === undefined
      ? spawnSync('npm', args, { ...options, shell: process.platform === 'win32' })
      : spawnSync(process.execPath, [npm, ...args], options);
  if (status === 0) return;
  fail(
    'npm ci could not install the dependencies.',
    error?.message ?? 'Its own words stand above; put that right and run this again.',
  );
}

/** The scripts run TypeScript as it is: node_modules/.bin/node, Node 24, comes first on PATH in them. */
function refuseOldNode() {
  const brought = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  const { stdout } = spawnSync(brought, ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' });
  const [, major = '0'] = /^v(\d+)\./.exec(stdout ?? '') ?? [];
  if (Number(major) >= 24) return;
  fail(
    `Node 24 did not arrive with the dependencies (this is Node ${process.versions.node}).`,
    'npm may have been told not to run install scripts: allow those of the packages "node" and "esbuild" ' +
      '(npm config get ignore-scripts), remove node_modules, and run this again.',
  );
}

function fail(what, wayOut) {
  console.error(`\n${what}\n${wayOut}`);
  process.exit(1);
}
