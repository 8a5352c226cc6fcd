import { kubeproctorCommand } from '../report/command-text.ts';
import { copyTitle } from '../session/labels.ts';
import { forgetPinned } from '../session/pinned.ts';
import { planStop, runStop } from '../session/stop.ts';
import type { CommandOf } from './parts/command-context.ts';
import { stateFolderOf } from './parts/command-context.ts';
import { flagsOf } from './parts/copy-line.ts';
import { copiesOn, findStored } from './parts/find-under-way.ts';
import { openCluster } from './parts/open-cluster.ts';
import { note, print } from './parts/print.ts';
import { withProgress } from './parts/progress-line.ts';
import { leftLines, planText, resultLines } from './parts/put-back-text.ts';
import { rememberCopy } from './parts/remembered-copies.ts';
import { tellSession } from './parts/session-words.ts';

export interface StopArgs {
  readonly lab?: string;
  readonly copy?: string;
  readonly isDryRun: boolean;
  readonly also: readonly string[];
  /** False with `--no-wait`. */
  readonly isWaiting: boolean;
}

/** Ends a copy and puts the cluster back as it was; after the last one the cluster is no longer pinned. */
export const stop: CommandOf<StopArgs> = async (context, args) => {
  const cluster = await openCluster(context);
  try {
    const words = args.lab === undefined ? [] : [args.lab];
    const stored = await findStored(context, cluster, { words, copy: args.copy });
    if (cluster.notice !== undefined) print(context, cluster.notice);
    const plan = await planStop(cluster, stored, { also: args.also });
    if (args.isDryRun) {
      print(context, planText(plan));
      return 0;
    }
    const title = copyTitle(stored.record);
    const result = await withProgress(context, `Stopping ${title} on ${cluster.client.context}`, (line) =>
      runStop({ ...cluster, onProgress: tellSession(line) }, plan, {
        wait: args.isWaiting,
      }),
    );
    const isStopped = result.failed.length === 0;
    print(context, `${title} is ${isStopped ? '' : 'not '}stopped on ${cluster.client.context}.`);
    for (const line of [...resultLines(plan, result), ...leftLines(plan, flagsOf(cluster, stored.record), isStopped)])
      print(context, line);
    if (!isStopped) {
      note(context, `Try again: ${kubeproctorCommand(flagsOf(cluster, stored.record), 'stop', stored.record.lab)}`);
      return 3;
    }
    await rememberCopy(context, stored.record, 'stopped');
    const others = await copiesOn(cluster, { words: [], copy: undefined });
    if (others.length === 0) await forgetPinned(stateFolderOf(context));
    return 0;
  } finally {
    cluster.client.close();
  }
};
