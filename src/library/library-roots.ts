import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { quoted } from '../lab/mistake.ts';
import { UserError } from '../user-error.ts';

/** A folder with `labs/<topic>/<lab>.yaml` and `manifests/<topic>/<lab>/…` in it. */
export interface LibraryRoot {
  /** Absolute. */
  readonly path: string;
  readonly isBuiltIn: boolean;
}

/**
 * The built-in labs, and those of each folder given with `--labs`.
 *
 * @throws UserError for a folder that is not there, or holds no `labs/`
 */
export function libraryRoots(labsFolders: readonly string[], cwd: string): readonly LibraryRoot[] {
  const given = labsFolders.map((folder) => givenRoot(folder, resolve(cwd, folder)));
  return [{ path: packageRoot(import.meta.dirname), isBuiltIn: true }, ...given];
}

function givenRoot(folder: string, path: string): LibraryRoot {
  if (!existsSync(path)) throw new UserError('labs_folder_missing', `There is no folder ${quoted(folder)}`);
  if (!existsSync(join(path, 'labs')))
    throw new UserError('labs_folder_empty', `The folder ${quoted(folder)} holds no folder ${quoted('labs')}`, {
      wayOut: 'Give --labs the folder that holds labs/TOPIC/LAB.yaml and manifests/TOPIC/LAB/',
    });
  return { path, isBuiltIn: false };
}

/** The nearest folder upwards with a package.json: from `src/library` in a checkout, from `dist` in the package. */
function packageRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('kubeproctor was installed without its package.json');
  return packageRoot(parent);
}
