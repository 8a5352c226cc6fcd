import * as z from 'zod';
import { celExpression, checkExtras } from '../common.ts';
import { celReads } from './cel.ts';

export const answerCheck = z
  .strictObject({
    answer: z.union([
      z.strictObject({
        is: z
          .union([
            z.strictObject({ cel: celExpression, reads: celReads.optional() }),
            z.string(),
            z.number(),
            z.boolean(),
            z.array(z.union([z.string(), z.number(), z.boolean()])).min(1),
          ])
          .meta({ description: 'The right answer (a value or a list), or { cel, reads } that computes it' }),
        as: z.enum(['text', 'name', 'number', 'quantity', 'set', 'list']).default('text'),
      }),
      z.strictObject({
        choose: z
          .array(z.strictObject({ text: z.string(), right: z.boolean().default(false), because: z.string() }))
          .min(2)
          .meta({ description: 'Options, lettered a, b, c …; one or several are right' }),
      }),
    ]),
    ...checkExtras,
  })
  .meta({ description: 'What the learner gives back with kubeproctor answer' });
