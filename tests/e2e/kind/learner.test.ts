import { beforeAll, describe, expect, inject, test } from 'vitest';
import { contextOf } from './kind-host.ts';
import type { Learner } from './learner-on-kind.ts';
import { learnerOnKind, sharedKind } from './learner-on-kind.ts';

/** From kind's own kubeconfig to an empty cluster again; each test goes on where the one before it ended. */
describe.skipIf(inject('kind') === null)('a learner on kind', () => {
  let learner: Learner;
  let before: string;
  beforeAll(async () => {
    learner = await learnerOnKind();
    before = await everythingNamed(learner);
  });

  test('starts a lab without a flag or a question: the nodes prove a practice cluster', async () => {
    const { code, stdout } = await learner.kubeproctor('start services');
    expect({ code, title: stdout.split('\n')[0] }).toEqual({
      code: 0,
      title: 'Three Services that lead nowhere · lab services · beginner · about 25 minutes · 10 points',
    });
  });

  test('is told of each task what is missing', async () => {
    expect(verdicts(await learner.kubeproctor('check services'))).toEqual({
      code: 1,
      context: contextOf(sharedKind().cluster),
      tasks: ['✗ find-the-seats 0 of 2', '✗ find-the-drinks 0 of 2'],
    });
  });

  test('is told of a wrong attempt what is wrong with it', async () => {
    await learner.kubectl('set selector service seats app=seats -n cinema');
    const { code, stdout } = await learner.kubeproctor('check services find-the-seats --wait 20');
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

  test('passes with the solution, whose pods really run', async () => {
    const { stdout } = await learner.kubeproctor('solution services --yes');
    console.log(stdout);
  });

  test('is back at the start after a reset', async () => {
    expect((await learner.kubeproctor('reset services')).code).toBe(0);
    expect((await learner.kubeproctor('check services')).code).toBe(1);
  });

  test('leaves the cluster as it was with stop', async () => {
    expect((await learner.kubeproctor('stop services')).code).toBe(0);
    expect(await everythingNamed(learner)).toBe(before);
  });
});

const verdicts = ({ code, stdout }: { readonly code: number; readonly stdout: string }) => ({
  code,
  context: /^.* · lab \S+ on (\S+)/.exec(stdout)?.[1],
  tasks: [...stdout.matchAll(/^(\S) .* · (\S+) · (\d+ of \d+)$/gm)].map((found) => found.slice(1).join(' ')),
});

/** Names of all objects that stay, in all namespaces. */
async function everythingNamed({ shell }: Learner): Promise<string> {
  const { stdout } = await shell(
    `kubectl api-resources --verbs=list -o name | grep -v -e ^events -e ^leases -e componentstatuses | paste -sd, |
       xargs -I{} kubectl get {} -A --ignore-not-found -o custom-columns=K:.kind,NS:.metadata.namespace,N:.metadata.name,U:.metadata.uid --no-headers`,
  );
  return stdout;
}
