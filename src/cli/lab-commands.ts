import type { Command } from 'commander';
import { Option } from 'commander';
import type { Format } from '../commands/parts/render-report.ts';
import { collected } from './globals.ts';
import { wholeNumber } from './numbers.ts';
import type { Runner } from './runner.ts';

const copyOption = (): Option =>
  new Option('--copy <name>', 'a copy of the lab beside others, with names of its own').argParser(
    (text: string) => text,
  );

interface Copy {
  readonly copy?: string;
}
const copyOf = ({ copy }: Copy): Copy => (copy === undefined ? {} : { copy });
const wordsOf = (...words: readonly (string | undefined)[]): readonly string[] =>
  words.filter((word) => word !== undefined);

/** Commands for doing labs. */
export function addLabCommands(program: Command, runner: Runner): void {
  program.commandsGroup('Doing labs:');
  addLibraryCommands(program, runner);
  addCheck(program, runner);
  addHelpCommands(program, runner);
  addPutBackCommands(program, runner);
}

function addLibraryCommands(program: Command, { run }: Runner): void {
  program
    .command('labs')
    .summary('list the labs')
    .description(
      'Lists the labs in the order in which they are best done, by topic: the best that was reached in each on this machine, how long it takes, and what it builds on.',
    )
    .argument('[topic]', 'only labs about this topic')
    .addOption(new Option('-o, --output <format>', 'format').choices(['text', 'json']).default('text'))
    .action(
      run(async (context, topic: string | undefined, { output }: { output: 'text' | 'json' }) =>
        (await import('../commands/labs.ts')).labs(context, {
          format: output,
          ...(topic === undefined ? {} : { topic }),
        }),
      ),
    );
  program
    .command('show')
    .summary('show the story and the tasks of a lab')
    .description('Shows the story and the tasks of a lab. Contacts no cluster.')
    .argument('[lab]', 'default: the lab under way')
    .argument('[task]', 'only this task')
    .addOption(copyOption())
    .action(
      run(async (context, lab: string | undefined, task: string | undefined, options: Copy) =>
        (await import('../commands/show.ts')).show(context, { words: wordsOf(lab, task), ...copyOf(options) }),
      ),
    );
  program
    .command('start')
    .summary('start a lab')
    .description(
      'Makes what the lab starts with, and shows its tasks. From then on every command uses this cluster. A lab that is under way is not touched. Without LAB it goes on with the one under way, or starts the next one.',
    )
    .argument('[lab]')
    .addOption(copyOption())
    .option('--baseline <file>', 'keep the record of this start in a file, for check --baseline')
    .action(
      run(async (context, lab: string | undefined, options: Copy & { baseline?: string }) =>
        (await import('../commands/start.ts')).start(context, {
          ...(lab === undefined ? {} : { lab }),
          ...(options.baseline === undefined ? {} : { baseline: options.baseline }),
          ...copyOf(options),
        }),
      ),
    );
}

interface CheckOptions extends Copy {
  readonly wait: number;
  readonly output: Format;
  readonly save?: string;
  readonly from?: string;
  readonly baseline?: string;
}

/** How long `check` waits by itself, in seconds, for what changes without the learner. */
const defaultWaitSeconds = 10;

function addCheck(program: Command, { run }: Runner): void {
  program
    .command('check')
    .summary('look whether the tasks are done')
    .description(
      'Looks at the cluster and says of each task whether it is done, and if not, why. Changes nothing. Exit code: 0 all passed, 1 a task failed or is blocked, 3 something could not be told, 2 wrong usage.',
    )
    .argument('[lab]', 'default: the lab under way, which is the newest copy')
    .argument('[task]', 'only this task')
    .addOption(copyOption())
    .option(
      '--wait <seconds>',
      'wait at most so long for what is still changing by itself; what has settled is never waited for',
      wholeNumber(0, 600),
      defaultWaitSeconds,
    )
    .option(
      '--save <file>',
      'write what was seen to a file, without secrets, to grade it again or to report a wrong verdict',
    )
    .option('--from <file>', 'grade a saved file; contacts no cluster')
    .option('--baseline <file>', 'grade by the record that start --baseline kept')
    .addOption(
      new Option('-o, --output <format>', 'format').choices(['text', 'json', 'junit', 'markdown']).default('text'),
    )
    .action(
      run(async (context, lab: string | undefined, task: string | undefined, options: CheckOptions) => {
        const { wait, output, save, from, baseline } = options;
        return (await import('../commands/check.ts')).check(context, {
          words: wordsOf(lab, task),
          waitSeconds: wait,
          format: output,
          ...(save === undefined ? {} : { save }),
          ...(from === undefined ? {} : { from }),
          ...(baseline === undefined ? {} : { baseline }),
          ...copyOf(options),
        });
      }),
    );
}

function addHelpCommands(program: Command, { run }: Runner): void {
  program
    .command('answer')
    .summary('answer a question of a lab')
    .description(
      'Stores the answer to a task that asks a question. Without VALUE it shows the question; VALUE - reads stdin.',
    )
    .argument('<task>')
    .argument('[value...]')
    .option('--lab <lab>', 'default: the lab under way')
    .addOption(copyOption())
    .action(
      run(async (context, task: string, values: readonly string[], options: Copy & { lab?: string }) =>
        (await import('../commands/answer.ts')).answer(context, {
          task,
          values,
          ...(options.lab === undefined ? {} : { lab: options.lab }),
          ...copyOf(options),
        }),
      ),
    );
  program
    .command('hint')
    .summary('give a hint')
    .description('Gives the next hint for a task; without TASK for the first one that is not done.')
    .argument('[lab]')
    .argument('[task]')
    .option('--again', 'show the hints that were given already')
    .addOption(copyOption())
    .action(
      run(async (context, lab: string | undefined, task: string | undefined, options: Copy & { again?: true }) =>
        (await import('../commands/hint.ts')).hint(context, {
          words: wordsOf(lab, task),
          isAgain: options.again === true,
          ...copyOf(options),
        }),
      ),
    );
  program
    .command('solution')
    .summary('show how a lab is solved, and why it works')
    .description('Shows commands that solve the lab, and for each task why that works. It changes nothing.')
    .argument('[lab]')
    .argument('[task]', 'only the explanation of this task')
    .addOption(copyOption())
    .action(
      run(async (context, lab: string | undefined, task: string | undefined, options: Copy) =>
        (await import('../commands/solution.ts')).solution(context, { words: wordsOf(lab, task), ...copyOf(options) }),
      ),
    );
  program
    .command('next')
    .summary('suggest a lab')
    .description(
      'Suggests the first lab on the path that is not done on this machine and builds on nothing that is open, and says why it is that one. Contacts no cluster.',
    )
    .action(run(async (context) => (await import('../commands/next.ts')).next(context, {})));
}

interface PutBackOptions extends Copy {
  readonly dryRun?: true;
  readonly also?: readonly string[];
  readonly wait?: boolean;
}

function addPutBackCommands(program: Command, { run }: Runner): void {
  const putBack = (name: string): Command =>
    program
      .command(name)
      .argument('[lab]', 'default: the lab under way')
      .addOption(copyOption())
      .option('--dry-run', 'print what would be done, and do nothing')
      .option(
        '--also <kind/name>',
        'remove this too, which is new but not of the lab; may be given several times',
        collected,
      );
  const argsOf = (lab: string | undefined, options: PutBackOptions) => ({
    ...(lab === undefined ? {} : { lab }),
    isDryRun: options.dryRun === true,
    also: options.also ?? [],
    ...copyOf(options),
  });
  putBack('reset')
    .summary('bring a lab back to its start')
    .description('Brings a lab back to its start: what you made is removed, what you changed is restored.')
    .action(
      run(async (context, lab: string | undefined, options: PutBackOptions) =>
        (await import('../commands/reset.ts')).reset(context, argsOf(lab, options)),
      ),
    );
  putBack('stop')
    .summary('end a lab, and put the cluster back')
    .description("Ends a lab and puts the cluster back as it was. What is not the lab's stays, and is named.")
    .option('--no-wait', 'do not wait until the namespaces are gone')
    .action(
      run(async (context, lab: string | undefined, options: PutBackOptions) =>
        (await import('../commands/stop.ts')).stop(context, {
          ...argsOf(lab, options),
          isWaiting: options.wait !== false,
        }),
      ),
    );
}
