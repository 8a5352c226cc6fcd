import { commandText } from '../report/command-text.ts';
import { labPage, taskPage } from '../report/lab-page.ts';
import type { CommandOf } from './parts/command-context.ts';
import { taskOf } from './parts/find-under-way.ts';
import { knownWarnings } from './parts/known-warnings.ts';
import { instantiated, labInLibrary } from './parts/lab-in-library.ts';
import { print } from './parts/print.ts';

export interface ShowArgs {
  readonly lab: string;
  readonly task?: string;
  readonly copy?: string;
}

/** Story and tasks of a lab, as its file says, and what is remembered of the cluster; none is contacted. */
export const show: CommandOf<ShowArgs> = async (context, { lab: name, task, copy = '' }) => {
  const lab = instantiated(await labInLibrary(context, name), copy);
  const { palette, width } = context;
  const warnings = await knownWarnings(context, lab, copy);
  if (task !== undefined) {
    const wanted = taskOf(lab, task);
    print(context, taskPage(wanted, { palette, width, indent: 0 }, warnings.get(wanted.id)));
    return 0;
  }
  print(context, labPage(lab, { palette, width, flags: {}, warnings }));
  print(context, '');
  const words = ['kubeproctor', 'start', lab.name, ...(copy === '' ? [] : ['--copy', copy])];
  print(context, `Start it:  ${palette.code(commandText(words))}`);
  return 0;
};
