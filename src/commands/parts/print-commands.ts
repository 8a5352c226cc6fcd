import type { CommandContext } from './command-context.ts';
import { print } from './print.ts';

/** Commands to go on with, each after what it is for. */
export function printCommands(
  context: CommandContext,
  rows: readonly (readonly [what: string, command: string])[],
): void {
  const column = Math.max(...rows.map(([what]) => what.length));
  print(context, rows.map(([what, command]) => `${what.padEnd(column)}  ${context.palette.code(command)}`).join('\n'));
}
