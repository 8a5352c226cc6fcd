import { findLab } from '../../library/find-labs.ts';
import { readLabText } from '../../library/read-lab.ts';
import type { CopyRecord } from '../../snapshot/copy-record.ts';
import type { CommandContext } from './command-context.ts';
import { rootsOf } from './command-context.ts';

/** Whether the lab file is another one than when the copy was started; one that is gone is not. */
export async function isLabChanged(context: CommandContext, record: CopyRecord): Promise<boolean> {
  try {
    return (await readLabText(await findLab(rootsOf(context), record.lab))) !== record.labText;
  } catch {
    return false; // the copy is graded with its own text in any case
  }
}
