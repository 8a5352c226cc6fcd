import type { Command } from 'commander';
import type { Globals } from '../commands/parts/command-context.ts';

/** Flags that every command takes, before or after its name. */
export function addGlobals(program: Command): void {
  program
    .optionsGroup('Options of every command:')
    .option('--context <name>', 'kubeconfig context to use instead of the pinned or current one')
    .option('--kubeconfig <file>', 'kubeconfig file to use instead of those of KUBECONFIG')
    .option('--labs <dir>', 'folder with further labs; may be given several times', collected)
    .option('--yes', 'answer every question with yes')
    .option('--verbose', 'show all evidence, and stack traces of errors')
    .option('--no-color', 'no colours (NO_COLOR and FORCE_COLOR are honoured too)');
}

/** For options that may be given several times. */
export const collected = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

export function globalsOf(program: Command): Globals & { readonly color: boolean } {
  const options = program.opts<{
    context?: string;
    kubeconfig?: string;
    labs?: readonly string[];
    yes?: true;
    verbose?: true;
    color: boolean;
  }>();
  const { context, kubeconfig, labs = [] } = options;
  return {
    ...(context === undefined ? {} : { context }),
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    labs,
    isYes: options.yes === true,
    isVerbose: options.verbose === true,
    color: options.color,
  };
}
