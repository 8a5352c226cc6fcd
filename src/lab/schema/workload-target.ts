import * as z from 'zod';
import { objectName, pattern } from './common.ts';

/** Whose Pod template a check speaks of. */
export const workloadTarget = z
  .union([
    objectName,
    z.strictObject({ any: z.string(), labels: pattern.optional() }),
    z.strictObject({ selectedBy: objectName }),
  ])
  .meta({
    description: 'kind/name; { any: Kind, labels }; or { selectedBy: service/NAME }: every Pod that it selects',
  });
