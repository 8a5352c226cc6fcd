import { labList } from '../report/lab-list.ts';
import { labListJson } from '../report/lab-list-json.ts';
import { readProgress } from '../session/progress.ts';
import type { CommandOf } from './parts/command-context.ts';
import { rootsOf, stateFolderOf } from './parts/command-context.ts';
import { knownUnderWay } from './parts/known-under-way.ts';
import { note, print } from './parts/print.ts';
import { readPath } from './parts/read-path.ts';

export interface LabsArgs {
  readonly topic?: string;
  readonly format: 'text' | 'json';
}

/** The path: what there is to practise, in order, and what was reached of it on this machine. */
export const labs: CommandOf<LabsArgs> = async (context, { topic, format }) => {
  const [path, reached, known] = await Promise.all([
    readPath(rootsOf(context)),
    readProgress(stateFolderOf(context)),
    knownUnderWay(context),
  ]);
  const shown = path.filter((lab) => topic === undefined || lab.topic === topic);
  const { palette, width } = context;
  if (format === 'json') print(context, labListJson(path, shown, reached, known?.lab));
  else if (shown.length > 0) print(context, labList(shown, { reached, underWay: known?.lab, palette, width }));
  else note(context, topic === undefined ? 'There are no labs.' : `There are no labs about ${topic}.`);
  return 0;
};
