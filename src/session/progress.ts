import * as z from 'zod';
import { changeStateFile, readStateFile } from './state-file.ts';

/** The best that was reached in a lab on this machine, for `labs` and `next`. */
export interface LabProgress {
  readonly points: number;
  readonly of: number;
  /** RFC 3339, of that best. */
  readonly at: string;
}

const progressFile = {
  name: 'progress.json',
  schema: z.object({
    labs: z.record(z.string(), z.object({ points: z.number(), of: z.number(), at: z.string() })),
  }),
};

/** Lab → what was reached. `folder` is kubeproctor's state folder. @throws UserError `state_file_broken`. */
export async function readProgress(folder: string): Promise<Readonly<Record<string, LabProgress>>> {
  return (await readStateFile(folder, progressFile))?.labs ?? {};
}

/** Notes a result, unless a better one is noted already. */
export async function noteProgress(folder: string, lab: string, reached: LabProgress): Promise<void> {
  await changeStateFile(folder, progressFile, (noted) => {
    const labs = noted?.labs ?? {};
    const before = labs[lab];
    const isBetter = before === undefined || reached.points / reached.of > before.points / before.of;
    return { labs: isBetter ? { ...labs, [lab]: reached } : labs };
  });
}
