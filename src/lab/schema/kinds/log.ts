import * as z from 'zod';
import { checkExtras, namespaceRef, objectName, pattern } from '../common.ts';

export const logCheck = z
  .strictObject({
    log: z.strictObject({
      of: objectName.meta({ description: 'A workload, or one Pod: of its Pods one has printed so' }),
      in: namespaceRef.optional().meta({ description: "Default: the lab's only namespace" }),
      every: z.literal(true).optional().meta({ description: 'All of them have' }),
      container: z
        .string()
        .optional()
        .meta({ description: 'Also an init container; default: one of the containers has printed so' }),
      previous: z
        .literal(true)
        .optional()
        .meta({ description: 'What the last run that has ended printed: of a crash loop, its crash' }),
      has: pattern,
    }),
    ...checkExtras,
  })
  .meta({
    description:
      'What a container has printed, as kubectl logs shows it: has is a text that is one of its lines, or { $matches }, { $lines }, { $not: … } of the whole',
  });
