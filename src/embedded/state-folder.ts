import { chmod, lstat, mkdir } from 'node:fs/promises';
import { UserError } from '../user-error.ts';

/** Makes the folder private (0700); refuses one that is a link or that another user owns. */
export async function ensurePrivateFolder(folder: string): Promise<void> {
  const made = mkdir(folder, { recursive: true, mode: 0o700 });
  await made.catch((cause) => {
    throw unsafe(folder, 'cannot be made', cause);
  });
  const found = await lstat(folder);
  if (found.isSymbolicLink()) throw unsafe(folder, 'is a link to elsewhere');
  const user = process.getuid?.();
  if (user !== undefined && found.uid !== user) throw unsafe(folder, `belongs to another user (uid ${found.uid})`);
  if ((found.mode & 0o077) !== 0) await chmod(folder, 0o700);
}

const unsafe = (folder: string, why: string, cause?: unknown): UserError =>
  new UserError('state_folder_unsafe', `The state folder ${folder} ${why}, so it cannot hold keys safely.`, {
    wayOut: 'Remove it, or set XDG_STATE_HOME to a folder of your own.',
    exitCode: 1,
    cause,
  });
