import * as z from 'zod';
import { unreachedWhys } from './proxy-read.ts';

const texts = z.record(z.string(), z.string());

/** Answers about behaviour in a saved file, which anybody may have written. */
export const behaviourAnswers = [
  z.object({
    ...{ answer: z.literal('http'), status: z.number(), headers: texts, body: z.string(), isCut: z.boolean() },
  }),
  z.object({ answer: z.literal('unreached'), why: z.enum(unreachedWhys), words: z.string() }),
  z.object({
    ...{ answer: z.literal('log'), text: z.string(), isCut: z.boolean(), exitCode: z.number().exactOptional() },
  }),
  z.object({ answer: z.literal('noLog'), words: z.string() }),
  z.object({
    ...{ answer: z.literal('command'), exitCode: z.number(), output: z.string(), errors: z.string() },
    isCut: z.boolean(),
  }),
  z.object({ answer: z.literal('notRun'), words: z.string() }),
  z.object({
    ...{ answer: z.literal('lookup'), asked: z.array(z.string()), found: z.string().exactOptional() },
    addresses: z.array(z.string()),
  }),
] as const;
