import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { quoted } from '../lab/mistake.ts';
import { nearestWord } from '../lab/suggestion.ts';
import { UserError } from '../user-error.ts';
import type { LabFile } from './lab-file.ts';
import type { LibraryRoot } from './library-roots.ts';

/** Every lab there is, by topic and name, from the names of files alone: quick enough for shell completion. */
export async function readLibrary(roots: readonly LibraryRoot[]): Promise<readonly LabFile[]> {
  const found = await Promise.all(roots.map(labsBelow));
  return found.flat();
}

/**
 * One lab by its name, or by `topic/name` where two topics or folders have one of that name.
 *
 * @throws UserError `lab_not_found`, `lab_ambiguous`
 */
export async function findLab(roots: readonly LibraryRoot[], wanted: string): Promise<LabFile> {
  const all = await readLibrary(roots);
  const [lab, ...others] = all.filter(({ name, topic }) => name === wanted || `${topic}/${name}` === wanted);
  if (lab === undefined) throw notFound(wanted, all);
  if (others.length === 0) return lab;
  const places = [lab, ...others].map(({ root, path }) => join(root, path)).join(' and ');
  throw new UserError('lab_ambiguous', `Several labs are called ${quoted(wanted)}: ${places}`, {
    wayOut: `Write TOPIC/LAB, as ${lab.topic}/${lab.name}, or rename one of them`,
  });
}

function notFound(wanted: string, all: readonly LabFile[]): UserError {
  const nearest = nearestWord(
    wanted,
    all.map(({ name }) => name),
  );
  return new UserError('lab_not_found', `There is no lab ${quoted(wanted)}`, {
    wayOut: nearest === undefined ? 'kubeproctor labs lists them' : `Did you mean ${nearest}?`,
  });
}

/** Names that the format allows; anything else in these folders is none of ours. */
const labFileName = /^([a-z][a-z0-9-]*)\.yaml$/;
const topicName = /^[a-z][a-z0-9-]*$/;

async function labsBelow({ path: root, isBuiltIn }: LibraryRoot): Promise<readonly LabFile[]> {
  const topics = (await namesIn(join(root, 'labs'))).filter((name) => topicName.test(name));
  const found = topics.map(async (topic) => {
    const files = await namesIn(join(root, 'labs', topic));
    return files.flatMap((file): readonly LabFile[] => {
      const name = labFileName.exec(file)?.[1];
      if (name === undefined) return [];
      const path = `labs/${topic}/${file}`;
      return [{ name, topic, root, path, manifestFolder: `manifests/${topic}/${name}`, isBuiltIn }];
    });
  });
  return (await Promise.all(found)).flat();
}

/** In alphabetical order; nothing where there is no such folder. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code; // what fs rejects with
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}
