import * as z from 'zod';
import type { CopyName } from '../../session/labels.ts';
import { isSameCopy } from '../../session/labels.ts';
import { changeStateFile, readStateFile } from '../../session/state-file.ts';
import type { CommandContext } from './command-context.ts';
import { stateFolderOf } from './command-context.ts';

/** Copies that were started from this machine: for shell completion, which contacts no cluster. */
const copiesFile = {
  name: 'copies.json',
  schema: z.object({ copies: z.array(z.object({ lab: z.string(), copy: z.string() })) }),
};

export async function readRememberedCopies(context: CommandContext): Promise<readonly CopyName[]> {
  return (await readStateFile(stateFolderOf(context), copiesFile))?.copies ?? [];
}

/** Notes that a copy was started or stopped. */
export async function rememberCopy(
  context: CommandContext,
  { lab, copy }: CopyName,
  became: 'started' | 'stopped',
): Promise<void> {
  await changeStateFile(stateFolderOf(context), copiesFile, (known) => {
    const others = (known?.copies ?? []).filter((one) => !isSameCopy(one, { lab, copy }));
    return { copies: became === 'started' ? [...others, { lab, copy }] : others };
  });
}
