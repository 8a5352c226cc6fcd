import type { LabHead } from '../../lab/parse-lab-head.ts';
import { readProgress } from '../../session/progress.ts';
import type { CommandContext } from './command-context.ts';
import { rootsOf, stateFolderOf } from './command-context.ts';
import { readHeads } from './read-heads.ts';

/** The first lab, in the order of teaching, that was not done on this machine; undefined when all are. */
export async function suggestLab(context: CommandContext): Promise<LabHead | undefined> {
  const [heads, reached] = await Promise.all([readHeads(rootsOf(context)), readProgress(stateFolderOf(context))]);
  return heads.find(({ name }) => {
    const best = reached[name];
    return best === undefined || best.points < best.of;
  });
}
