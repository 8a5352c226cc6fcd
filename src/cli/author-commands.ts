import type { Command } from 'commander';
import { Argument } from 'commander';
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
