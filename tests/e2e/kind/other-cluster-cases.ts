import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contextOf, createCluster, runInside } from './kind-host.ts';
import type { Learner, StartedKind } from './started-kind.ts';
import { clusterName, learnerOn } from './started-kind.ts';

/** One who has begun a lab on the first cluster. */
export async function learnerWithNamespaces(kind: StartedKind): Promise<Learner> {
  const learner = await learnerOn(kind);
  expect((await learner.kubeproctor('start namespaces', {}, 180_000)).code).toBe(0);
  return learner;
}

/** Labs are on the cluster where they were started, whatever has made another context the current one since. */
export function otherClusterCases(kind: () => StartedKind, learner: () => Learner): void {
  const first = () => contextOf(kind().cluster);
  const other = () => (kind().isPrivate ? 'kubeproctor' : clusterName('second'));
  const second = () => contextOf(other());
  const kubeconfig = () => join(learner().folder, '.kube', 'config');

  test('up --kind makes a second, and says where the labs are', async () => {
    // in the machine's own Docker there may be a cluster of that name that is nobody's business
    if (!kind().isPrivate) return createCluster(kind().host, other(), { kubeconfig: kubeconfig() });
    const { code, stdout, stderr } = await learner().kubeproctor('up --kind', {}, 300_000);
    expect({ code, stdout, last: stderr.trimEnd().split('\n').at(-1) }).toEqual({
      code: 0,
      stdout: `The cluster is made: context ${second()}.\n`,
      last: `Labs of yours are on ${first()}, and commands go on looking there; --context ${second()} looks here.`,
    });
    await kind().host.loadImages(other());
    expect((await learner().kubectl('get nodes')).stdout).toMatch(/^kubeproctor-control-plane +Ready /m);
  }, 300_000);

  test('check goes on looking at the first, and says so in its first line', async () => {
    const { code, stdout } = await learner().kubeproctor('check namespaces');
    const [notice, title] = stdout.split('\n');
    expect({ code, notice, title }).toEqual({
      code: 1,
      notice: `Your labs are on ${first()}, while kubectl's current context is ${second()}: the commands below carry --context.`,
      title: expect.stringMatching(new RegExp(` · lab namespaces on ${first()} `)),
    });
  });

  test('a lab can be started on the second by name', async () => {
    const { code } = await learner().kubeproctor(`--context ${second()} start namespaces`, {}, 180_000);
    const { stdout } = await learner().kubectl(`--context ${second()} get configmaps -n kubeproctor -o name`);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/namespaces/) });
  });

  test('when the cluster of the labs has been deleted, nobody else is taken for it', async () => {
    await runInside(kind().host, `kind delete cluster --name ${other()} --kubeconfig ${kubeconfig()}`);
    const { code, stderr } = await learner().kubeproctor('check namespaces');
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: `Your labs are on the cluster of context ${second()}, and kubeconfig has no such context now.
  Start that cluster again (kubeproctor up, if it was the embedded one), or name another with --context.
`,
    });
  });

  test('by name the first is there as ever', async () => {
    const { code, stdout } = await learner().kubeproctor(`--context ${first()} check namespaces`);
    expect({ code, title: stdout.split('\n')[0] }).toEqual({
      code: 1,
      title: expect.stringMatching(new RegExp(` · lab namespaces on ${first()} `)),
    });
  });
}
