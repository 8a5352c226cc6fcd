import type { NextLab } from '../../lab/path/next-lab.ts';
import { nextLab } from '../../lab/path/next-lab.ts';
import { readProgress } from '../../session/progress.ts';
import type { CommandContext } from './command-context.ts';
import { rootsOf, stateFolderOf } from './command-context.ts';
import { readPath } from './read-path.ts';

/** The lab that comes next on the path, by what was reached on this machine; undefined when all are done. */
export async function suggestLab(context: CommandContext): Promise<NextLab['lab'] | undefined> {
  const [path, reached] = await Promise.all([readPath(rootsOf(context)), readProgress(stateFolderOf(context))]);
  return nextLab(path, reached)?.lab;
}
