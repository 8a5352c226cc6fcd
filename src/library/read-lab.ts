import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { quoted } from '../lab/mistake.ts';
import { UserError } from '../user-error.ts';
import { innerPath, readInnerFile } from './inner-file.ts';
import type { LabFile } from './lab-file.ts';

const maxManifests = 200;

/** The lab file's text. @throws UserError when it cannot be read; see `readInnerFile`. */
export const readLabText = (lab: LabFile): Promise<string> => readInnerFile(lab.root, lab.path);

/** Paths of the files in the lab's manifest folder, with forward slashes: `start.yaml`, `accept/other.yaml`. */
export async function listManifests(lab: LabFile): Promise<readonly string[]> {
  const folder = join(lab.root, lab.manifestFolder);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files = entries.filter((entry) => !entry.isDirectory() && /\.(ya?ml|json)$/.test(entry.name));
  if (files.length > maxManifests)
    throw new UserError('too_many_manifests', `${quoted(lab.manifestFolder)} holds more than ${maxManifests} files`);
  if (files.length > 0) await innerPath(lab.root, lab.manifestFolder);
  return files.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')).sort();
}

/** Texts of all manifests of a lab, by their path in its manifest folder. @throws UserError; see `readInnerFile`. */
export async function readManifests(lab: LabFile): Promise<Readonly<Record<string, string>>> {
  const paths = await listManifests(lab);
  const texts = await Promise.all(paths.map((path) => readInnerFile(lab.root, `${lab.manifestFolder}/${path}`)));
  return Object.fromEntries(paths.map((path, index) => [path, texts[index] ?? '']));
}
