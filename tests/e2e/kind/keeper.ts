import { execFile, spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findProcess } from '../../../src/embedded/process-table.ts';
import { removeRunFolder } from './run-folder.ts';

/**
 * `keeper.ts FOLDER`: a process beside the tests that runs their private Docker, prints the number of the process that
 * is in its namespaces once it answers, and takes everything away when its standard input ends: when the tests close
 * it, and when they were killed. If the keeper is killed, Docker and all its containers end with it.
 */
const [, , folder = ''] = process.argv;
const log = openSync(join(folder, 'docker.log'), 'a');
const namespaces = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--propagation', 'private'];
const outer = spawn(
  'setpriv',
  ['--pdeathsig', 'KILL', 'unshare', ...namespaces, 'bash', join(import.meta.dirname, 'docker-init.sh')],
  { stdio: ['ignore', log, log], env: { ...process.env, FOLDER: folder } },
);
let isEnding = false;

outer.on('exit', () => end(1));
process.stdin.on('end', () => end(0)).resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined); // the tests' end is ours
await untilReady();
process.stdout.write(`${innerPid()}\n`);

function innerPid(): number {
  return Number(readFileSync(`/proc/${outer.pid}/task/${outer.pid}/children`, 'utf8').trim());
}

async function untilReady(): Promise<void> {
  const docker = ['--host', `unix://${join(folder, 'docker.sock')}`, 'info'];
  for (let tries = 0; !isEnding && tries < 300; tries += 1) {
    const answers = await promisify(execFile)('docker', docker).then(
      () => true,
      () => false,
    );
    if (answers) return;
    await sleep(100);
  }
  if (!isEnding) await end(1);
}

async function end(exitCode: number): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  const inner = outer.exitCode === null && outer.signalCode === null ? innerPid() : 0;
  outer.kill('SIGKILL'); // with it, as unshare's own promise, the first process of the namespace, and so all of them
  while ((await findProcess(inner)) !== undefined) await sleep(20);
  if (exitCode !== 0) process.stderr.write(readFileSync(join(folder, 'docker.log'), 'utf8').slice(-3000));
  await removeRunFolder(folder);
  process.exit(exitCode);
}
