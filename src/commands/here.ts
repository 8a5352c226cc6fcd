import { readClusterRecord } from '../embedded/cluster-record.ts';
import { embeddedPaths } from '../embedded/paths.ts';
import { isPartRunning } from '../embedded/running-parts.ts';
import { kubeproctorCommand } from '../report/command-text.ts';
import { readPinned } from '../session/pinned.ts';
import type { CommandContext, CommandOf } from './parts/command-context.ts';
import { stateFolderOf } from './parts/command-context.ts';
import { print } from './parts/print.ts';
import { printCommands } from './parts/print-commands.ts';
import { suggestLab } from './parts/suggest-lab.ts';

/** `kubeproctor` alone: where one is, and what to do next. */
export const here: CommandOf<object> = async (context) => {
  const pinned = await readPinned(stateFolderOf(context));
  const { globals } = context;
  if (pinned === undefined && globals.context === undefined && globals.kubeconfig === undefined) {
    await printBeginning(context);
    return 0;
  }
  const { printUnderWay } = await import('./parts/print-under-way.ts'); // loads the client
  if ((await printUnderWay(context)) === 'nothing under way') await printBeginning(context);
  return 0;
};

async function printBeginning(context: CommandContext): Promise<void> {
  const lab = await suggestLab(context);
  print(context, 'No lab is under way.');
  printCommands(context, [
    ...((await isEmbeddedUp(context))
      ? []
      : [['A cluster to practise on, if you have none:', kubeproctorCommand({}, 'up')] as const]),
    ['What there is to practise:', kubeproctorCommand({}, 'labs')],
    ...(lab === undefined ? [] : [['Begin:', kubeproctorCommand({}, 'start', lab.name)] as const]),
    ['Everything else:', kubeproctorCommand({}, '--help')],
  ]);
}

async function isEmbeddedUp({ io }: CommandContext): Promise<boolean> {
  const record = await readClusterRecord(embeddedPaths(io.env));
  return record !== undefined && (await isPartRunning(record, 'kube-apiserver'));
}
