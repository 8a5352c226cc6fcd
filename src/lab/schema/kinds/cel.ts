import * as z from 'zod';
import { celExpression, checkExtras, inNamespace } from '../common.ts';

export const celReads = z
  .record(z.string(), z.strictObject({ all: z.string(), in: inNamespace }))
  .meta({ description: 'name: { all: Kind, in: alias }: lists that the expression may use' });

export const celCheck = z
  .strictObject({
    cel: z.strictObject({
      reads: celReads,
      that: celExpression,
    }),
    ...checkExtras,
    else: z.string().meta({ description: 'What the learner reads when the expression is false' }),
  })
  .meta({ description: 'Anything else, as a CEL expression over lists' });
