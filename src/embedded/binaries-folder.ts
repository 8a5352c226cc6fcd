import { access, constants, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, type Program, programs } from './part.ts';

/** A folder that holds every program, each as a file of its own or inside kubebox. */
export interface Binaries {
  readonly folder: string;
  readonly commands: Readonly<Record<Program, Command>>;
}

/** Looks into a folder; answers the programs that it lacks when it lacks any. */
export async function inspectBinaries(folder: string): Promise<Binaries | { readonly missing: readonly Program[] }> {
  const hasKubebox = await isExecutable(join(folder, 'kubebox'));
  const found = await Promise.all(
    programs.map(async (program): Promise<[Program, Command | undefined]> => {
      if (await isExecutable(join(folder, program))) return [program, [join(folder, program)]];
      return [program, hasKubebox && program !== 'kwok' ? [join(folder, 'kubebox'), program] : undefined];
    }),
  );
  const missing = found.filter(([, command]) => command === undefined).map(([program]) => program);
  if (missing.length > 0) return { missing };
  // Every program has its command: none is missing.
  return { folder, commands: Object.fromEntries(found) as Record<Program, Command> };
}

/** Gives each program that kubebox holds a link of its own name, so that a folder looks the same wherever it is from. */
export async function linkPrograms(folder: string): Promise<void> {
  for (const program of programs) if (program !== 'kwok') await symlink('kubebox', join(folder, program));
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
