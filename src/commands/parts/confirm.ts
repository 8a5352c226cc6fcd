import { createInterface } from 'node:readline/promises';
import type { CommandContext } from './command-context.ts';
import { note } from './print.ts';

/** Whether somebody sits there to be asked. */
const canAsk = ({ io }: CommandContext): boolean => io.stdin.isTTY === true && io.stderr.isTTY === true;

/** Asks on stderr; only `y` and `yes` are a yes. `--yes` answers by itself. Without a terminal: no. */
export async function confirm(context: CommandContext, question: string): Promise<boolean> {
  if (context.globals.isYes) return true;
  if (!canAsk(context)) return false;
  note(context, question);
  context.io.stderr.write('[y/N] ');
  const lines = createInterface({ input: context.io.stdin });
  try {
    const answer = await lines.question('', { signal: context.io.signal });
    return /^y(es)?$/i.test(answer.trim());
  } catch {
    return false; // Ctrl-C, or the end of the input
  } finally {
    lines.close();
  }
}
