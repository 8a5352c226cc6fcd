import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Connection } from '../../../src/cluster/connect.ts';
import { clusterIdentity } from '../../../src/cluster/identity.ts';
import { gradeCopy } from '../../../src/commands/parts/grade-copy.ts';
import type { CopyUnderProof } from '../../../src/commands/proof/copy-under-proof.ts';
import { startUnderProof } from '../../../src/commands/proof/copy-under-proof.ts';
import type { ProofCluster } from '../../../src/commands/proof/proof-cluster.ts';
import type { Report } from '../../../src/grade/report.ts';
import { isMoving } from '../../../src/grade/score.ts';
import type { KubeObject } from '../../../src/kubernetes/kube-object.ts';
import { isPodReady } from '../../../src/kubernetes/pod-state.ts';
import { parseLab } from '../../../src/lab/parse-lab.ts';
import { connectTo, sessionOn } from '../../integration/session-cluster.ts';
import type { RealNodes } from './real-nodes.ts';
import { realNodes } from './real-nodes.ts';
import { until } from './until.ts';

const programs = inject('programs');

const labText = `kubeproctor: 1
name: kitchen
title: A kitchen with two cooks
topic: workloads
level: beginner
minutes: 5
namespaces: { kitchen: {} }
start:
  - apply: start.yaml
  - { wait: deployment/cooks, until: rolled-out }
story: They cook in \${kitchen}.
tasks:
  - id: rolled-out
    title: All cooks are at work
    text: The Deployment \`cooks\` is rolled out.
    checks: [{ rollout: { of: deployment/cooks, complete: true } }]
    hints: [Wait., Wait longer.]
    explain: They take their time.
    docs: [https://kubernetes.io/docs/concepts/workloads/controllers/deployment/]
  - id: served
    title: Both serve
    text: The Service \`cooks\` has \`2\` ready endpoints.
    checks: [{ selects: { service: cooks, ready: 2 } }]
    hints: [Look at the endpoints., Look at readiness.]
    explain: Only who is ready serves.
    docs: [https://kubernetes.io/docs/concepts/services-networking/service/]
  - id: nobody-else
    title: Nobody else is in the kitchen
    text: There is no Pod \`guest\`.
    checks: [{ object: pod/guest, absent: true }]
    hints: [Look at the Pods., Delete it.]
    explain: Guests eat outside.
    docs: [https://kubernetes.io/docs/concepts/workloads/pods/]
solution: { commands: 'true', steps: [{ apply: start.yaml }] }
variants: []
`;

const place = `\${kitchen}`;

/** A process that does not end when it is asked to: the kubelet waits for the whole grace of 30 s. */
const stubborn = 'trap "" TERM; while true; do sleep 1; done';
const readiness = { exec: { command: ['test', '!', '-e', '/tmp/pause'] }, periodSeconds: 1, failureThreshold: 1 };
const container = { name: 'cook', image: 'busybox:1.37', command: ['sh', '-c', stubborn], readinessProbe: readiness };
const template = (changes: object) => ({
  metadata: { labels: { app: 'cooks' } },
  spec: { containers: [{ ...container, ...changes }] },
});
const start = JSON.stringify({
  ...{ apiVersion: 'v1', kind: 'List' },
  items: [
    {
      ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'cooks', namespace: place } },
      spec: { replicas: 2, selector: { matchLabels: { app: 'cooks' } }, template: template({}) },
    },
    {
      ...{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'cooks', namespace: place } },
      spec: { selector: { app: 'cooks' }, ports: [{ port: 80 }] },
    },
  ],
});

describe.runIf(programs)('moving or settled, on a real node', () => {
  let nodes: RealNodes;
  let client: Connection;
  let cluster: ProofCluster;
  let copy: CopyUnderProof;

  beforeAll(async () => {
    if (programs === undefined) return;
    nodes = await realNodes({ programs });
    client = await connectTo(nodes);
    const parsed = parseLab(labText, 'kitchen.yaml', ['start.yaml']);
    if (!('lab' in parsed)) throw new Error(JSON.stringify(parsed.mistakes));
    cluster = { ...sessionOn(client).context, client, identity: await clusterIdentity(client) };
    const started = await startUnderProof(
      cluster,
      { lab: parsed.lab, labText, manifests: { 'start.yaml': start } },
      '',
    );
    if (started === undefined) throw new Error('the lab was not started');
    copy = started;
  });
  afterAll(async () => {
    client.close();
    await nodes.end();
  });

  const kubectl = (...args: readonly string[]) => nodes.kubectl(['-n', 'kitchen', ...args]);
  const verdictsOf = ({ tasks }: Report) => Object.fromEntries(tasks.map(({ id, verdict }) => [id, verdict.verdict]));
  const graded = async () => verdictsOf((await copy.grade()).report);
  /** Without waiting for anything. */
  const atFirstSight = async () => {
    const { report } = await gradeCopy(cluster, { lab: copy.instance.lab, record: copy.stored().record });
    return { ...verdictsOf(report), isMoving: isMoving(report) };
  };
  const patchCooks = (changes: object) =>
    kubectl('patch', 'deployment', 'cooks', '-p', JSON.stringify({ spec: { template: template(changes) } }));
  const passed = { 'rolled-out': 'passed', served: 'passed', 'nobody-else': 'passed' };
  const someCook = async (): Promise<string> => {
    const { items } = JSON.parse(await kubectl('get', 'pods', '-l', 'app=cooks', '-o', 'json')) as {
      items: KubeObject[];
    };
    return items.find(isPodReady)?.metadata.name ?? '';
  };

  test('a rollout under way is waited for', async () => {
    await patchCooks({ readinessProbe: { ...readiness, initialDelaySeconds: 2 } });
    expect(await graded()).toEqual(passed);
    await kubectl('rollout', 'status', 'deployment', 'cooks', '--timeout=1s');
  });

  test('old pods that take their time to end are not waited for', async () => {
    await until('the endpoints to follow', async () => ((await atFirstSight()).isMoving ? undefined : true));
    expect(await kubectl('get', 'pods', '-o', 'jsonpath={.items[*].metadata.deletionTimestamp}')).not.toBe('');
    expect(await atFirstSight()).toEqual({ ...passed, isMoving: false });
  });

  test('one that is to be gone is waited for, as long as its grace goes on', async () => {
    await kubectl('run', 'guest', '--image=busybox:1.37', '--', 'sh', '-c', stubborn);
    await kubectl('wait', 'pod/guest', '--for=condition=Ready', '--timeout=60s');
    expect(await graded()).toEqual({ ...passed, 'nobody-else': 'failed' });
    await kubectl('delete', 'pod', 'guest', '--wait=false', '--grace-period=5');
    expect(await graded()).toEqual(passed);
  });

  test('a pod that is deleted is replaced, and its successor is waited for', async () => {
    await kubectl('delete', 'pod', await someCook(), '--wait=false');
    expect(await graded()).toEqual(passed);
  });

  test('endpoints follow readiness, and are waited for', async () => {
    const cook = await someCook();
    for (let round = 0; round < 3; round++) {
      await kubectl('exec', cook, '--', 'touch', '/tmp/pause');
      await kubectl('wait', `pod/${cook}`, '--for=condition=Ready=false', '--timeout=30s');
      expect(await graded()).toEqual({ 'rolled-out': 'failed', served: 'failed', 'nobody-else': 'passed' });
      await kubectl('exec', cook, '--', 'rm', '/tmp/pause');
      await kubectl('wait', `pod/${cook}`, '--for=condition=Ready', '--timeout=30s');
      expect(await graded()).toEqual(passed);
    }
  });

  test('a crash loop is told at once, between its restarts, too', async () => {
    // when one that was deleted before is gone, the endpoints follow it, and that is a moment of moving
    const leaving = () => kubectl('get', 'pods', '-o', 'jsonpath={.items[*].metadata.deletionTimestamp}');
    await until('the pods that leave to be gone', async () => ((await leaving()) === '' ? true : undefined));
    const neverReady = { ...readiness, exec: { command: ['false'] } };
    await patchCooks({ command: ['sh', '-c', 'exit 3'], readinessProbe: neverReady });
    await until('a restart', async () => {
      const restarts = await kubectl(
        'get',
        'pods',
        '-o',
        'jsonpath={.items[*].status.containerStatuses[*].restartCount}',
      );
      return /[1-9]/.test(restarts) ? true : undefined;
    });
    const seen = new Set<string>();
    for (const deadline = Date.now() + 25_000; Date.now() < deadline; ) seen.add(JSON.stringify(await atFirstSight()));
    expect([...seen]).toEqual([JSON.stringify({ ...passed, 'rolled-out': 'failed', isMoving: false })]);
  });
});
