import type { Report } from '../../grade/report.ts';
import { kubeproctorCommand } from '../../report/command-text.ts';
import { overviewText } from '../../report/overview-text.ts';
import type { CommandContext } from './command-context.ts';
import { flagsOf } from './copy-line.ts';
import { copiesOn, findUnderWay } from './find-under-way.ts';
import { gradeCopy } from './grade-copy.ts';
import { openCluster } from './open-cluster.ts';
import { print } from './print.ts';
import { printCommands } from './print-commands.ts';

/** The lab under way, how far it is, and what to do next. */
export async function printUnderWay(context: CommandContext): Promise<'printed' | 'nothing under way'> {
  const cluster = await openCluster(context);
  try {
    if (cluster.notice !== undefined) print(context, cluster.notice);
    const copies = await copiesOn(cluster, { words: [], copy: undefined });
    if (copies.length === 0) return 'nothing under way';
    const { stored, lab } = await findUnderWay(context, cluster, { words: [], copy: undefined });
    const { report } = await gradeCopy(cluster, { lab, record: stored.record });
    const flags = flagsOf(cluster, stored.record);
    const open = firstOpen(report);
    print(context, overviewText(report, context.palette));
    print(context, '');
    printCommands(
      context,
      open === undefined
        ? [
            ['Another lab:', kubeproctorCommand(cluster.flags, 'next')],
            ['Clean up:', kubeproctorCommand(flags, 'stop', lab.name)],
          ]
        : [
            ['What is to be done:', kubeproctorCommand(flags, 'show', lab.name, open)],
            ['How far it is:', kubeproctorCommand(flags, 'check', lab.name)],
            ['A hint:', kubeproctorCommand(flags, 'hint', lab.name, open)],
          ],
    );
    return 'printed';
  } finally {
    cluster.client.close();
  }
}

const firstOpen = (report: Report): string | undefined =>
  report.tasks.find(({ verdict }) => verdict.verdict === 'failed' || verdict.verdict === 'unknown')?.id;
