import { instantiateLab } from '../../lab/instantiate-lab.ts';
import { formatMistake } from '../../lab/mistake.ts';
import { parseLab } from '../../lab/parse-lab.ts';
import type { Lab } from '../../lab/schema/lab.ts';
import { findLab } from '../../library/find-labs.ts';
import type { LabFile } from '../../library/lab-file.ts';
import { listManifests, readLabText } from '../../library/read-lab.ts';
import { UserError } from '../../user-error.ts';
import type { CommandContext } from './command-context.ts';
import { rootsOf } from './command-context.ts';

export interface LibraryLab {
  readonly file: LabFile;
  readonly text: string;
  /** As it is written, with placeholders. */
  readonly lab: Lab;
}

/** A lab of the library by its name. @throws UserError `lab_not_found`, `lab_has_mistakes`, … */
export async function labInLibrary(context: CommandContext, name: string): Promise<LibraryLab> {
  const file = await findLab(rootsOf(context), name);
  const text = await readLabText(file);
  const parsed = parseLab(text, file.path, await listManifests(file));
  if (parsed.parsed === 'lab') return { file, text, lab: parsed.lab };
  throw new UserError(
    'lab_has_mistakes',
    `The lab ${name} has mistakes:\n${parsed.mistakes.map(formatMistake).join('\n')}`,
    {
      wayOut: 'Whoever wrote it can mend it; kubeproctor lint shows the same list.',
    },
  );
}

/** The lab as a copy of it would be called. */
export const instantiated = ({ lab }: LibraryLab, copy: string): Lab => instantiateLab(lab, copy).lab;
