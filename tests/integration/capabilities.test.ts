import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { buildIfChanged } from '../../scripts/build-if-changed.ts';
import type { Connection } from '../../src/cluster/connect.ts';
import type { MeasureOptions, MeasureStep } from '../../src/cluster/measure/measure-cluster.ts';
import { measureCluster } from '../../src/cluster/measure/measure-cluster.ts';
import { machine } from './run-binary.ts';
import { connectToShared, kubectl, sessionOn } from './session-cluster.ts';

/** What is found out of the embedded cluster, and of a learner with few rights there. */
const context = inject('context');
const learner = machine(inject('binaries'), { KUBECONFIG: inject('kubeconfig') });
const { kubeproctor } = learner;

beforeAll(() => buildIfChanged());

const simulated = 'all nodes are simulated by KWOK';

describe('doctor', () => {
  test('as data: simulated nodes, and what follows from them', async () => {
    const { code, stdout } = await kubeproctor('doctor -o json --yes');
    const { nodes, capabilities, skews, cluster } = JSON.parse(stdout);
    expect({
      code,
      nodes: nodes.map(({ isSimulated, isReady }: Record<string, unknown>) => [isSimulated, isReady]),
    }).toEqual({
      code: 0,
      nodes: [
        [true, true],
        [true, true],
      ],
    });
    expect(capabilities.found.traffic).toEqual({ has: 'no', evidence: simulated });
    expect([skews, cluster.context]).toEqual([[], context]);
  });

  test('where nothing runs there is nothing to measure, and nothing is made', async () => {
    const { code, stderr } = await kubeproctor('doctor --measure --yes');
    expect({ code, stderr }).toEqual({ code: 0, stderr: `There is nothing to measure: ${simulated}.\n` });
    expect(await measuring()).toEqual([]);
  });
});

describe('measuring', () => {
  let client: Connection;
  beforeAll(async () => {
    client = await connectToShared();
  });
  afterAll(() => client.close());

  const options = (changes: Partial<MeasureOptions> = {}): MeasureOptions => {
    const { now, sleep, signal } = sessionOn(client, changes.signal).context;
    return { image: 'busybox:1.35', now, sleep, signal, onProgress: () => undefined, ...changes };
  };

  test('Pods that are only shown as running are told from those that run, and nothing is left', async () => {
    const steps: MeasureStep[] = [];
    const found = await measureCluster(client, options({ onProgress: (step) => steps.push(step) }));
    expect(found).toEqual({
      'pods-run': { has: 'no', evidence: 'a Pod was shown as ended, but its program was never run' },
    });
    expect(steps).toEqual(['server', 'traffic', 'removing']);
    expect(await measuring()).toEqual([]);
  });

  test('an image that is not to be had is no finding about the cluster', async () => {
    await expect(measureCluster(client, options({ image: 'does-not-exist:1' }))).rejects.toMatchObject({
      code: 'measure_failed',
      exitCode: 3,
    });
    expect(await measuring()).toEqual([]);
  });

  test('Ctrl-C: the namespace goes all the same', async () => {
    const stop = new AbortController();
    const interrupted = options({ signal: stop.signal, onProgress: (step) => step === 'traffic' && stop.abort() });
    await expect(measureCluster(client, interrupted)).rejects.toThrow();
    await expect.poll(measuring, { timeout: 20_000 }).toEqual([]);
  });

  test('what a measurement that was killed has left is removed by the next', async () => {
    await kubectl(['create', 'namespace', 'kubeproctor-measure-left']);
    await kubectl(['label', 'namespace', 'kubeproctor-measure-left', 'kubeproctor.dev/measuring=true']);
    await measureCluster(client, options());
    expect(await measuring()).toEqual(['namespace/kubeproctor-measure-left']); // it may be at work
    await measureCluster(client, options({ now: () => new Date(Date.now() + 3_600_000) }));
    await expect.poll(measuring, { timeout: 20_000 }).toEqual([]);
  });
});

describe('a lab that this cluster cannot show', () => {
  const labs = join(learner.folder, 'mine');
  const warning = `Does not count on ${context}, which cannot show it: it needs traffic, and ${simulated}.`;

  beforeAll(() => {
    mkdirSync(join(labs, 'labs', 'tests'), { recursive: true });
    mkdirSync(join(labs, 'manifests', 'tests', 'wires'), { recursive: true });
    writeFileSync(join(labs, 'labs', 'tests', 'wires.yaml'), labText);
    const manifest = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: plan, namespace: "\${wires}" }\n`;
    writeFileSync(join(labs, 'manifests', 'tests', 'wires', 'start.yaml'), manifest);
  });
  afterAll(() => kubeproctor(`stop wires --labs ${labs} --no-wait`));

  test('show says nothing of a cluster that nobody has looked at', async () => {
    const fresh = machine(inject('binaries'), { KUBECONFIG: inject('kubeconfig') });
    expect((await fresh.kubeproctor(`show wires --labs ${labs}`)).stdout).not.toContain('Does not count');
  });

  test('start and show say so under the task, and check leaves it out', async () => {
    const outputs = [
      await kubeproctor(`start wires --labs ${labs} --yes`),
      await kubeproctor(`show wires --labs ${labs}`),
      await kubeproctor(`show wires call --labs ${labs}`),
    ];
    expect(outputs.map(({ stdout }) => warnedTasks(stdout))).toEqual(Array(3).fill([['call', warning]]));
    const { stdout } = await kubeproctor('check wires');
    expect(/^\d+ of \d+ points?$/m.exec(stdout)?.[0]).toBe('1 of 1 point');
  });
});

const labText = `kubeproctor: 1
name: wires
title: Wires
topic: tests
level: beginner
minutes: 5
namespaces: { wires: {} }
start: [{ apply: start.yaml }]
story: None.
tasks:
  - { id: plan, title: Plan, text: 'There is \`configmap/plan\`.', checks: [{ object: configmap/plan, in: wires }] }
  - { id: call, title: Call, points: 3, needs: [traffic], text: 'Make \`configmap/call\`.', checks: [{ object: configmap/call, in: wires }] }
solution: { commands: kubectl create configmap call, steps: [{ apply: start.yaml }] }
`;

describe('a learner with the role admin in two prepared namespaces', () => {
  const places = ['library-limited', 'archive-limited'];
  let limited: ReturnType<typeof machine>;

  beforeAll(async () => {
    for (const name of places) {
      await kubectl(['create', 'namespace', name]);
      await kubectl(['label', 'namespace', name, 'kubeproctor.dev/lab=rbac', 'kubeproctor.dev/copy=limited']);
    }
    await kubectl(['create', 'serviceaccount', 'limited', '-n', 'default']);
    for (const name of places)
      await kubectl([
        'create',
        'rolebinding',
        'learner',
        '-n',
        name,
        '--clusterrole=admin',
        '--serviceaccount=default:limited',
      ]);
    const token = (await kubectl(['create', 'token', 'limited', '-n', 'default'])).trim();
    const config = parse(await readFile(inject('kubeconfig'), 'utf8'));
    const [entry] = config.contexts;
    const contexts = [{ ...entry, context: { ...entry.context, namespace: places[0] } }];
    const users = [{ name: config.users[0].name, user: { token } }];
    const kubeconfig = join(learner.folder, 'limited');
    writeFileSync(kubeconfig, stringify({ ...config, contexts, users }));
    limited = machine(inject('binaries'), { KUBECONFIG: kubeconfig });
  });
  afterAll(async () => {
    await limited?.kubeproctor('stop rbac --copy limited --yes');
    await kubectl(['delete', 'namespace', '--wait=false', ...places]);
    await kubectl(['delete', 'serviceaccount', 'limited', '-n', 'default']);
  });

  test('is told at the start which tasks cannot be judged, and why', async () => {
    const { code, stdout, stderr } = await limited.kubeproctor('start rbac --copy limited --yes');
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    const shown = (await limited.kubeproctor('show rbac --copy limited')).stdout;
    const checked = await limited.kubeproctor('check rbac --copy limited -o json');
    const unknown = JSON.parse(checked.stdout).tasks.filter(
      ({ verdict }: { verdict: { verdict: string } }) => verdict.verdict === 'unknown',
    );
    expect(warnedTasks(shown)).toEqual(warnedTasks(stdout));
    expect(warnedTasks(stdout)).toEqual(unknown.map(({ id }: { id: string }) => [id, lacking]));
  });

  test('may not measure, and is told who may', async () => {
    const { code, stderr } = await limited.kubeproctor('doctor --measure --yes');
    expect({ code, wayOut: stderr.split('\n').at(-2) }).toEqual({
      code: 1,
      wayOut: '  Somebody with more rights may run kubeproctor doctor --measure on this cluster.',
    });
  });
});

const lacking = `Cannot be judged with your rights on ${context}: you may not look at the list of ClusterRoles of the cluster, nor 4 more like it. Ask whoever runs the cluster, or do it on a cluster of your own.`;

/** The tasks of a page that have a warning under their heads. */
function warnedTasks(page: string): readonly (readonly [string, string])[] {
  const lines = page.split('\n');
  return lines.flatMap((line, index) => {
    const id = /^▸ .* · (\S+) · \d+ points?/.exec(line)?.[1];
    const next = lines[index + 1]?.trim() ?? '';
    return id !== undefined && /^(Cannot be judged|Does not count)/.test(next) ? [[id, next] as const] : [];
  });
}

/** Namespaces that measurements have made. */
async function measuring(): Promise<readonly string[]> {
  const listed = await kubectl(['get', 'namespaces', '-l', 'kubeproctor.dev/measuring', '-o', 'name']);
  return listed.split('\n').filter((line) => line !== '');
}
