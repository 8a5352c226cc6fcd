import type { CopyName } from '../../session/labels.ts';
import { readPinned } from '../../session/pinned.ts';
import type { CommandContext } from './command-context.ts';
import { stateFolderOf } from './command-context.ts';
import { readRememberedCopies } from './remembered-copies.ts';

/** The lab that is under way as far as this machine knows: the newest copy started from it. No cluster is contacted. */
export const knownUnderWay = async (context: CommandContext): Promise<CopyName | undefined> =>
  (await knownCopies(context)).at(-1);

/** All copies that are under way as far as this machine knows, the newest last; none without a cluster that holds them. */
export async function knownCopies(context: CommandContext): Promise<readonly CopyName[]> {
  const [pinned, copies] = await Promise.all([readPinned(stateFolderOf(context)), readRememberedCopies(context)]);
  return pinned === undefined ? [] : copies;
}
