import type { Report } from '../../grade/report.ts';
import { noteProgress, readProgress } from '../../session/progress.ts';
import type { CommandContext } from './command-context.ts';
import { stateFolderOf } from './command-context.ts';

/** Keeps the best result of a lab on this machine, for `labs` and `next`; a file that cannot be written spoils no check. */
export async function noteBest(context: CommandContext, { lab, score, takenAt }: Report): Promise<void> {
  if (score.min === 0) return;
  try {
    const folder = stateFolderOf(context);
    const best = (await readProgress(folder))[lab];
    if (best !== undefined && best.points / best.of >= score.min / score.total) return;
    await noteProgress(folder, lab, { points: score.min, of: score.total, at: takenAt });
  } catch {
    // a preference, not a record
  }
}
