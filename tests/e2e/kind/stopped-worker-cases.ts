import { beforeAll, expect, test } from 'vitest';
import { runInside } from './kind-host.ts';
import type { Learner, StartedKind } from './started-kind.ts';
import { learnerOn } from './started-kind.ts';
import { untilKubectl } from './until-kubectl.ts';

/** One who has solved a part of a lab, and then the worker with its Pods is stopped. */
export async function learnerWithoutWorker(kind: StartedKind): Promise<Learner> {
  const learner = await learnerOn(kind);
  expect((await learner.kubeproctor('start services', {}, 180_000)).code).toBe(0);
  const { stdout } = await learner.kubeproctor('solution services');
  const commands = stdout.split('\n').filter((line) => line.startsWith('  kubectl') && !line.includes('films'));
  await learner.shell(commands.join('\n'));
  await runInside(kind.host, `docker stop --time 1 ${workerOf(kind)}`);
  return learner;
}

const workerOf = ({ cluster }: StartedKind): string => `${cluster}-worker`;
const ready = '-o jsonpath={.items[*].status.conditions[?(@.type=="Ready")].status}';

/** A laptop that slept, a container that was stopped: the cluster answers, the node with the lab's Pods does not. */
export function stoppedWorkerCases(kind: () => StartedKind, learner: () => Learner): void {
  beforeAll(async () => {
    await untilKubectl(learner(), `get nodes ${ready}`, /Unknown/);
    await untilKubectl(learner(), `get pods -n cinema ${ready}`, /^False( False)*$/);
  }, 180_000);

  test('what depends on the node is unknown, and what does not is judged', async () => {
    const { code, stdout } = await learner().kubeproctor('check services');
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
    const { code, stdout } = await learner().kubeproctor('check services find-the-seats');
    expect({ code, reason: /^ {4}unknown .*/m.exec(stdout)?.[0].replace(/ and nobody .*/, '') }).toEqual({
      code: 3,
      reason: `    unknown  node ${workerOf(kind())} does not answer,`,
    });
  });

  test('doctor says that no node takes Pods', async () => {
    const { stdout } = await learner().kubeproctor('doctor');
    expect(/\d of \d nodes are ready.*/.exec(stdout)?.[0]).toBe('0 of 2 nodes are ready and take pods');
  });

  test('with the worker back, the same answer passes', async () => {
    await runInside(kind().host, `docker start ${workerOf(kind())}`);
    await untilKubectl(learner(), `get pods -n cinema ${ready}`, /^True( True)*$/);
    expect((await learner().kubeproctor('check services find-the-seats --wait 20')).code).toBe(0);
  });

  test('a control plane that does not answer is nobody’s mistake', async () => {
    const controlPlane = `${kind().cluster}-control-plane`;
    await runInside(kind().host, `docker pause ${controlPlane}`);
    try {
      expect((await learner().kubeproctor('check services')).code).toBe(3);
    } finally {
      await runInside(kind().host, `docker unpause ${controlPlane}`);
    }
  });
}
