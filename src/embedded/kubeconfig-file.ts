import { existsSync } from 'node:fs';
import { readFile, realpath, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { UserError } from '../user-error.ts';
import { withKubeconfigLock } from './kubeconfig-lock.ts';
import {
  contextName,
  isEmptyKubeconfig,
  type KubeconfigEntry,
  type MergeResult,
  mergeKubeconfig,
  readContexts,
  removeFromKubeconfig,
  withCurrentContext,
} from './kubeconfig-merge.ts';
import { kubeconfigFiles, kubeconfigToWrite } from './kubeconfig-place.ts';
import type { Environment } from './paths.ts';
import { writeFileAtomically } from './write-file.ts';

/** A file that has our entry, and what it was before. */
export interface TouchedKubeconfig {
  readonly file: string;
  /** Its current-context before ours; null where it had none. */
  readonly previousContext: string | null;
  /** False where the file came with our entry. */
  readonly existed: boolean;
}

/** Writes our entry where `kubectl config` would write one, and makes our context the current one. */
export async function enterKubeconfig(
  env: Environment,
  entry: KubeconfigEntry,
  known: readonly TouchedKubeconfig[],
): Promise<TouchedKubeconfig> {
  const files = kubeconfigFiles(env, env.HOME || homedir());
  const file = kubeconfigToWrite(files, existsSync);
  return withKubeconfigLock(file, async () => {
    const existed = existsSync(file);
    const before = existed ? await readFile(file, 'utf8') : '';
    const merged = mergeKubeconfig(before, entry);
    if (merged.kind !== 'merged') throw notMerged(file, merged);
    if (merged.text !== before) await write(file, merged.text);
    const remembered = known.find((each) => each.file === file);
    if (merged.previousContext !== contextName)
      return { file, previousContext: merged.previousContext, existed: remembered?.existed ?? existed };
    return remembered ?? { file, previousContext: null, existed };
  });
}

/** Takes our entry out of a file, and gives it its former current-context back if ours is still current. */
export async function leaveKubeconfig(
  env: Environment,
  touched: TouchedKubeconfig,
  owner: Pick<KubeconfigEntry, 'stateFolder' | 'caPem'>,
): Promise<void> {
  const { file } = touched;
  if (!existsSync(file)) return;
  const contexts = await knownContexts([file, ...kubeconfigFiles(env, env.HOME || homedir())]);
  await withKubeconfigLock(file, async () => {
    const { previousContext: previous } = touched;
    const stillThere = previous === null || previous === '' || contexts.has(previous);
    const after = removeFromKubeconfig(await readFile(file, 'utf8'), owner, stillThere ? previous : null);
    if (after === undefined) return;
    if (!touched.existed && isEmptyKubeconfig(after)) await rm(file);
    else await write(file, after);
  });
}

/** The current-context in effect: that of the first file which has one. */
export async function currentContextIn(env: Environment): Promise<string | null> {
  for (const file of kubeconfigFiles(env, env.HOME || homedir())) {
    const { current } = readContexts(await readIfThere(file));
    if (current) return current;
  }
  return null;
}

/**
 * After a tool has ended its cluster: where the current-context is none, or that of the cluster, the former one comes
 * back, if it is still there.
 */
export async function restoreCurrentContext(env: Environment, ended: string, previous: string | null): Promise<void> {
  const files = kubeconfigFiles(env, env.HOME || homedir());
  const current = await currentContextIn(env);
  const contexts = await knownContexts(files);
  if (previous === null || !contexts.has(previous) || (current !== null && current !== ended)) return;
  const file = kubeconfigToWrite(files, existsSync);
  await withKubeconfigLock(file, async () => {
    const after = withCurrentContext(await readIfThere(file), previous);
    if (after !== undefined) await write(file, after);
  });
}

/** An entry of our name in any file in effect would hide ours or be hidden by it: an error. */
export async function refuseForeignEntry(env: Environment, entry: KubeconfigEntry): Promise<void> {
  for (const file of kubeconfigFiles(env, env.HOME || homedir())) {
    const merged = mergeKubeconfig(await readIfThere(file), entry);
    if (merged.kind !== 'merged') throw notMerged(file, merged);
  }
}

async function knownContexts(files: readonly string[]): Promise<ReadonlySet<string>> {
  const texts = await Promise.all(files.map(readIfThere));
  return new Set(texts.flatMap((text) => readContexts(text).names));
}

const readIfThere = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');

/** Through links to the file itself, with its mode and owner kept. */
async function write(file: string, text: string): Promise<void> {
  if (!existsSync(file)) return writeFileAtomically(file, text);
  const target = await realpath(file);
  const { mode, uid, gid } = await stat(target);
  await writeFileAtomically(target, text, { mode: mode & 0o777, uid, gid });
}

function notMerged(file: string, result: Exclude<MergeResult, { kind: 'merged' }>): UserError {
  switch (result.kind) {
    case 'invalid':
      return new UserError('kubeconfig_invalid', `The kubeconfig ${file} cannot be understood: ${result.reason}`, {
        wayOut: 'Mend it, or set KUBECONFIG to another file.',
      });
    case 'foreign':
      return new UserError(
        'kubeconfig_foreign_entry',
        `The kubeconfig ${file} has an entry "${contextName}" under ${result.section} that kubeproctor did not make.`,
        { wayOut: 'Rename or delete it, or set KUBECONFIG to another file.', exitCode: 1 },
      );
    default:
      return result satisfies never;
  }
}
