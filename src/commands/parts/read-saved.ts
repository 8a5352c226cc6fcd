import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { SavedCheck } from '../../snapshot/saved.ts';
import { parseSaved } from '../../snapshot/saved.ts';
import { UserError } from '../../user-error.ts';
import type { CommandContext } from './command-context.ts';

/** What `check --save` wrote. @throws UserError `file_not_read`, and as `parseSaved` does. */
export const readSaved = async (context: CommandContext, file: string): Promise<SavedCheck> =>
  parseSaved(await textOfFile(context, file), file);

/** The text of a file that the user named. @throws UserError `file_not_read`. */
export async function textOfFile({ io }: CommandContext, file: string): Promise<string> {
  try {
    return await readFile(resolve(io.cwd, file), 'utf8');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new UserError(
      'file_not_read',
      isMissing
        ? `There is no file ${file}.`
        : `${file} could not be read: ${error instanceof Error ? error.message : error}`,
      {
        cause: error,
      },
    );
  }
}
