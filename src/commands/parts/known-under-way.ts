import { readPinned } from '../../session/pinned.ts';
import type { CommandContext } from './command-context.ts';
import { stateFolderOf } from './command-context.ts';
import { readRememberedCopies } from './remembered-copies.ts';

/** The lab that is under way as far as this machine knows: the newest copy started from it. No cluster is contacted. */
export async function knownUnderWay(
  context: CommandContext,
): Promise<{ readonly lab: string; readonly copy: string } | undefined> {
  const [pinned, copies] = await Promise.all([readPinned(stateFolderOf(context)), readRememberedCopies(context)]);
  return pinned === undefined ? undefined : copies.at(-1);
}
