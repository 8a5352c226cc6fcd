import { embeddedPaths } from '../../embedded/paths.ts';
import type { Io } from '../../io.ts';
import type { LibraryRoot } from '../../library/library-roots.ts';
import { libraryRoots } from '../../library/library-roots.ts';
import type { Palette } from '../../report/palette.ts';

/** Flags that every command takes. */
export interface Globals {
  readonly context?: string;
  readonly kubeconfig?: string;
  /** Folders of `--labs`. */
  readonly labs: readonly string[];
  /** `--yes`: the answer to every question. */
  readonly isYes: boolean;
  readonly isVerbose: boolean;
}

/** What a command works with, beside its own arguments. */
export interface CommandContext {
  readonly io: Io;
  readonly globals: Globals;
  /** Of stdout. */
  readonly palette: Palette;
  /** Columns of stdout; Infinity where it is no terminal. */
  readonly width: number;
}

/** A command: its arguments in, its exit code out. */
export type CommandOf<Args> = (context: CommandContext, args: Args) => Promise<number>;

/** `${XDG_STATE_HOME}/kubeproctor`. */
export const stateFolderOf = ({ io }: CommandContext): string => embeddedPaths(io.env).state;

export const rootsOf = ({ io, globals }: CommandContext): readonly LibraryRoot[] => libraryRoots(globals.labs, io.cwd);

/** The folder of the package, which holds `control-plane/` and `schema/`. */
export function packageFolder({ io }: CommandContext): string {
  const [builtIn] = libraryRoots([], io.cwd);
  if (builtIn === undefined) throw new Error('the built-in labs are always there');
  return builtIn.path;
}
