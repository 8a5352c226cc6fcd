import { basename, dirname, resolve } from 'node:path';
import { lintLabFiles } from '../lab/lint/lint-lab-files.ts';
import type { Mistake } from '../lab/mistake.ts';
import { formatMistake } from '../lab/mistake.ts';
import { lintPath } from '../lab/path/lint-path.ts';
import { findLab, readLibrary } from '../library/find-labs.ts';
import type { LabFile } from '../library/lab-file.ts';
import { readLabText, readManifests } from '../library/read-lab.ts';
import { pathFile, readPathText } from '../library/read-path.ts';
import { counted } from '../report/counted.ts';
import { UserError } from '../user-error.ts';
import type { CommandContext, CommandOf } from './parts/command-context.ts';
import { rootsOf } from './parts/command-context.ts';
import { print } from './parts/print.ts';

export interface LintArgs {
  /** Names of labs, or paths of lab files; none: all labs. */
  readonly labs: readonly string[];
}

/** Looks for mistakes in labs, without any cluster; exit code 2 where there is an error. */
export const lint: CommandOf<LintArgs> = async (context, { labs }) => {
  const roots = rootsOf(context);
  const files =
    labs.length === 0 ? await readLibrary(roots) : await Promise.all(labs.map((name) => chosenFile(context, name)));
  const inLabs = (await Promise.all(files.map(mistakesOf))).flat();
  const folders = labs.length === 0 ? roots.map(({ path }) => path) : [...new Set(files.map(({ root }) => root))];
  const inPaths = (await Promise.all(folders.map(orderMistakes))).flat();
  const asked = new Set([pathFile, ...files.map(({ path }) => path)]);
  const mistakes = [...inLabs, ...inPaths.filter(({ file }) => asked.has(file))];
  for (const mistake of mistakes) print(context, formatMistake(mistake));
  const errors = mistakes.filter(({ severity }) => severity === 'error').length;
  print(context, summary(files.length, errors, mistakes.length - errors));
  return errors === 0 ? 0 : 2;
};

/** A path is one of a file in a folder with the library's layout: `…/labs/TOPIC/LAB.yaml`. */
async function chosenFile(context: CommandContext, wanted: string): Promise<LabFile> {
  if (!wanted.endsWith('.yaml')) return findLab(rootsOf(context), wanted);
  const path = resolve(context.io.cwd, wanted);
  const topicFolder = dirname(path);
  const labsFolder = dirname(topicFolder);
  if (basename(labsFolder) !== 'labs')
    throw new UserError('lab_file_misplaced', `${wanted} does not lie in a folder labs/TOPIC/.`, {
      wayOut: 'Lay it out as labs/TOPIC/LAB.yaml, with its manifests in manifests/TOPIC/LAB/.',
    });
  const root = dirname(labsFolder);
  const topic = basename(topicFolder);
  const name = basename(path, '.yaml');
  const isBuiltIn = rootsOf(context).some((one) => one.isBuiltIn && one.path === root);
  return {
    name,
    topic,
    root,
    isBuiltIn,
    path: `labs/${topic}/${name}.yaml`,
    manifestFolder: `manifests/${topic}/${name}`,
  };
}

async function mistakesOf(file: LabFile): Promise<readonly Mistake[]> {
  const [text, manifests] = await Promise.all([readLabText(file), readManifests(file)]);
  const { path, name, topic, manifestFolder, isBuiltIn } = file;
  return lintLabFiles({ path, name, topic, manifestFolder, isBuiltIn, text, manifests });
}

/** Of the order of all labs of a folder. */
async function orderMistakes(root: string): Promise<readonly Mistake[]> {
  const [path, files] = await Promise.all([readPathText(root), readLibrary([{ path: root, isBuiltIn: false }])]);
  const labs = await Promise.all(
    files.map(async (file) => ({ path: file.path, name: file.name, topic: file.topic, text: await readLabText(file) })),
  );
  return lintPath({ path: path === undefined ? undefined : { file: pathFile, text: path }, labs });
}

function summary(files: number, errors: number, warnings: number): string {
  return `${counted(files, 'lab')}: ${errors === 0 ? 'no errors' : counted(errors, 'error')}${warnings === 0 ? '' : `, ${counted(warnings, 'warning')}`}`;
}
