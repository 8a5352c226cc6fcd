import { kubeproctorCommand } from '../report/command-text.ts';
import type { CommandOf } from './parts/command-context.ts';
import { print } from './parts/print.ts';
import { suggestLab } from './parts/suggest-lab.ts';

/** Which lab to do next, by what was reached on this machine. */
export const next: CommandOf<object> = async (context) => {
  const lab = await suggestLab(context);
  const { palette } = context;
  if (lab === undefined) print(context, 'You have done every lab there is. Any of them can be done again.');
  else {
    const facts = palette.dim(`· ${lab.topic} · ${lab.level} · about ${lab.minutes} minutes`);
    print(context, `${palette.strong(lab.title)} ${facts}\n${palette.code(kubeproctorCommand({}, 'start', lab.name))}`);
  }
  return 0;
};
