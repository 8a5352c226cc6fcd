import type { Command } from 'commander';
import { Argument, Option } from 'commander';
import { wholeNumber } from './numbers.ts';
import type { Runner } from './runner.ts';

/** Commands for those who write labs, and for shells. */
export function addAuthorCommands(program: Command, { run }: Runner): void {
  program.commandsGroup('Writing labs:');
  program
    .command('lint')
    .summary('look for mistakes in labs')
    .description('Looks for mistakes in labs, all at once, with file, line and column. Contacts no cluster.')
    .argument('[lab...]', 'names of labs, or paths as labs/TOPIC/LAB.yaml; default: all')
    .action(
      run(async (context, labs: readonly string[], _options: object) =>
        (await import('../commands/lint.ts')).lint(context, { labs }),
      ),
    );
  addProve(program, { run });
  addExplain(program, { run });
  program
    .command('schema')
    .summary('print the lab format')
    .description('Prints the JSON Schema of lab files, or the reference of a kind of check.')
    .argument('[kind]', 'a kind of check, as object; or all for the whole reference')
    .action(
      run(async (context, kind: string | undefined, _options: object) =>
        (await import('../commands/schema.ts')).schema(context, kind === undefined ? {} : { kind }),
      ),
    );
  program.commandsGroup('Other:');
  program
    .command('completion')
    .summary('print a script for shell completion')
    .description(
      'Prints a script that completes commands, labs, tasks, copies and contexts. For bash: source <(kubeproctor completion bash)',
    )
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .action(
      run(async (context, shell: 'bash' | 'zsh' | 'fish', _options: object) =>
        (await import('../commands/completion.ts')).completion(context, { shell }),
      ),
    );
  program
    .command('__complete', { hidden: true })
    .argument('[words...]')
    .action(
      run(async (context) => {
        const { complete } = await import('../commands/complete.ts');
        return complete(context, { words: context.rest, program });
      }),
    );
}

interface ProveOptions {
  readonly output: 'text' | 'json';
  readonly keep?: true;
  readonly mutants: number | 'all';
  readonly seed?: number;
  readonly copies: number;
  readonly cache: boolean;
}

function addProve(program: Command, { run }: Runner): void {
  program
    .command('prove')
    .summary('show that the graders of labs are right')
    .description(
      'Does each lab in copies side by side: untouched, solved, every right and wrong variant, machine-made mutants of the solution, outages, weakened graders; and tells every verdict that is not as it should be. Exit code 1 if there is one.',
    )
    .argument('[lab...]', 'names of labs; default: all')
    .addOption(new Option('-o, --output <format>', 'format').choices(['text', 'json']).default('text'))
    .option('--keep', 'leave a copy with a surprise as it is, to look into; ends its other runs')
    .option('--mutants <count>', 'how many mutants of a lab are run in the cluster at most, or all', mutantCount, 12)
    .option('--seed <number>', 'draws the mutants that are run in the cluster', wholeNumber(0, 999_999))
    .option('--copies <count>', 'copies side by side', wholeNumber(1, 24), 16)
    .option(
      '--no-cache',
      'prove also what was proven before and has not changed since, nor the cluster, nor kubeproctor',
    )
    .action(
      run(async (context, labs: readonly string[], options: ProveOptions) => {
        const { output, keep, mutants, seed, copies, cache } = options;
        return (await import('../commands/prove.ts')).prove(context, {
          ...{ labs, format: output, keeps: keep === true, mutants, copies, usesCache: cache },
          ...(seed === undefined ? {} : { seed }),
        });
      }),
    );
}

interface ExplainOptions {
  readonly lab?: string;
  readonly copy?: string;
  readonly output: 'text' | 'json';
  readonly from?: string;
}

function addExplain(program: Command, { run }: Runner): void {
  program
    .command('explain')
    .summary('show what a check reads, and how it judges')
    .description(
      'Shows each check of a task as it is written, what it asks of the cluster as it is now, the fields it looks at in the answers with their values, and its verdict. Values of Secrets are left out. It changes nothing.',
    )
    .argument('<task>')
    .argument('[number]', 'only the check at this place in the task, from 1', wholeNumber(1, 1_000))
    .option('--lab <lab>', 'default: the lab under way')
    .option('--copy <name>', 'a copy of the lab beside others')
    .option('--from <file>', 'explain what check --save wrote; contacts no cluster')
    .addOption(new Option('-o, --output <format>', 'format').choices(['text', 'json']).default('text'))
    .action(
      run(async (context, task: string, number: number | undefined, { output, ...options }: ExplainOptions) =>
        (await import('../commands/explain.ts')).explain(context, {
          ...{ task, format: output, ...options },
          ...(number === undefined ? {} : { number }),
        }),
      ),
    );
}

const mutantCount = (text: string): number | 'all' => (text === 'all' ? 'all' : wholeNumber(0, 100_000)(text));
