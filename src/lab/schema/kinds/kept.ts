import * as z from 'zod';
import { checkExtras, inNamespace, objectName } from '../common.ts';

export const keptCheck = z
  .strictObject({
    kept: z.strictObject({
      object: objectName,
      in: inNamespace,
      unchanged: z
        .array(z.string())
        .optional()
        .meta({ description: 'Paths that are as they were at the start, as spec.template' }),
    }),
    ...checkExtras,
  })
  .meta({ description: 'What was there at the start is the same object still (uid), unchanged where it matters' });
