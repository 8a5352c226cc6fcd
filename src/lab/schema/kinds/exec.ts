import * as z from 'zod';
import { checkExtras, namespaceRef, pattern } from '../common.ts';

export const execCheck = z
  .strictObject({
    exec: z.strictObject({
      pod: z.string().meta({ description: "A Pod that the lab's start made, by its name" }),
      in: namespaceRef.optional().meta({ description: "Default: the lab's only namespace" }),
      container: z.string().optional().meta({ description: 'Default: its only container' }),
      run: z.array(z.string()).min(1).meta({
        id: 'ReadingCommand',
        description: 'A program that only reads, as cat, ls or grep, and its arguments; no shell',
      }),
      onlyReads: z
        .string()
        .optional()
        .meta({ description: 'Why another program only reads: a sentence for those who read the lab' }),
      exit: pattern.optional().meta({ description: 'Exit code; default: 0' }),
      output: pattern.optional().meta({ description: 'What it prints, white space at its end aside' }),
      errors: pattern.optional().meta({ description: 'What it prints on the standard error output' }),
    }),
    ...checkExtras,
  })
  .meta({ description: 'What a command that only reads prints in a Pod that the lab itself brought' });
