import { kubeproctorCommand } from '../report/command-text.ts';
import { copyTitle } from '../session/labels.ts';
import { planReset, runReset } from '../session/reset.ts';
import type { CommandOf } from './parts/command-context.ts';
import { flagsOf } from './parts/copy-line.ts';
import { findStored } from './parts/find-under-way.ts';
import { openCluster } from './parts/open-cluster.ts';
import { print } from './parts/print.ts';
import { withProgress } from './parts/progress-line.ts';
import { leftLines, planText, resultLines } from './parts/put-back-text.ts';
import { tellSession } from './parts/session-words.ts';

export interface ResetArgs {
  readonly lab?: string;
  readonly copy?: string;
  readonly isDryRun: boolean;
  readonly also: readonly string[];
}

/** Brings a copy back to its start. */
export const reset: CommandOf<ResetArgs> = async (context, args) => {
  const cluster = await openCluster(context);
  try {
    const words = args.lab === undefined ? [] : [args.lab];
    const stored = await findStored(context, cluster, { words, copy: args.copy });
    if (cluster.notice !== undefined) print(context, cluster.notice);
    const plan = await planReset(cluster, stored, { also: args.also });
    if (args.isDryRun) {
      print(context, planText(plan));
      return 0;
    }
    const title = copyTitle(stored.record);
    const result = await withProgress(context, `Resetting ${title} on ${cluster.client.context}`, (line) =>
      runReset({ ...cluster, onProgress: tellSession(line) }, plan),
    );
    const flags = flagsOf(cluster, stored.record);
    print(context, `${title} on ${cluster.client.context} is as it was at its start.`);
    for (const line of [...resultLines(plan, result), ...leftLines(plan, flags)]) print(context, line);
    print(
      context,
      `What is to be done:  ${context.palette.code(kubeproctorCommand(flags, 'show', stored.record.lab))}`,
    );
    return result.failed.length === 0 ? 0 : 3;
  } finally {
    cluster.client.close();
  }
};
