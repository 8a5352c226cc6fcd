import type { Argument } from 'commander';
import { Command, CommanderError } from 'commander';
import { addAuthorCommands } from './cli/author-commands.ts';
import { addClusterCommands } from './cli/cluster-commands.ts';
import { addGlobals, globalsOf } from './cli/globals.ts';
import { addLabCommands } from './cli/lab-commands.ts';
import type { LineContext, Runner } from './cli/runner.ts';
import type { Globals } from './commands/parts/command-context.ts';
import type { Io } from './io.ts';
import { nearestWord } from './lab/suggestion.ts';
import { UserError } from './user-error.ts';

/** A command line, taken apart by `splitLine`. */
export interface Line {
  /** What commander parses. */
  readonly argv: readonly string[];
  /** What stands after `kubectl` or `__complete`: somebody else's flags. */
  readonly rest: readonly string[];
}

export interface CliOptions {
  readonly io: Io;
  readonly version: string;
  readonly line: Line;
  /** Makes the context of a command from the flags that every command takes. */
  readonly contextOf: (globals: Globals & { readonly color: boolean }) => Promise<Omit<LineContext, 'rest'>>;
}

/**
 * Runs a command line: flags become a command's arguments, the command is loaded and run.
 * @throws what the command throws; wrong usage is printed here, and answered with 2.
 */
export async function runCli({ io, version, line, contextOf }: CliOptions): Promise<number> {
  let exitCode = 0;
  const program = new Command('kubeproctor');
  const runner: Runner = {
    run:
      (command) =>
      async (...args) => {
        const context = { ...(await contextOf(globalsOf(program))), rest: line.rest };
        exitCode = await command(context, ...withoutCommand(args));
      },
  };
  describe(program, io, version);
  addClusterCommands(program, runner);
  addLabCommands(program, runner);
  addAuthorCommands(program, runner);
  for (const command of program.commands)
    command.addHelpText('after', '  (and the others that kubeproctor --help shows)');
  program.allowExcessArguments(true).action(
    runner.run(async (context) => {
      const [word] = program.args;
      if (word !== undefined) throw unknownCommand(word, program);
      return (await import('./commands/here.ts')).here(context, {});
    }),
  );
  try {
    await program.parseAsync([...line.argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2; // commander has printed it
  }
}

/** Words after which nothing is for commander. */
const passingOn: ReadonlySet<string> = new Set(['kubectl', '__complete']);
const withValue: ReadonlySet<string> = new Set(['--context', '--kubeconfig', '--labs']);

/** Splits off what is passed on as it stands. */
export function splitLine(argv: readonly string[]): Line {
  let index = 0;
  while (argv[index]?.startsWith('-')) index += withValue.has(argv[index] ?? '') ? 2 : 1;
  if (!passingOn.has(argv[index] ?? '')) return { argv, rest: [] };
  return { argv: argv.slice(0, index + 1), rest: argv.slice(index + 1) };
}

function describe(program: Command, io: Io, version: string): void {
  addGlobals(program);
  program
    .description(
      "Hands-on Kubernetes labs on your own cluster, graded by what the cluster's state means.\nAlone it says where you are and what to do next.",
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .addHelpCommand(
      new Command('help').argument('[command]').description('show help for a command').helpGroup('Other:'),
    )
    .allowExcessArguments(false)
    .showHelpAfterError('(kubeproctor --help shows all commands; kubeproctor COMMAND --help shows one)')
    .exitOverride()
    .configureHelp({
      subcommandTerm: (command) => [command.name(), ...command.registeredArguments.map(argumentTerm)].join(' '),
    })
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => helpWidth(io.stdout.columns),
      getErrHelpWidth: () => helpWidth(io.stderr.columns),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
}

/** commander hands the Command itself to an action, last. */
const withoutCommand = <Args extends readonly unknown[]>(args: readonly [...Args, Command]): Args =>
  args.slice(0, -1) as unknown as Args; // all but that one

function unknownCommand(word: string, program: Command): UserError {
  const names = program.commands.map((command) => command.name()).filter((name) => !name.startsWith('_'));
  const near = nearestWord(word, names);
  return new UserError('unknown_command', `There is no command ${word}.`, {
    wayOut: near === undefined ? 'kubeproctor --help lists them.' : `Did you mean kubeproctor ${near}?`,
  });
}

const argumentTerm = (argument: Argument): string => {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
};

const helpWidth = (columns: number | undefined): number => Math.min(columns ?? 100, 100);
