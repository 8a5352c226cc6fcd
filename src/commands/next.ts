import { nextLab } from '../lab/path/next-lab.ts';
import { standingOf } from '../lab/path/standing.ts';
import { kubeproctorCommand } from '../report/command-text.ts';
import { goOnText, nextText } from '../report/next-text.ts';
import { readProgress } from '../session/progress.ts';
import type { CommandOf } from './parts/command-context.ts';
import { rootsOf, stateFolderOf } from './parts/command-context.ts';
import { knownUnderWay } from './parts/known-under-way.ts';
import { print } from './parts/print.ts';
import { printCommands } from './parts/print-commands.ts';
import { readPath } from './parts/read-path.ts';

/** Which lab to do next and why, by what was reached on this machine; no cluster is contacted. */
export const next: CommandOf<object> = async (context) => {
  const [path, reached, underWay] = await Promise.all([
    readPath(rootsOf(context)),
    readProgress(stateFolderOf(context)),
    knownUnderWay(context),
  ]);
  const { palette, width } = context;
  const flags = underWay === undefined || underWay.copy === '' ? {} : { copy: underWay.copy };
  const begun = path.find(({ name }) => name === underWay?.lab);
  const isBegunDone = begun !== undefined && standingOf(begun.name, reached) === 'done';
  const proposed = nextLab(path, reached, begun?.name);
  if (begun !== undefined && !isBegunDone) {
    print(context, goOnText(begun, { best: reached[begun.name], after: proposed, palette, width }));
    print(context, '');
    printCommands(context, [
      ['Where you are:', kubeproctorCommand({})],
      ['Is it done?', kubeproctorCommand(flags, 'check', begun.name)],
      ['A hint:', kubeproctorCommand(flags, 'hint', begun.name)],
    ]);
    return 0;
  }
  const cleanUp: readonly (readonly [string, string])[] =
    begun === undefined
      ? []
      : [[`Clean up ${begun.name}, which is done:`, kubeproctorCommand(flags, 'stop', begun.name)]];
  if (proposed === undefined) {
    print(context, `${palette.strong('You have done every lab there is.')} Any of them can be done again.\n`);
    printCommands(context, [...cleanUp, ['The whole path:', kubeproctorCommand({}, 'labs')]]);
    return 0;
  }
  print(context, nextText(proposed, { palette, width }));
  print(context, '');
  printCommands(context, [
    ...cleanUp,
    ['Start it:', kubeproctorCommand({}, 'start', proposed.lab.name)],
    ['Read it first:', kubeproctorCommand({}, 'show', proposed.lab.name)],
    ['The whole path:', kubeproctorCommand({}, 'labs')],
  ]);
  return 0;
};
