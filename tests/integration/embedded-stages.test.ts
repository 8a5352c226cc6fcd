import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

const namespace = `stages-${process.pid}`;

function kubectl(args: readonly string[], input?: object): string {
  const usual = ['--kubeconfig', inject('kubeconfig'), '--context', inject('context'), '-n', namespace];
  return execFileSync(join(inject('binaries'), 'kubectl'), [...usual, ...args], {
    encoding: 'utf8',
    input: JSON.stringify(input ?? null),
  });
}

beforeAll(async () => {
  kubectl(['create', 'namespace', namespace]);
  while (!kubectl(['get', 'serviceaccounts', '-o', 'name']).includes('default')) await sleep(20);
});
afterAll(() => {
  kubectl(['delete', 'namespace', namespace, '--wait=false']);
});

interface PodOptions {
  readonly image?: string;
  readonly restartPolicy?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec?: object;
}

const simulate = (what: string) => ({ annotations: { 'kubeproctor.dev/simulate': what } });
const podSpec = ({ image = 'busybox', restartPolicy = 'Always', spec = {} }: PodOptions) => ({
  restartPolicy,
  containers: [{ name: 'main', image }],
  ...spec,
});

let count = 0;

/** Makes a pod of one container; answers its name. */
function makePod(options: PodOptions): string {
  count += 1;
  const metadata = { name: `pod-${count}`, annotations: options.annotations ?? {} };
  kubectl(['create', '-f', '-'], { apiVersion: 'v1', kind: 'Pod', metadata, spec: podSpec(options) });
  return metadata.name;
}

interface ContainerStatus {
  readonly ready: boolean;
  readonly started?: boolean;
  readonly restartCount: number;
  readonly state: Readonly<Record<string, { reason?: string; exitCode?: number }>>;
  readonly lastState: Readonly<Record<string, { reason?: string; exitCode?: number }>>;
}

/** One line for a container: what it does, how often it was started again, whether it is ready. */
function line({ state, lastState, restartCount, ready, started }: ContainerStatus): string {
  const words = (each: ContainerStatus['state']) =>
    Object.entries(each).map(([kind, { reason, exitCode }]) =>
      [kind, reason, exitCode].filter((word) => word !== undefined).join(' '),
    );
  const last = words(lastState).map((word) => `, last ${word}`);
  return `${words(state)}${last}; restarts ${restartCount}; ${ready ? 'ready' : 'not ready'}; started ${started}`;
}

interface Seen {
  readonly phase: string;
  readonly ready: string;
  readonly containers: readonly string[];
}

function look(name: string): Seen {
  const { status } = JSON.parse(kubectl(['get', 'pod', name, '-o', 'json']));
  const ready = status.conditions?.find((condition: { type: string }) => condition.type === 'Ready');
  return {
    phase: status.phase,
    ready: [ready?.status, ready?.reason].filter(Boolean).join(' '),
    containers: [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])].map(line),
  };
}

/** What the pod shows once it shows what is expected, or else after the time is over. */
async function shown(name: string, expected: Seen, withinMs = 6000): Promise<Seen> {
  for (const deadline = Date.now() + withinMs; ; await sleep(50)) {
    const seen = look(name);
    if (JSON.stringify(seen) === JSON.stringify(expected) || Date.now() > deadline) return seen;
  }
}

async function expectShown(name: string, expected: Seen, withinMs?: number): Promise<void> {
  expect(await shown(name, expected, withinMs)).toEqual(expected);
}

const running = 'running; restarts 0; ready; started true';
const runningPod: Seen = { phase: 'Running', ready: 'True', containers: [running] };
const done = (code: number): Seen => ({
  phase: code === 0 ? 'Succeeded' : 'Failed',
  ready: code === 0 ? 'False PodCompleted' : 'False PodFailed',
  containers: [`terminated ${code === 0 ? 'Completed' : 'Error'} ${code}; restarts 0; not ready; started false`],
});
const unpulled = (reason: string): Seen => ({
  phase: 'Pending',
  ready: 'False ContainersNotReady',
  containers: [`waiting ${reason}; restarts 0; not ready; started false`],
});
const crashing = (code: number, restarts = 1): Seen => ({
  phase: 'Running',
  ready: 'False ContainersNotReady',
  containers: [
    `terminated Error ${code}, last terminated Error ${code}; restarts ${restarts}; not ready; started false`,
  ],
});

test('an ordinary pod runs and is ready', async () => {
  await expectShown(makePod({}), runningPod);
});

test('a privileged container is admitted', async () => {
  const containers = [{ name: 'main', image: 'nginx', securityContext: { privileged: true } }];
  await expectShown(makePod({ spec: { containers } }), runningPod);
});

test.each([
  ['Never', {}, done(0)],
  ['OnFailure', {}, done(0)],
  ['Never', { 'kubeproctor.dev/exit-code': '3' }, done(3)],
  ['Never', { 'kubeproctor.dev/simulate': 'crash' }, done(1)],
  ['OnFailure', { 'kubeproctor.dev/exit-code': '4' }, crashing(4)],
  ['Never', { 'kubeproctor.dev/simulate': 'keep-running' }, runningPod],
])('a pod with restartPolicy %s and %o', async (restartPolicy, annotations, expected) => {
  await expectShown(makePod({ restartPolicy, annotations }), expected);
});

test('a Never pod is done within a second or so', async () => {
  const name = makePod({ restartPolicy: 'Never' });
  const start = performance.now();
  await expectShown(name, done(0));
  expect(performance.now() - start).toBeLessThan(2000);
});

const command = (...words: readonly string[]) => ({ containers: [{ name: 'main', image: 'busybox', command: words }] });
const args = (...words: readonly string[]) => ({ containers: [{ name: 'main', image: 'nginx:1.28', args: words }] });

test.each([
  ['a server', { image: 'nginx' }, runningPod],
  [
    'a server of another registry',
    { image: `example.com:5000/library/nginx:1.28@sha256:${'a'.repeat(64)}` },
    runningPod,
  ],
  ['what only looks like a server', { image: 'nginx-exporter' }, done(0)],
  ['a server with options', { spec: args('-g', 'daemon off;') }, runningPod],
  ['a server by its own name', { spec: args('nginx-debug', '-g', 'daemon off;') }, runningPod],
  ['another program of that image', { spec: args('ls') }, done(0)],
  ['a server that is told how it ends', { image: 'nginx', annotations: { 'kubeproctor.dev/exit-code': '0' } }, done(0)],
  ['a long sleep', { spec: command('/bin/sleep', '60') }, runningPod],
  ['sleep for ever', { spec: command('sleep', 'infinity') }, runningPod],
  ['a short sleep', { spec: command('sleep', '59.5s') }, done(0)],
  ['a sleep in a script', { spec: command('sh', '-c', 'sleep 60') }, done(0)],
])('a Never pod: %s', async (_name, options, expected) => {
  const name = makePod({ restartPolicy: 'Never', ...options });
  await sleep(1000);
  await expectShown(name, expected);
});

test('an OnFailure pod goes on with its server, and what runs beside it', async () => {
  const containers = [
    { name: 'main', image: 'nginx' },
    { name: 'beside', image: 'busybox' },
  ];
  const name = makePod({ restartPolicy: 'OnFailure', spec: { containers } });
  await sleep(1000);
  await expectShown(name, { ...runningPod, containers: [running, running] });
});

test('init containers and sidecars of a pod that ends', async () => {
  const spec = {
    initContainers: [
      { name: 'init', image: 'busybox' },
      { name: 'sidecar', image: 'busybox', restartPolicy: 'Always' },
    ],
  };
  const completed = 'terminated Completed 0; restarts 0; not ready; started false';
  await expectShown(makePod({ spec }), {
    phase: 'Running',
    ready: 'True',
    containers: [completed.replace('not ready', 'ready'), running, running],
  });
  await expectShown(makePod({ spec, restartPolicy: 'Never' }), {
    ...done(0),
    containers: [completed.replace('not ready', 'ready'), completed, completed],
  });
});

test.each([
  ['by annotation', { ...simulate('image-error') }],
  ['by its name', { image: 'nginx:1.99-does-not-exist' }],
  ['by the tag typo', { image: 'nginx:typo' }],
  ['by its host', { image: 'registry.invalid:5000/nginx' }],
])('an image that cannot be pulled, %s', async (_name, options) => {
  const name = makePod(options);
  await expectShown(name, unpulled('ErrImagePull'));
  await expectShown(name, unpulled('ImagePullBackOff'));
});

test('names that only look like those are pulled', async () => {
  await expectShown(makePod({ image: 'nginx:typography' }), runningPod);
  await expectShown(makePod({ image: 'example.com/invalid/nginx' }), runningPod);
});

test('an init container whose image cannot be pulled holds the pod up', async () => {
  const spec = { initContainers: [{ name: 'init', image: 'busybox:typo' }] };
  await expectShown(makePod({ spec }), {
    phase: 'Pending',
    ready: 'False ContainersNotReady',
    containers: [
      'waiting ImagePullBackOff; restarts 0; not ready; started false',
      'waiting PodInitializing; restarts 0; not ready; started false',
    ],
  });
});

test('kubectl set image mends a pod', async () => {
  const name = makePod({ image: 'nginx:typo' });
  await expectShown(name, unpulled('ErrImagePull'));
  kubectl(['set', 'image', `pod/${name}`, 'main=nginx:1.27']);
  await expectShown(name, runningPod);
});

test('kubectl set image spoils and mends a Deployment, as a rollout', async () => {
  kubectl(['create', 'deployment', 'web', '--image=nginx', '--replicas=2']);
  kubectl(['rollout', 'status', 'deployment/web', '--timeout=10s']);
  kubectl(['set', 'image', 'deployment/web', 'nginx=nginx:typo']);
  expect(() => kubectl(['rollout', 'status', 'deployment/web', '--timeout=2s'])).toThrow('timed out');
  kubectl(['rollout', 'undo', 'deployment/web']);
  kubectl(['rollout', 'status', 'deployment/web', '--timeout=10s']);
});

test('a running pod with a new image was started once more', async () => {
  const name = makePod({});
  await expectShown(name, runningPod);
  kubectl(['set', 'image', `pod/${name}`, 'main=nginx:1.27']);
  await expectShown(name, { ...runningPod, containers: [running.replace('restarts 0', 'restarts 1')] });
});

test('a crash loop shows as one does on a real node, goes on, and ends with the annotation', async () => {
  const name = makePod(simulate('crash'));
  await expectShown(name, crashing(1));
  await expectShown(name, crashing(1, 2), 15_000);
  kubectl(['annotate', 'pod', name, 'kubeproctor.dev/simulate-']);
  await expectShown(name, { ...runningPod, containers: ['running; restarts 3; ready; started true'] });
});

test('a failing readiness probe, and back', async () => {
  const name = makePod(simulate('not-ready'));
  const unready: Seen = {
    phase: 'Running',
    ready: 'False ContainersNotReady',
    containers: ['running; restarts 0; not ready; started true'],
  };
  await expectShown(name, unready);
  kubectl(['annotate', 'pod', name, 'kubeproctor.dev/simulate-']);
  await expectShown(name, runningPod);
  kubectl(['annotate', 'pod', name, 'kubeproctor.dev/simulate=not-ready']);
  await expectShown(name, unready);
});

test('a readiness gate holds the pod until its condition is set', async () => {
  const name = makePod({ spec: { readinessGates: [{ conditionType: 'example.com/warm' }] } });
  await expectShown(name, { ...runningPod, ready: 'False ReadinessGatesNotReady' });
  const conditions = [{ type: 'example.com/warm', status: 'True' }];
  kubectl(['patch', 'pod', name, '--subresource=status', '-p', JSON.stringify({ status: { conditions } })]);
  await expectShown(name, runningPod);
});

test('the generation that was seen follows the pod', async () => {
  const name = makePod({});
  await expectShown(name, runningPod);
  const toleration = { key: 'a', operator: 'Exists', effect: 'NoSchedule' };
  kubectl([
    'patch',
    'pod',
    name,
    '--type=json',
    '-p',
    JSON.stringify([{ op: 'add', path: '/spec/tolerations/-', value: toleration }]),
  ]);
  const generations = () => {
    const { metadata, status } = JSON.parse(kubectl(['get', 'pod', name, '-o', 'json']));
    return [metadata.generation, status.observedGeneration];
  };
  while (generations()[1] === 1) await sleep(50);
  expect(generations()).toEqual([2, 2]);
});

test.each([
  ['completes', {}, 'complete'],
  ['fails', { 'kubeproctor.dev/exit-code': '1' }, 'failed'],
])('a Job %s', async (name, annotations, condition) => {
  kubectl(['create', '-f', '-'], {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: {
      backoffLimit: 0,
      template: { metadata: { annotations }, spec: podSpec({ restartPolicy: 'Never' }) },
    },
  });
  expect(kubectl(['wait', `job/${name}`, `--for=condition=${condition}`, '--timeout=10s'])).toBe(
    `job.batch/${name} condition met\n`,
  );
});

test('deletion is immediate', async () => {
  const name = makePod({});
  await expectShown(name, runningPod);
  const start = performance.now();
  kubectl(['delete', 'pod', name]);
  expect(performance.now() - start).toBeLessThan(2000);
});

// KWOK deletes by name, whatever has that name meanwhile
test('a deletion is asked for once, for a second one might meet a new pod of that name', async () => {
  const name = makePod({});
  await expectShown(name, runningPod);
  kubectl(['delete', 'pod', name]);
  await sleep(1000);
  const log = readFileSync(join(inject('stateHome'), 'kubeproctor', 'cluster', 'logs', 'kwok.log'), 'utf8');
  const lines = log.split('\n').filter((line) => line.includes(`"${namespace}/${name}"`));
  const told: readonly string[] = lines.map((line) => JSON.parse(line).msg);
  expect(told.filter((message) => message !== 'Patch pod')).toEqual(['Delete pod']);
});

test('logs and exec say at once that there is nobody to ask', async () => {
  const name = makePod({});
  await expectShown(name, runningPod);
  const start = performance.now();
  expect(() => kubectl(['logs', name])).toThrow('no preferred addresses found');
  expect(() => kubectl(['exec', name, '--', 'true'])).toThrow('no preferred addresses found');
  expect(performance.now() - start).toBeLessThan(3000);
});
