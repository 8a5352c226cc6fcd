import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { contextOf } from './kind-host.ts';
import type { Learner, StartedKind } from './started-kind.ts';
import { learnerOn } from './started-kind.ts';
import { untilKubectl } from './until-kubectl.ts';

/** From kind's own kubeconfig back to a cluster as it was; each test goes on where the one before it ended. */
export function learnerCases(kind: () => StartedKind): void {
  let learner: Learner;
  let before: string;
  beforeAll(async () => {
    learner = await learnerOn(kind());
    before = await everythingNamed(learner);
  });

  test('is told what the cluster can do', async () => {
    const { code, stdout } = await learner.kubeproctor('doctor');
    const rows = stdout.match(/✓ (pods-run|dns) .*|\d of \d nodes are ready and take pods|a node of kind/g);
    expect({ code, rows }).toEqual({
      code: 0,
      rows: [
        '1 of 2 nodes are ready and take pods',
        'a node of kind',
        'a node of kind',
        expect.stringMatching(/^✓ pods-run +kubelet v1\.\d+\.\d+/),
        expect.stringMatching(/^✓ dns +Service kube-dns in kube-system/),
      ],
    });
  });

  test('starts a lab without a flag or a question, for the nodes prove a practice cluster', async () => {
    const { stdout: ids } = await learner.kubectl('get nodes -o jsonpath={.items[*].spec.providerID}');
    const { cluster } = kind();
    expect(ids).toBe(`kind://docker/${cluster}/${cluster}-control-plane kind://docker/${cluster}/${cluster}-worker`);
    const { code, stdout } = await learner.kubeproctor('start services', {}, 180_000);
    expect({ code, title: stdout.split('\n')[0] }).toEqual({
      code: 0,
      title: 'Three Services that lead nowhere · lab services · beginner · about 25 minutes · 10 points',
    });
  });

  test('is told of a wrong attempt what is wrong with it', async () => {
    await learner.kubectl('set selector service seats app=seats -n cinema');
    const { code, stdout } = await learner.kubeproctor('check services find-the-seats');
    const told = stdout
      .match(/^ {4}(wanted|found) .*/gm)
      ?.map((line) => line.trim().replace(/-[0-9a-f]+-\w{5}\b/, '-HASH'));
    expect({ code, told }).toEqual({
      code: 1,
      told: [
        'wanted   service/seats in cinema selects no other pods',
        'found    its selector (app=seats) takes in pod/seats-import-HASH in cinema',
        'wanted   service/seats in cinema has exactly 3 ready endpoints',
        'found    4 ready',
      ],
    });
  });

  test('passes with what the solution prints, pasted into a shell', async () => {
    const { stdout } = await learner.kubeproctor('solution services');
    const commands = stdout.split('\n').filter((line) => line.startsWith('  kubectl'));
    await learner.shell(commands.join('\n'));
    const { code, stdout: report } = await learner.kubeproctor('check services');
    expect({ code, where: report.split('\n')[0], score: /^\d+ of \d+ points$/m.exec(report)?.[0] }).toEqual({
      code: 0,
      where: expect.stringMatching(
        new RegExp(` · lab services on ${contextOf(kind().cluster)} \\(Kubernetes v1\\.\\d+\\.\\d+\\)$`),
      ),
      score: '10 of 10 points',
    });
  });

  test('finds that the Services that passed lead to programs that answer', async () => {
    const answers = await Promise.all(
      ['seats:80', 'films:80', 'snacks:80'].map((path) =>
        learner.kubectl(`get --raw /api/v1/namespaces/cinema/services/${path}/proxy/`),
      ),
    );
    // a program may well answer that it has no such page; where none answers, the API server says so
    expect(
      answers.map(({ stderr }) => stderr).filter((text) => /ServiceUnavailable|error trying to reach/.test(text)),
    ).toEqual([]);
  });

  test('is back at the start after a reset', async () => {
    expect((await learner.kubeproctor('reset services', {}, 180_000)).code).toBe(0);
    const { code, stdout } = await learner.kubeproctor('check services');
    expect({ code, score: /^\d+ of \d+ points$/m.exec(stdout)?.[0] }).toEqual({ code: 1, score: '0 of 10 points' });
  });

  test('leaves the cluster as it was with stop', async () => {
    expect((await learner.kubeproctor('stop services', {}, 180_000)).code).toBe(0);
    expect(await everythingNamed(learner)).toBe(before);
  });

  test('sees a start wait for Pods that are on their way', async () => {
    writeSlowLab(join(learner.folder, 'own'));
    const starting = learner.kubeproctor('--labs own --yes start slow', {}, 180_000);
    await untilKubectl(learner, 'get pods -n slow', /ContainerCreating/);
    await sleep(2_000); // longer than the step says
    await learner.kubectl('create configmap late --from-literal=a=b -n slow');
    expect((await starting).code).toBe(0);
    expect((await learner.kubeproctor('--labs own stop slow', {}, 180_000)).code).toBe(0);
  });
}

/** A lab whose Pod cannot be made before somebody brings its ConfigMap, as others cannot before their image is there. */
function writeSlowLab(folder: string): void {
  mkdirSync(join(folder, 'labs', 'slow'), { recursive: true });
  mkdirSync(join(folder, 'manifests', 'slow', 'slow'), { recursive: true });
  writeFileSync(
    join(folder, 'labs', 'slow', 'slow.yaml'),
    `kubeproctor: 1
name: slow
title: Slow
topic: slow
level: beginner
minutes: 1
namespaces: { slow: {} }
start: [{ apply: start.yaml }, { wait: deployment/slow, until: rolled-out, seconds: 1 }]
story: A Pod that takes its time.
tasks:
  - id: more
    title: More
    points: 1
    text: The Deployment \`slow\` has \`2\` replicas.
    checks: [{ object: deployment/slow, has: { spec: { replicas: 2 } } }]
    hints: [Scale it.]
    explain: It is scaled.
solution: { commands: 'kubectl scale deployment slow --replicas=2 -n \${slow}', steps: [{ scale: deployment/slow, replicas: 2 }] }
`,
  );
  writeFileSync(
    join(folder, 'manifests', 'slow', 'slow', 'start.yaml'),
    `apiVersion: apps/v1
kind: Deployment
metadata: { name: slow, namespace: '\${slow}' }
spec:
  selector: { matchLabels: { app: slow } }
  template:
    metadata: { labels: { app: slow } }
    spec:
      containers:
        - { name: slow, image: 'nginx:1.28-alpine', volumeMounts: [{ name: late, mountPath: /late }] }
      volumes: [{ name: late, configMap: { name: late } }]
`,
  );
}

/** Names and uids of all objects that stay, in all namespaces. */
async function everythingNamed({ shell }: Learner): Promise<string> {
  const columns = 'K:.kind,NS:.metadata.namespace,N:.metadata.name,U:.metadata.uid';
  const { stdout, code } = await shell(
    `kinds=$(kubectl api-resources --verbs=list -o name | grep -v -e ^events -e ^leases -e ^componentstatuses | paste -sd,)
     kubectl get "$kinds" -A -o custom-columns=${columns} --no-headers | sort`,
  );
  expect(code).toBe(0);
  return stdout;
}
