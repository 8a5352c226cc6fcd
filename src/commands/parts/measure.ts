import type { MeasureStep } from '../../cluster/measure/measure-cluster.ts';
import { measureCluster } from '../../cluster/measure/measure-cluster.ts';
import type { Measurement } from '../../lab/capabilities.ts';
import { UserError } from '../../user-error.ts';
import type { CommandContext } from './command-context.ts';
import { confirm } from './confirm.ts';
import { findOut } from './find-out.ts';
import type { OpenCluster } from './open-cluster.ts';
import { note } from './print.ts';
import { withProgress } from './progress-line.ts';

/**
 * Measures with Pods what only Pods can tell, once the user has said yes; undefined where there is nothing to measure.
 * @throws UserError `measure_not_agreed`, `measure_refused`, `measure_failed`.
 */
export async function measure(
  context: CommandContext,
  cluster: OpenCluster,
  image: string,
): Promise<Measurement | undefined> {
  const { setup, capabilities } = await findOut(context, cluster);
  const podsRun = capabilities.found['pods-run'];
  if (podsRun.has === 'no' && podsRun.measuredAt === undefined) {
    note(context, `There is nothing to measure: ${podsRun.evidence}.`);
    return undefined;
  }
  const what = `Measuring makes a namespace kubeproctor-measure-… on ${cluster.client.context}, with a pair of Pods from the image ${image} and a NetworkPolicy in it, and removes it again. It takes about fifteen seconds.`;
  if (!(await confirm(context, `${what}\nMeasure?`)))
    throw new UserError('measure_not_agreed', `${what}\nNothing was made.`, { wayOut: 'To let it, add --yes.' });
  const { now, sleep, signal, client } = cluster;
  const found = await withProgress(context, 'Measuring what Pods can do', (line) =>
    measureCluster(client, { image, now, sleep, signal, onProgress: (step) => line.tell(stepTexts[step]) }),
  );
  return { at: now().toISOString(), image, setup, found };
}

const stepTexts: Readonly<Record<MeasureStep, string>> = {
  server: 'Starting a Pod that answers',
  traffic: 'Connecting to it from another Pod',
  policy: 'Connecting again, under a NetworkPolicy',
  removing: 'Removing the namespace',
};
