import { cleanLine } from '../../report/clean.ts';
import type { CommandContext } from './command-context.ts';

/** A running account of a long command, on stderr. */
export interface ProgressLine {
  /** What happens now. `isPassing`: it will be followed by more of the same, as a percentage. */
  readonly tell: (text: string, isPassing?: boolean) => void;
}

/** Plain lines are this far apart while the same thing goes on. */
const plainPauseMs = 10_000;

/** Runs `work` under a title: a live line on a terminal, plain lines now and then elsewhere. */
export async function withProgress<T>(
  context: CommandContext,
  title: string,
  work: (progress: ProgressLine) => Promise<T>,
): Promise<T> {
  return context.io.stderr.isTTY ? onTerminal(context, title, work) : inPlainLines(context, title, work);
}

async function onTerminal<T>(
  { io }: CommandContext,
  title: string,
  work: (progress: ProgressLine) => Promise<T>,
): Promise<T> {
  const { Listr, ListrLogger, ProcessOutput } = await import('listr2');
  const stream = io.stderr as NodeJS.WriteStream; // a terminal is a stream of the process
  const logger = new ListrLogger({ processOutput: new ProcessOutput(stream, stream) });
  let result: { readonly value: T } | undefined;
  const tasks = new Listr(
    [
      {
        title,
        task: async (_, task) => {
          const value = await work({
            tell: (text) => {
              task.output = cleanLine(text);
            },
          });
          result = { value };
        },
      },
    ],
    { registerSignalListeners: false, rendererOptions: { logger } },
  );
  await tasks.run();
  if (result === undefined) throw new Error('the task has run');
  return result.value;
}

async function inPlainLines<T>(
  { io }: CommandContext,
  title: string,
  work: (progress: ProgressLine) => Promise<T>,
): Promise<T> {
  io.stderr.write(`${title} …\n`);
  let last = '';
  let nextMs = 0;
  return work({
    tell: (text, isPassing = false) => {
      const nowMs = io.now().getTime();
      if (text === last || (isPassing && nowMs < nextMs)) return;
      last = text;
      nextMs = nowMs + plainPauseMs;
      io.stderr.write(`  ${cleanLine(text)}\n`);
    },
  });
}
