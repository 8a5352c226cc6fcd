import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { builtProgram, plainGoArgs } from '../go-program.ts';
import { run } from '../run-program.ts';

/** The real helm; see `go.mod` for its version. */
export const builtHelm = (): Promise<string> =>
  builtProgram({
    ...{ name: 'helm', folder: import.meta.dirname, sources: [] },
    args: plainGoArgs('helm.sh/helm/v4/cmd/helm'),
  });

/** What a learner may do with the chart `cafe`, by the name of the release that it leaves; `!` is for what fails. */
export const helmWays: Readonly<Record<string, readonly string[]>> = {
  installed: ['install installed ./cafe-1.0.0'],
  valued: ['install valued ./cafe-1.0.0', 'upgrade valued ./cafe-1.0.0 -f busy.yaml --set replicas=5'],
  'set-only': ['install set-only ./cafe-1.0.0 --set replicas=4,image.tag=1.26,drinks={cocoa}'],
  'without-tag': ['install without-tag ./cafe-1.0.0 --set image.tag=null'],
  'newer-chart': ['install newer-chart ./cafe-1.0.0 --set replicas=2', 'upgrade newer-chart ./cafe-1.1.0'],
  'rolled-back': [
    ...['install rolled-back ./cafe-1.0.0', 'upgrade rolled-back ./cafe-1.1.0 --set replicas=3'],
    'rollback rolled-back 1',
  ],
  'back-by-way-of-three': [
    ...['install back-by-way-of-three ./cafe-1.0.0', 'upgrade back-by-way-of-three ./cafe-1.0.0 --set replicas=3'],
    ...['rollback back-by-way-of-three 1', 'upgrade back-by-way-of-three ./cafe-1.0.0 --set replicas=7'],
    'rollback back-by-way-of-three 3',
  ],
  'back-and-forth': [
    ...['install back-and-forth ./cafe-1.0.0', 'upgrade back-and-forth ./cafe-1.0.0 --set replicas=3'],
    ...['rollback back-and-forth 1', 'upgrade back-and-forth ./cafe-1.0.0 --set replicas=3'],
  ],
  'back-by-upgrade': [
    ...['install back-by-upgrade ./cafe-1.0.0', 'upgrade back-by-upgrade ./cafe-1.0.0 --set replicas=3'],
    'upgrade back-by-upgrade ./cafe-1.0.0 --reset-values',
  ],
  'failed-upgrade': [
    'install failed-upgrade ./cafe-1.0.0',
    '! upgrade failed-upgrade ./cafe-1.0.0 --set port=99999 --set replicas=3',
  ],
  'saved-upgrade': [
    'install saved-upgrade ./cafe-1.0.0',
    '! upgrade saved-upgrade ./cafe-1.0.0 --set port=99999 --rollback-on-failure',
  ],
  'failed-install': ['! install failed-install ./cafe-1.0.0 --set port=99999'],
  uninstalled: ['install uninstalled ./cafe-1.0.0', 'uninstall uninstalled --keep-history'],
  'without-a-trace': ['install without-a-trace ./cafe-1.0.0', 'uninstall without-a-trace'],
};

/** Its Pods never become ready, and it is killed while it waits for them. */
const stuckWay = 'install stuck ./cafe-1.0.0 -f stuck.yaml --wait';

export interface HelmCluster {
  readonly program: string;
  readonly kubeconfig: string;
  readonly namespace: string;
}

/** One helm command, written without `helm`, in the folder of the charts. */
export async function helm(way: string, cluster: HelmCluster): Promise<void> {
  const args = argsOf(way.replace(/^! /, ''), cluster);
  const ran = await run(cluster.program, args, { cwd: charts }).then(
    () => undefined,
    (error: unknown) => error,
  );
  if ((ran === undefined) === way.startsWith('! ')) throw new Error(`helm ${way}: ${String(ran ?? 'did not fail')}`);
}

/** What a helm command prints. */
export const helmSays = (way: string, cluster: HelmCluster): Promise<string> =>
  run(cluster.program, argsOf(way, cluster), { cwd: charts });

/** Leaves a release as helm leaves it when it is killed at work. */
export async function helmKilled(cluster: HelmCluster): Promise<void> {
  const child = spawn(cluster.program, argsOf(stuckWay, cluster), { cwd: charts, stdio: 'ignore' });
  await sleep(3000);
  child.kill('SIGKILL');
}

const charts = join(import.meta.dirname, 'charts');

const argsOf = (way: string, { kubeconfig, namespace }: HelmCluster): readonly string[] => [
  ...way.split(' '),
  ...['--namespace', namespace, '--kubeconfig', kubeconfig],
];
