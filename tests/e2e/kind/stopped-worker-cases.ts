import { beforeAll, expect, test } from 'vitest';
import { runInside } from './kind-host.ts';
import type { Learner, StartedKind } from './started-kind.ts';
import { learnerOn } from './started-kind.ts';
import { untilKubectl } from './until-kubectl.ts';

/** A laptop that slept, a container that was stopped: the cluster answers, the node with the lab's Pods does not. */
export function stoppedWorkerCases(kind: () => StartedKind): void {
  let learner: Learner;
  const worker = () => `${kind().cluster}-worker`;
  beforeAll(async () => {
    learner = await learnerOn(kind());
    expect((await learner.kubeproctor('start services', {}, 180_000)).code).toBe(0);
    const { stdout } = await learner.kubeproctor('solution services');
    const commands = stdout.split('\n').filter((line) => line.startsWith('  kubectl'));
    await learner.shell(commands.filter((line) => !line.includes('films')).join('\n'));
    await runInside(kind().host, `docker stop --time 1 ${worker()}`);
    await untilKubectl(
      learner,
      `get node ${worker()} -o jsonpath={.status.conditions[?(@.type=="Ready")].status}`,
      /^Unknown$/,
    );
    await untilKubectl(
      learner,
      'get pods -n cinema -o jsonpath={.items[*].status.conditions[?(@.type=="Ready")].status}',
      /^False( False)*$/,
    );
  }, 300_000);

  test('what depends on the node is unknown, and what does not is judged', async () => {
    const { code, stdout } = await learner.kubeproctor('check services');
    const tasks = [...stdout.matchAll(/^(\S) .* · (\S+) · (\S+ of \d+)$/gm)].map((found) => found.slice(1).join(' '));
    expect({ code, tasks }).toEqual({
      code: 1,
      tasks: [
        '? snacks-open 0–1 of 1',
        '? find-the-seats 0–2 of 2',
        '✓ the-right-door 2 of 2',
        '✗ films-service 0 of 3',
        '✗ by-name 0 of 2',
      ],
    });
  });

  test('the reason names the node', async () => {
    const { code, stdout } = await learner.kubeproctor('check services find-the-seats');
    expect({ code, reason: /^ {4}unknown .*/m.exec(stdout)?.[0].replace(/ and nobody .*/, '') }).toEqual({
      code: 3,
      reason: `    unknown  node ${worker()} does not answer,`,
    });
  });

  test('doctor says that no node takes Pods', async () => {
    const { stdout } = await learner.kubeproctor('doctor');
    expect(/^ +nodes +(.*)$/m.exec(stdout)?.[1]).toBe('0 of 2 nodes are ready and take pods');
  });

  test('with the worker back, the same answer passes', async () => {
    await runInside(kind().host, `docker start ${worker()}`);
    await untilKubectl(
      learner,
      'get pods -n cinema -o jsonpath={.items[*].status.conditions[?(@.type=="Ready")].status}',
      /^True( True)*$/,
    );
    const { code } = await learner.kubeproctor('check services find-the-seats --wait 20');
    expect(code).toBe(0);
    expect((await learner.kubeproctor('stop services', {}, 180_000)).code).toBe(0);
  });

  test('a control plane that does not answer is nobody’s mistake', async () => {
    expect((await learner.kubeproctor('start namespaces', {}, 180_000)).code).toBe(0);
    await runInside(kind().host, `docker pause ${kind().cluster}-control-plane`);
    const { code } = await learner
      .kubeproctor('check namespaces')
      .finally(() => runInside(kind().host, `docker unpause ${kind().cluster}-control-plane`));
    expect(code).toBe(3);
  });
}
