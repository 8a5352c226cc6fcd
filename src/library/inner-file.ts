import { readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { quoted } from '../lab/mistake.ts';
import { UserError } from '../user-error.ts';

/** Bytes. The parsers refuse longer texts too; this spares the reading. */
const maxBytes = 1024 * 1024;

/**
 * The text of a file below a root.
 *
 * @param path in the root, with forward slashes
 * @throws UserError when it is missing, leads out of the root (also by a link), is too long, no file, or no UTF-8
 */
export async function readInnerFile(root: string, path: string): Promise<string> {
  const refuse = (code: string, problem: string, cause?: unknown): UserError =>
    new UserError(code, `${quoted(path)} ${problem}`, { cause });
  const whole = await innerPath(root, path);
  const { size, isFile } = await stat(whole).then((found) => ({ size: found.size, isFile: found.isFile() }));
  if (!isFile) throw refuse('lab_file_not_regular', 'is no ordinary file');
  if (size > maxBytes) throw refuse('lab_file_too_long', `is longer than ${maxBytes / 1024} KiB`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(whole));
  } catch (error) {
    if (error instanceof TypeError) throw refuse('lab_file_not_utf8', 'is not a text in UTF-8', error);
    throw error;
  }
}

/** Where a path in the root really is, links followed. @throws UserError when that is not in the root, or nowhere. */
export async function innerPath(root: string, path: string): Promise<string> {
  try {
    const [realRoot, real] = await Promise.all([realpath(root), realpath(join(root, path))]);
    if (real === realRoot || real.startsWith(realRoot + sep)) return real;
  } catch (error) {
    throw new UserError('lab_file_missing', `${quoted(path)} cannot be read`, { cause: error });
  }
  throw new UserError('lab_file_outside', `${quoted(path)} leads out of the folder with the labs`, {
    wayOut: 'Put the file itself there: links out of a lab folder are not followed',
  });
}
