import { labTable } from '../report/lab-table.ts';
import { readProgress } from '../session/progress.ts';
import type { CommandOf } from './parts/command-context.ts';
import { rootsOf, stateFolderOf } from './parts/command-context.ts';
import { note, print } from './parts/print.ts';
import { readHeads } from './parts/read-heads.ts';

export interface LabsArgs {
  readonly topic?: string;
}

/** What there is to practise, and what was reached of it on this machine. */
export const labs: CommandOf<LabsArgs> = async (context, { topic }) => {
  const [heads, reached] = await Promise.all([readHeads(rootsOf(context)), readProgress(stateFolderOf(context))]);
  const shown = heads.filter((head) => topic === undefined || head.topic === topic);
  if (shown.length === 0)
    note(context, topic === undefined ? 'There are no labs.' : `There are no labs about ${topic}.`);
  else print(context, labTable(shown, reached, context.palette));
  return 0;
};
