import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readInnerFile } from './inner-file.ts';

/** Where a folder says in which order its labs are best done. */
export const pathFile = 'labs/path.yaml';

/** The text of a folder's path; undefined where it has none. @throws UserError; see `readInnerFile`. */
export const readPathText = async (root: string): Promise<string | undefined> =>
  existsSync(join(root, pathFile)) ? readInnerFile(root, pathFile) : undefined;
