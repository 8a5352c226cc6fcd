import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli, splitLine } from './cli.ts';
import type { CommandContext, Globals } from './commands/parts/command-context.ts';
import { explainError } from './explain-error.ts';
import type { Io } from './io.ts';
import { libraryRoots } from './library/library-roots.ts';
import { plainPalette } from './report/palette.ts';

/** kubeproctor, whole: a command line in, an exit code out. All effects on the process go through `io`. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const line = splitLine(argv);
  try {
    const code = await runCli({ io, version: versionOf(io), line, contextOf: (globals) => contextOf(io, globals) });
    return io.signal.aborted ? interrupted(io) : code;
  } catch (error) {
    if (io.signal.aborted) return interrupted(io);
    const isVerbose = line.argv.includes('--verbose');
    const { text, exitCode } = explainError(error, { isVerbose, version: versionOf(io) });
    io.stderr.write(text);
    return exitCode;
  }
}

function interrupted(io: Io): 130 {
  io.stderr.write('\nInterrupted. What was begun stays as it is now: kubeproctor, alone, says how to go on.\n');
  return 130;
}

async function contextOf(io: Io, globals: Globals & { readonly color: boolean }): Promise<CommandContext> {
  const isColoured = globals.color && hasColour(io);
  return {
    io,
    globals,
    palette: isColoured ? (await import('./report/colour-palette.ts')).colourPalette : plainPalette,
    width: io.stdout.isTTY ? Math.max(40, Math.min(io.stdout.columns ?? 80, 110)) : Number.POSITIVE_INFINITY,
  };
}

/** https://no-color.org/ , https://force-color.org/ */
function hasColour({ env, stdout }: Io): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '') return !['0', 'false'].includes(env.FORCE_COLOR);
  return stdout.isTTY === true && env.TERM !== 'dumb';
}

/** From package.json, which lies beside `dist/` and `src/`. */
function versionOf({ cwd }: Io): string {
  const [builtIn] = libraryRoots([], cwd);
  const { version } = JSON.parse(readFileSync(join(builtIn?.path ?? '', 'package.json'), 'utf8')) as {
    version: string;
  }; // our own file
  return version;
}
