import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as z from 'zod';
import { withLock } from '../embedded/lock.ts';
import { ensurePrivateFolder } from '../embedded/state-folder.ts';
import { writeFileAtomically } from '../embedded/write-file.ts';
import { UserError } from '../user-error.ts';

/** One JSON file of the state folder: `${XDG_STATE_HOME:-~/.local/state}/kubeproctor`. */
export interface StateFile<T> {
  readonly name: string;
  readonly schema: z.ZodType<T>;
}

/**
 * What the file holds; undefined where there is none.
 * @throws UserError `state_file_broken`.
 */
export async function readStateFile<T>(folder: string, file: StateFile<T>): Promise<T | undefined> {
  const path = join(folder, file.name);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new UserError('state_file_unreadable', `${path} cannot be read: ${error.message}`, { cause: error });
  });
  if (text === undefined) return undefined;
  const parsed = file.schema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  throw new UserError('state_file_broken', `${path} is not what kubeproctor wrote there.`, {
    wayOut: `Remove it: it holds preferences only (rm ${path}).`,
  });
}

/** Replaces the file with what `change` makes of it, alone among all kubeproctors of this user. */
export async function changeStateFile<T>(
  folder: string,
  file: StateFile<T>,
  change: (value: T | undefined) => T,
): Promise<T> {
  await ensurePrivateFolder(folder);
  return withLock(folder, file.name, { timeoutMs: 10_000 }, async () => {
    const value = change(await readStateFile(folder, file));
    await writeFileAtomically(join(folder, file.name), `${JSON.stringify(value, null, 2)}\n`);
    return value;
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
