import type { Command } from 'commander';
import type { CommandContext } from '../commands/parts/command-context.ts';

/** The context of a command line, with what stood after `kubectl` or `__complete`, as it was written. */
export type LineContext = CommandContext & { readonly rest: readonly string[] };

/** Turns a command's function into commander's action, and keeps its exit code. */
export interface Runner {
  readonly run: <Args extends readonly unknown[]>(
    command: (context: LineContext, ...args: Args) => Promise<number>,
  ) => (...args: [...Args, Command]) => Promise<void>;
}
