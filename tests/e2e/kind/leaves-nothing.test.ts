import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, inject, test } from 'vitest';
import { run } from '../../run-program.ts';
import { cgroupOf, removeLeftovers } from './run-folder.ts';
import { tracesOf } from './traces.ts';

describe.runIf(inject('kind')?.place === 'private')('a private Docker with a node', () => {
  test('is gone, with all that it made, when its process is killed', async () => {
    const before = await ofTheMachine();
    const { process: owner, folder } = await startedNode();
    owner.kill('SIGKILL');
    await vanishing(folder);
    expect({ traces: tracesOf(folder), machine: await ofTheMachine() }).toEqual({ traces: [], machine: before });
  });

  test('is gone after the next run has begun, when its keeper is killed, too', async () => {
    const { process: owner, folder } = await startedNode();
    const keeper = Number((await run('pgrep', ['-f', `keeper.ts ${folder}$`], {})).trim());
    process.kill(keeper, 'SIGKILL');
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    await removeLeftovers();
    expect(tracesOf(folder)).toEqual([]);
  });
});

/** A node that has come as far as starting processes of its own. */
async function startedNode() {
  const script = join(import.meta.dirname, 'bring-up.ts');
  const owner = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(owner.stdout.setEncoding('utf8'), 'data');
  const folder = String(line).trim();
  const procs = `/sys/fs/cgroup/memory/${cgroupOf(folder)}/**/cgroup.procs`;
  while (!globSync(procs).some((file) => readFileSync(file, 'utf8') !== '')) await sleep(100);
  return { process: owner, folder };
}

async function vanishing(folder: string): Promise<void> {
  for (let tries = 0; existsSync(folder) && tries < 300; tries += 1) await sleep(100);
}

/** What belongs to the machine's own Docker, containerd and kubectl, and its network. */
async function ofTheMachine() {
  const places = ['/etc', '/etc/docker', '/etc/containerd', '/etc/cni', '/var/lib/docker', '/var/lib/containerd'];
  const inHome = ['.kube/config', '.docker'].map((name) => join(homedir(), name));
  const links = (await run('ip', ['-o', 'link'], {})).match(/(?<=^\d+: )(docker|br-)[^:@]*/gm);
  return {
    changed: [...places, ...inHome].map((place) => [place, statSync(place, { throwIfNoEntry: false })?.mtimeMs]),
    links,
    inotify: readFileSync('/proc/sys/fs/inotify/max_user_instances', 'utf8').trim(),
  };
}
