import { type ChildProcess, execFile, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ConnectionOptions, connect } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { down } from '../../src/embedded/down.ts';
import { type Part, parts } from '../../src/embedded/part.ts';
import { findProcess } from '../../src/embedded/process-table.ts';
import type { Progress } from '../../src/embedded/progress.ts';
import { type EmbeddedStatus, status } from '../../src/embedded/status.ts';
import { type UpOptions, up } from '../../src/embedded/up.ts';

const controlPlaneFolder = join(import.meta.dirname, '../../control-plane');

/** A user's machine: a home, a state folder and a kubeconfig of its own. */
class Machine {
  readonly home = mkdtempSync(join(tmpdir(), 'kubeproctor-machine-'));
  readonly env = { PATH: process.env.PATH, HOME: this.home };
  readonly kubeconfig = join(this.home, '.kube', 'config');
  readonly cluster = join(this.home, '.local/state/kubeproctor/cluster');

  up(options: Partial<UpOptions> = {}) {
    const usual = { env: this.env, controlPlaneFolder, binariesFolder: inject('binaries'), unsafeNoFsync: true };
    return up({ ...usual, ...options });
  }

  down(deleteData = false) {
    return down({ env: this.env, deleteData });
  }

  async kubectl(...args: readonly string[]): Promise<string> {
    const run = promisify(execFile)(join(inject('binaries'), 'kubectl'), args, { env: this.env });
    return (await run).stdout.trim();
  }

  async pidOf(part: Part): Promise<number> {
    const found = await this.status();
    const pid = found.kind === 'up' ? found.parts.find((each) => each.part === part)?.pid : undefined;
    if (pid === undefined) throw new Error(`${part} does not run`);
    return pid;
  }

  status(): Promise<EmbeddedStatus> {
    return status(this.env);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.down(true);
    rmSync(this.home, { recursive: true, force: true });
  }
}

async function endedBy(signal: NodeJS.Signals, pid: number): Promise<void> {
  process.kill(pid, signal);
  while ((await findProcess(pid)) !== undefined) await sleep(10);
}

const runningPids = (found: EmbeddedStatus) =>
  found.kind === 'up' ? Object.fromEntries(found.parts.map(({ part, pid }) => [part, pid])) : {};

describe('one cluster through its life', () => {
  let machine: Machine;
  const workConfig = `apiVersion: v1
kind: Config
clusters:
- cluster: {server: "https://work.example:6443"} # of the office
  name: work
users:
- name: work
  user: {token: abc}
contexts:
- context: {cluster: work, user: work}
  name: work
current-context: work
`;

  beforeAll(() => {
    machine = new Machine();
    mkdirSync(join(machine.home, '.kube'));
    writeFileSync(machine.kubeconfig, workConfig, { mode: 0o640 });
  });
  afterAll(() => machine[Symbol.asyncDispose]());

  test('up from nothing', async () => {
    const result = await machine.up();
    expect({ ...result, server: 'SERVER' }).toEqual({
      outcome: 'started',
      context: 'kubeproctor',
      server: 'SERVER',
      kubeconfig: machine.kubeconfig,
      previousContext: 'work',
      nodes: 2,
      version: 'v1.36.4',
    });
  });

  test('everything a learner needs is there the moment up is done', async () => {
    const ready = "{range .items[*]}{.metadata.name} {.status.conditions[?(@.type=='Ready')].status}{'\\n'}{end}";
    expect(await machine.kubectl('get', 'nodes', '-o', `jsonpath=${ready}`)).toBe('node-1 True\nnode-2 True');
    expect(await machine.kubectl('config', 'current-context')).toBe('kubeproctor');
    expect(await machine.kubectl('get', 'serviceaccount', 'default', '-o', 'name')).toBe('serviceaccount/default');
    const version = JSON.parse(await machine.kubectl('version', '-o', 'json'));
    expect([version.serverVersion.gitVersion, version.clientVersion.gitVersion]).toEqual(['v1.36.4', 'v1.36.4']);
  });

  test('up again is quick and says that nothing was to do', async () => {
    const before = await machine.status();
    const start = performance.now();
    const { outcome, previousContext } = await machine.up();
    expect([outcome, previousContext]).toEqual(['already running', 'work']);
    expect(performance.now() - start).toBeLessThan(1000);
    expect(runningPids(await machine.status())).toEqual(runningPids(before));
  });

  test('status tells every part', async () => {
    const found = await machine.status();
    if (found.kind !== 'up') throw new Error(found.kind);
    expect({ ...found, parts: found.parts.map(({ part, running }) => [part, running]), server: 'SERVER' }).toEqual({
      kind: 'up',
      healthy: true,
      parts: parts.map((part) => [part, true]),
      server: 'SERVER',
      apiServerReady: true,
      nodes: 2,
      nodesNotReady: [],
      version: 'v1.36.4',
      context: 'kubeproctor',
      isCurrentContext: true,
      folder: machine.cluster,
    });
  });

  test('only its owner can read what it keeps', () => {
    const open = readdirSync(machine.cluster, { recursive: true, encoding: 'utf8' }).filter(
      (file) => (statSync(join(machine.cluster, file)).mode & 0o077) !== 0,
    );
    expect(open).toEqual([]);
  });

  test('every part is in a session of its own, so that closing the terminal ends none', async () => {
    const pids = Object.values(runningPids(await machine.status()));
    const { stdout } = await promisify(execFile)('ps', ['-o', 'pid=,sess=', '-p', pids.join()]);
    const rows = stdout.trim().split('\n');
    expect(rows.map((row) => row.trim().split(/\s+/)[1])).toEqual(rows.map((row) => row.trim().split(/\s+/)[0]));
  });

  test.runIf(process.platform === 'linux')('every port of ours is on loopback and speaks nothing but TLS', async () => {
    const found = await machine.status();
    const known = found.kind === 'up' ? found.parts.flatMap(({ port }) => port ?? []) : [];
    const listening = Object.values(runningPids(found)).flatMap((pid) => listeningSockets(pid ?? 0));
    // etcd's clients, its peers, its HTTP; the API server
    expect(listening.map(({ address }) => address)).toEqual(['127.0.0.1', '127.0.0.1', '127.0.0.1', '127.0.0.1']);
    expect(known.filter((port) => !listening.some((each) => each.port === port))).toEqual([]);
    for (const { port } of listening) {
      const answer = await fetch(`http://127.0.0.1:${port}/`).then(
        (response) => `${response.status} ${response.statusText}`,
        () => 'none',
      );
      expect(['400 Bad Request', 'none'].includes(answer)).toBe(true);
    }
  });

  test.runIf(process.platform === 'linux')(
    'etcd opens to its own certificates, and to none that the cluster signs',
    async () => {
      const pki = (file: string) => readFileSync(join(machine.cluster, 'pki', file), 'utf8');
      const ports = listeningSockets(await machine.pidOf('etcd')).map(({ port }) => port);
      expect(ports.length).toBe(3);
      const answers = (cert?: string, key?: string) =>
        Promise.all(ports.map((port) => answerTo({ host: '127.0.0.1', port, ca: pki('etcd-ca.crt'), cert, key })));
      expect(await answers(pki('etcd-client.crt'), pki('etcd-client.key'))).toEqual(['some', 'some', 'some']);
      expect(await answers(pki('admin.crt'), pki('admin.key'))).toEqual(['refused', 'refused', 'refused']);
      expect(await answers()).toEqual(['refused', 'refused', 'refused']);
    },
  );

  test('more nodes, and fewer: pods of a node that goes move on', async () => {
    expect((await machine.up({ nodes: 3 })).outcome).toBe('repaired');
    await machine.kubectl('create', 'deployment', 'moving', '--image=nginx', '--replicas=3');
    await machine.kubectl('patch', 'deployment', 'moving', '-p', JSON.stringify(onNode3));
    await machine.kubectl('rollout', 'status', 'deployment/moving', '--timeout=20s');
    await machine.kubectl(
      'patch',
      'deployment',
      'moving',
      '--type=json',
      '-p',
      '[{"op":"remove","path":"/spec/template/spec/nodeName"}]',
    );
    await machine.up({ nodes: 1 });
    await machine.kubectl('rollout', 'status', 'deployment/moving', '--timeout=20s');
    expect(await machine.kubectl('get', 'nodes', '-o', 'name')).toBe('node/node-1');
    expect((await machine.up()).nodes).toBe(1);
    expect((await machine.up({ nodes: 2 })).nodes).toBe(2);
  });

  const onNode3 = { spec: { template: { spec: { nodeName: 'node-3' } } } };

  test.each(parts.map((part) => [part]))('%s killed: up mends it, with the same address and data', async (part) => {
    const { server } = await machine.up();
    await machine.kubectl('create', 'configmap', `before-${part}`);
    const before = runningPids(await machine.status());
    await endedBy('SIGKILL', await machine.pidOf(part));
    expect(await machine.status()).toMatchObject({ kind: 'up', healthy: false });
    expect(await machine.up()).toMatchObject({ outcome: 'repaired', server });
    expect(await machine.kubectl('get', 'configmap', `before-${part}`, '-o', 'name')).toBe(`configmap/before-${part}`);
    const after = runningPids(await machine.status());
    const expected = part === 'etcd' ? ['etcd', 'kube-apiserver'] : [part];
    expect(parts.filter((each) => after[each] !== before[each])).toEqual(expected);
    expect(await machine.status()).toMatchObject({ healthy: true });
  });

  test('all killed at once, as by a power cut', async () => {
    const { server } = await machine.up();
    for (const part of parts) await endedBy('SIGKILL', await machine.pidOf(part));
    expect(await machine.status()).toEqual({ kind: 'down', folder: machine.cluster });
    expect(await machine.up()).toMatchObject({ outcome: 'started', server });
    expect(await machine.kubectl('get', 'configmap', 'before-etcd', '-o', 'name')).toBe('configmap/before-etcd');
  });

  test('down gives the kubeconfig back to the letter, and ends every process', async () => {
    const pids = Object.values(runningPids(await machine.status()));
    expect(await machine.down()).toEqual({ stopped: parts, deleted: false });
    expect(readFileSync(machine.kubeconfig, 'utf8')).toBe(workConfig);
    expect((statSync(machine.kubeconfig).mode & 0o777).toString(8)).toBe('640');
    expect(await Promise.all(pids.map((pid) => findProcess(pid ?? 0)))).toEqual(parts.map(() => undefined));
    expect(await machine.down()).toEqual({ stopped: [], deleted: false });
  });

  test('data are kept; a record whose process numbers belong to other programs by now leaves those alone', async () => {
    const stranger = spawn('sleep', ['600'], { stdio: 'ignore' });
    const file = join(machine.cluster, 'cluster.json');
    const record = JSON.parse(readFileSync(file, 'utf8'));
    const stale = { pid: stranger.pid, started: 'an earlier boot/1', command: 'etcd --data-dir=/x' };
    writeFileSync(file, JSON.stringify({ ...record, parts: Object.fromEntries(parts.map((part) => [part, stale])) }));
    expect(await machine.status()).toEqual({ kind: 'down', folder: machine.cluster });
    expect((await machine.up()).outcome).toBe('started');
    expect(await machine.kubectl('get', 'configmap', 'before-kwok', '-o', 'name')).toBe('configmap/before-kwok');
    await machine.down();
    expect([stranger.exitCode, stranger.signalCode]).toEqual([null, null]);
    stranger.kill('SIGKILL');
  });

  test('a port that somebody took in the meantime: others are chosen', async () => {
    const file = join(machine.cluster, 'cluster.json');
    const { ports } = JSON.parse(readFileSync(file, 'utf8'));
    const taken = await listenOn(ports.apiserver);
    const { server, outcome } = await machine.up();
    taken.close();
    expect([outcome, server === `https://127.0.0.1:${ports.apiserver}`]).toEqual(['started', false]);
    expect(await machine.kubectl('get', 'configmap', 'before-kwok', '-o', 'name')).toBe('configmap/before-kwok');
  });

  test('a port that is taken while the other parts run: all are started anew', async () => {
    const file = join(machine.cluster, 'cluster.json');
    const { ports } = JSON.parse(readFileSync(file, 'utf8'));
    await endedBy('SIGKILL', await machine.pidOf('etcd'));
    const taken = await listenOn(ports.etcd);
    expect((await machine.up()).outcome).toBe('repaired');
    taken.close();
    expect(await machine.kubectl('get', 'configmap', 'before-kwok', '-o', 'name')).toBe('configmap/before-kwok');
  });

  test('a part that hangs, and another that is gone: up starts everything anew', async () => {
    process.kill(await machine.pidOf('kube-apiserver'), 'SIGSTOP');
    await endedBy('SIGKILL', await machine.pidOf('kwok'));
    expect((await machine.up()).outcome).toBe('repaired');
    expect(await machine.status()).toMatchObject({ healthy: true });
  });

  test('a kubeconfig that points elsewhere now: both files have the entry, and down cleans both', async () => {
    const other = join(machine.home, 'other');
    expect((await machine.up({ env: { ...machine.env, KUBECONFIG: other } })).kubeconfig).toBe(other);
    expect(readFileSync(other, 'utf8')).toMatch(/current-context: kubeproctor/);
    await machine.down();
    expect([existsSync(other), readFileSync(machine.kubeconfig, 'utf8')]).toEqual([false, workConfig]);
  });

  test('a foreign entry of our name: nothing is started', async () => {
    const foreign = join(machine.home, 'foreign');
    const text = 'contexts:\n- name: kubeproctor\n  context: {cluster: prod, user: prod}\n';
    writeFileSync(foreign, text);
    const events: Progress[] = [];
    const onProgress = (event: Progress) => events.push(event);
    const error = machine.up({ env: { ...machine.env, KUBECONFIG: foreign }, onProgress });
    await expect(error).rejects.toMatchObject({ code: 'kubeconfig_foreign_entry' });
    expect(events).toEqual([]);
    expect(readFileSync(foreign, 'utf8')).toBe(text);
    expect((await machine.status()).kind).toBe('down');
  });

  test('down --delete removes everything of the cluster', async () => {
    await machine.up();
    expect(await machine.down(true)).toEqual({ stopped: parts, deleted: true });
    expect(readdirSync(join(machine.home, '.local/state/kubeproctor'))).toEqual([]);
    expect(await machine.status()).toEqual({ kind: 'none' });
    expect(await machine.down(true)).toEqual({ stopped: [], deleted: true });
  });
});

describe('two at once', () => {
  test('the second up waits for the first, and finds the cluster running', async () => {
    await using machine = new Machine();
    const events: Progress[] = [];
    const first = machine.up();
    await sleep(300);
    const second = machine.up({ onProgress: (event) => events.push(event) });
    expect([(await first).outcome, (await second).outcome]).toEqual(['started', 'already running']);
    expect(events).toEqual([{ step: 'waiting for another kubeproctor' }]);
  });

  test('clusters of two users run side by side', async () => {
    await using one = new Machine();
    await using other = new Machine();
    const results = await Promise.all([one.up(), other.up()]);
    expect(new Set(results.map(({ server }) => server)).size).toBe(2);
    await one.kubectl('create', 'configmap', 'mine');
    expect(await other.kubectl('get', 'configmap', 'mine', '--ignore-not-found')).toBe('');
  });
});

describe('interrupted', () => {
  test.each([0, 200, 2000])('Ctrl-C after %i ms: every process that was started has ended', async (afterMs) => {
    await using machine = new Machine();
    const stop = new AbortController();
    const pids: number[] = [];
    setTimeout(() => stop.abort(), afterMs);
    const onProgress = () => {
      const { parts: recorded = {} } = readRecord(machine);
      for (const { pid } of Object.values(recorded)) pids.push(pid);
    };
    const result = await machine.up({ signal: stop.signal, onProgress }).catch((error) => error);
    if (result.code !== 'interrupted') throw new Error(`came to an end before: ${JSON.stringify(result)}`);
    expect(await Promise.all(pids.map((pid) => findProcess(pid)))).toEqual(pids.map(() => undefined));
    expect([(await machine.status()).kind === 'up', existsSync(machine.kubeconfig)]).toEqual([false, false]);
  });

  test('kubeproctor itself killed in the middle: the next up takes over what it left', async () => {
    await using machine = new Machine();
    const script = `import { up } from ${JSON.stringify(join(import.meta.dirname, '../../src/embedded/up.ts'))};
await up(${JSON.stringify({ env: machine.env, controlPlaneFolder, binariesFolder: inject('binaries'), unsafeNoFsync: true })});`;
    const child: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
    while (readRecord(machine).parts?.['kube-apiserver'] === undefined) await sleep(20);
    child.kill('SIGKILL');
    const { pid } = readRecord(machine).parts?.etcd ?? { pid: 0 };
    await machine.up();
    expect(await machine.pidOf('etcd')).toBe(pid);
    expect(await machine.status()).toMatchObject({ healthy: true });
  });
});

describe('what does not work', () => {
  test('a part that ends at once: its last words and its log are told, and nothing is left running', async () => {
    await using machine = new Machine();
    const folder = join(machine.home, 'binaries');
    cpSync(inject('binaries'), folder, { recursive: true, verbatimSymlinks: true });
    rmSync(join(folder, 'kube-scheduler'));
    writeFileSync(join(folder, 'kube-scheduler'), '#!/bin/sh\necho "no such flag" >&2\nexit 1\n', { mode: 0o755 });
    const error = await machine.up({ binariesFolder: folder }).catch((each) => each);
    expect([error.code, error.message]).toEqual([
      'part_ended',
      'kube-scheduler ended while the cluster was starting:\n  no such flag',
    ]);
    expect((await machine.status()).kind).toBe('down');
  });

  test.each([0, 101, 1.5])('%d nodes are refused', async (nodes) => {
    await using machine = new Machine();
    await expect(machine.up({ nodes })).rejects.toMatchObject({ code: 'nodes_out_of_range' });
  });
});

interface Record_ {
  readonly parts?: Readonly<Partial<Record<Part, { pid: number }>>>;
}

function readRecord(machine: Machine): Record_ {
  try {
    return JSON.parse(readFileSync(join(machine.cluster, 'cluster.json'), 'utf8'));
  } catch {
    return {};
  }
}

function listenOn(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

/** The TCP sockets that a process listens on: /proc/net/tcp (and tcp6), by the inodes of its file descriptors. */
/** Whether a server says anything to one who has these credentials and begins as a client of HTTP/2 (RFC 9113, 3.4). */
function answerTo(options: ConnectionOptions): Promise<'some' | 'refused'> {
  return new Promise((resolve) => {
    const socket = connect({ ...options, ALPNProtocols: ['h2', 'http/1.1'] });
    const emptySettings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
    socket.on('secureConnect', () => {
      socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
      socket.write(emptySettings);
    });
    socket.on('error', () => resolve('refused'));
    socket.on('close', () => resolve('refused'));
    socket.once('data', () => {
      resolve('some');
      socket.destroy();
    });
  });
}

function listeningSockets(pid: number): readonly { address: string; port: number }[] {
  const inodes = new Set(
    readdirSync(`/proc/${pid}/fd`).map((fd) => {
      try {
        return readlinkSync(`/proc/${pid}/fd/${fd}`).match(/^socket:\[(\d+)\]$/)?.[1];
      } catch {
        return undefined; // closed in the meantime
      }
    }),
  );
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === '0A' && inodes.has(inode))
      .map(([, local = '']) => {
        const [address = '', port = ''] = local.split(':');
        const bytes = address.match(/../g)?.reverse() ?? [];
        const text = bytes.length === 4 ? bytes.map((byte) => Number.parseInt(byte, 16)).join('.') : address;
        return { address: text, port: Number.parseInt(port, 16) };
      }),
  );
}
