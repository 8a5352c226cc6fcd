import type { CommandContext } from './command-context.ts';

/** A result, to stdout; ends with a newline. */
export const print = ({ io }: CommandContext, text: string): void => {
  io.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
};

/** Anything else, to stderr. */
export const note = ({ io }: CommandContext, text: string): void => {
  io.stderr.write(text.endsWith('\n') ? text : `${text}\n`);
};
