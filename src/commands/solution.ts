import type { Lab } from '../lab/schema/lab.ts';
import type { CommandFlags } from '../report/command-text.ts';
import { kubeproctorCommand, withFlags } from '../report/command-text.ts';
import { solutionPage } from '../report/solution-page.ts';
import type { CommandContext, CommandOf } from './parts/command-context.ts';
import { printCopyLine } from './parts/copy-line.ts';
import { taskOf } from './parts/find-under-way.ts';
import { instantiated, labInLibrary } from './parts/lab-in-library.ts';
import { print } from './parts/print.ts';
import { withCopy } from './parts/with-copy.ts';

export interface SolutionArgs {
  readonly words: readonly string[];
  readonly copy?: string;
}

/** How a lab is solved and why that works: of the lab under way, or by name out of the library, without any cluster. */
export const solution: CommandOf<SolutionArgs> = async (context, { words, copy }) => {
  const [name, task] = words;
  if (name !== undefined) {
    const lab = await labInLibrary(context, name).catch((error) =>
      task === undefined ? undefined : Promise.reject(error),
    );
    if (lab !== undefined) return printSolution(context, instantiated(lab, copy ?? ''), task, {});
  }
  return withCopy(context, { words, copy }, async (cluster, { stored, lab, task: one }) => {
    printCopyLine(context, cluster, stored.record);
    return printSolution(context, lab, one?.id, cluster.flags);
  });
};

function printSolution(context: CommandContext, lab: Lab, task: string | undefined, flags: CommandFlags): number {
  const { palette, width } = context;
  const one = task === undefined ? undefined : taskOf(lab, task);
  const shown =
    one === undefined
      ? { tasks: lab.tasks, commands: withFlags(lab.solution.commands, flags) }
      : { tasks: [one], whole: kubeproctorCommand(flags, 'solution', lab.name) };
  print(context, solutionPage({ ...shown, title: lab.title }, { palette, width }));
  return 0;
}
