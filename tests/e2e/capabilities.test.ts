import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { buildIfChanged } from '../../scripts/build-if-changed.ts';
import { machine } from '../integration/run-binary.ts';
import type { RealNodes } from './node/real-nodes.ts';
import { realNodes } from './node/real-nodes.ts';
import { until } from './node/until.ts';

const programs = inject('programs');
const lab = 'allow-only-the-frontend';
/** What the tests' nodes have; there is no registry to pull from. */
const image = 'busybox:1.37';

/** What real nodes can do, measured as a learner has it measured, with an enforcer of network policies and without. */
describe.runIf(programs)('what a cluster can do', () => {
  let cluster: RealNodes;
  let learner: ReturnType<typeof machine>;

  beforeAll(async () => {
    if (programs === undefined) return;
    buildIfChanged();
    cluster = await realNodes({ programs, nodes: 2 });
    learner = machine('', { KUBECONFIG: cluster.kubeconfig });
  });
  afterAll(() => cluster?.end());

  const doctor = async (flags: string) => {
    const { code, stdout, stderr } = await learner.kubeproctor(`doctor --yes -o json ${flags}`.trim());
    return { code, found: code === 0 ? JSON.parse(stdout).capabilities.found : stderr };
  };
  const namespaces = async () => (await cluster.kubectl(['get', 'namespaces', '-o', 'name'])).trim().split('\n');
  /** The grades, and what is noted beside them. */
  const graded = async () => {
    const { stdout } = await learner.kubeproctor(`check ${lab} -o json`);
    const { tasks, score, notes } = JSON.parse(stdout);
    return { tasks: tasks.map(({ id, verdict }: Graded) => [id, verdict.verdict]), score, notes };
  };

  test('that Pods run is seen; what only traffic tells is not measured yet', async () => {
    const { 'pods-run': podsRun, traffic, 'storage-class': storage, dns } = (await doctor('')).found;
    expect([podsRun.has, podsRun.evidence.replace(/coredns-\S+/, 'coredns')]).toEqual([
      'yes',
      expect.stringMatching(/^kubelet v1\.36\.\d+ on node[12] runs coredns$/),
    ]);
    expect([traffic.has, storage.has, dns.has]).toEqual(['notMeasured', 'yes', 'yes']);
  });

  test('start says that nobody knows yet whether policies are enforced', async () => {
    const { stdout } = await learner.kubeproctor(`start ${lab} --yes`);
    expect(stdout.split('\n').filter((line) => line.startsWith('NetworkPolicies'))).toEqual([
      'NetworkPolicies are judged by their rules; whether this cluster enforces them has not been measured: kubeproctor doctor --measure',
    ]);
  });

  test('without a yes nothing is made', async () => {
    const { code, stderr } = await learner.kubeproctor(`doctor --measure --image ${image}`);
    expect([code, stderr.split('\n').slice(-3)]).toEqual([2, ['Nothing was made.', '  To let it, add --yes.', '']]);
  });

  test('with the enforcer: traffic flows between the nodes, a policy cuts it off, nothing is left', async () => {
    const before = await namespaces();
    const { found } = await doctor(`--measure --image ${image}`);
    const measuredAt = expect.any(String);
    const way = expect.stringMatching(/from a Pod on node([12]) to one on node(?!\1)[12]$/);
    expect([found['pods-run'].has, found.traffic, found['network-policy']]).toEqual([
      'yes',
      { has: 'yes', evidence: way, measuredAt },
      { has: 'yes', evidence: way, measuredAt },
    ]);
    expect(await namespaces()).toEqual(before);
  });

  test('it is remembered, and reports have nothing to add', async () => {
    expect((await doctor('')).found['network-policy'].has).toBe('yes');
    expect((await graded()).notes).toEqual([]);
  });

  test('without the enforcer: the same grades, and the report says that policies are not enforced', async () => {
    await solve();
    const before = await graded();
    await cluster.stop('enforcer');
    const { found } = await doctor(`--measure --image ${image}`);
    expect([found.traffic.has, found['network-policy'].has]).toEqual(['yes', 'no']);
    const after = await graded();
    expect({ ...after, notes: [] }).toEqual({ ...before, notes: [] });
    expect(new Set(after.tasks.map(([, verdict]: readonly string[]) => verdict))).toEqual(new Set(['passed']));
    const [note, ...others] = after.notes;
    expect([note.note, note.text[0].replace(/measured [^)]*/, 'measured'), others]).toEqual([
      'policies_not_enforced',
      'This cluster does not enforce NetworkPolicies: a connection that a policy forbids went through (measured). They are judged by their rules all the same; if you try one that yours forbid, it is the cluster that lets it through.',
      [],
    ]);
  });

  test('a saved check says so too, without the cluster', async () => {
    const live = await learner.kubeproctor(`check ${lab} --save saved.json`);
    const again = await learner.kubeproctor('check --from saved.json', { KUBECONFIG: '/nowhere' });
    expect(again).toEqual({ ...live, stderr: '' });
    expect(readFileSync(join(learner.folder, 'saved.json'), 'utf8')).toContain('"unenforced"');
  });

  test('a node of another make: what was measured no longer counts', async () => {
    const agent = {
      ...{ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'plug-in', namespace: 'kube-system' } },
      spec: {
        selector: { matchLabels: { app: 'plug-in' } },
        template: {
          metadata: { labels: { app: 'plug-in' } },
          spec: { hostNetwork: true, containers: [{ name: 'agent', image, command: ['sleep', '3600'] }] },
        },
      },
    };
    await cluster.kubectl(['apply', '-f', '-'], JSON.stringify(agent));
    const shownBy = async () => (await graded()).notes.map((note: Noted) => [note.note, note.tried?.from.name]);
    // what the lab's own Pods show does, once the policy is not new any more
    await expect.poll(shownBy, { timeout: 60_000 }).toEqual([['policies_not_enforced', 'reports-yearly']]);
    expect((await doctor('')).found['network-policy'].has).toBe('notMeasured');
    await cluster.kubectl(['delete', 'daemonset', 'plug-in', '-n', 'kube-system']);
  });

  test('the enforcer runs again: measured anew, and the note is gone', async () => {
    await cluster.start('enforcer');
    const { found } = await doctor(`--measure --image ${image}`);
    expect([found['network-policy'].has, (await graded()).notes]).toEqual(['yes', []]);
  });

  test('an image that the nodes cannot get is no finding, and what was known stays', async () => {
    const { code, found } = await doctor('--measure --image busybox:0.1-nowhere');
    expect([code, found.split('\n').at(-2)]).toEqual([
      3,
      '  Name an image with sh, httpd and wget that the nodes have or can pull: --image busybox:TAG',
    ]);
    expect((await doctor('')).found['network-policy'].has).toBe('yes');
  });

  test('Ctrl-C: what was made to measure goes all the same', async () => {
    const before = await namespaces();
    const env = { ...process.env, HOME: learner.folder, XDG_STATE_HOME: join(learner.folder, 'state') };
    const binary = join(import.meta.dirname, '../../bin/kubeproctor.js');
    const measuring = spawn(process.execPath, [binary, 'doctor', '--measure', '--yes', '--image', image], {
      env: { ...env, KUBECONFIG: cluster.kubeconfig },
      stdio: 'ignore',
    });
    const ended = once(measuring, 'close');
    const pods = () => cluster.kubectl(['get', 'pods', '-A', '-l', 'app=server', '-o', 'name']);
    await until('a Pod to measure with', async () => ((await pods()).includes('pod/server') ? true : undefined));
    measuring.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
    await expect.poll(namespaces, { timeout: 60_000 }).toEqual(before);
  });

  /** As the lab's solution does. */
  async function solve(): Promise<void> {
    const solution = readFileSync(
      join(import.meta.dirname, '../../manifests/network-policies', lab, 'solution.yaml'),
      'utf8',
    );
    const file = join(learner.folder, 'solution.yaml');
    writeFileSync(file, solution.replaceAll(/\$\{(\w[\w-]*)\}/g, '$1'));
    await cluster.kubectl(['apply', '-f', file]);
  }
});

interface Noted {
  readonly note: string;
  readonly tried?: { readonly from: { readonly name: string } };
}

interface Graded {
  readonly id: string;
  readonly verdict: { readonly verdict: string };
}
