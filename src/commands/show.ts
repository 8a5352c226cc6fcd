import { readLibrary } from '../library/find-labs.ts';
import { commandText } from '../report/command-text.ts';
import { goOnLines, labPage, taskPage } from '../report/lab-page.ts';
import type { CopyName } from '../session/labels.ts';
import { isSameCopy } from '../session/labels.ts';
import { UserError } from '../user-error.ts';
import type { CommandContext, CommandOf } from './parts/command-context.ts';
import { rootsOf } from './parts/command-context.ts';
import { taskOf } from './parts/find-under-way.ts';
import { knownCopies } from './parts/known-under-way.ts';
import { knownWarnings } from './parts/known-warnings.ts';
import { instantiated, labInLibrary } from './parts/lab-in-library.ts';
import { print } from './parts/print.ts';

export interface ShowArgs {
  /** `[LAB] [TASK]`: without LAB the one under way; one word that is no lab is a task of that one. */
  readonly words: readonly string[];
  readonly copy?: string;
}

/** Story and tasks of a lab, as its file says, and what is remembered of the cluster; none is contacted. */
export const show: CommandOf<ShowArgs> = async (context, args) => {
  const copies = await knownCopies(context);
  const { name, task, copy } = await meant(context, args, copies.at(-1));
  const lab = instantiated(await labInLibrary(context, name), copy);
  const { palette, width } = context;
  const warnings = await knownWarnings(context, lab, copy);
  if (task !== undefined) {
    const wanted = taskOf(lab, task);
    print(context, taskPage(wanted, { palette, width, indent: 0 }, warnings.get(wanted.id)));
    return 0;
  }
  const flags = copy === '' ? {} : { copy };
  print(context, labPage(lab, { palette, width, flags, warnings }));
  print(context, '');
  if (copies.some((one) => isSameCopy(one, { lab: lab.name, copy }))) {
    print(context, goOnLines(lab, { palette, width, flags }));
    return 0;
  }
  const words = ['kubeproctor', 'start', lab.name, ...(copy === '' ? [] : ['--copy', copy])];
  print(context, `Start it:  ${palette.code(commandText(words))}`);
  return 0;
};

interface Meant {
  readonly name: string;
  readonly task?: string;
  readonly copy: string;
}

async function meant(
  context: CommandContext,
  { words, copy }: ShowArgs,
  underWay: CopyName | undefined,
): Promise<Meant> {
  const [first, second] = words;
  if (first === undefined) {
    if (underWay !== undefined) return { name: underWay.lab, copy: copy ?? underWay.copy };
    throw new UserError('no_lab_under_way', 'No lab is under way.', {
      wayOut: 'Choose one (kubeproctor labs) and name it: kubeproctor show LAB',
    });
  }
  if (second !== undefined) return { name: first, task: second, copy: copy ?? '' };
  const isLab = (await readLibrary(rootsOf(context))).some(({ name }) => name === first);
  return isLab || underWay === undefined
    ? { name: first, copy: copy ?? '' }
    : { name: underWay.lab, task: first, copy: copy ?? underWay.copy };
}
