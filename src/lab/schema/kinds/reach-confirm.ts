import * as z from 'zod';
import { namespaceRef, objectName } from '../common.ts';

/** From where the rows of a `reach` table are tried with real traffic; the verdict rests on the rules all the same. */
export const reachConfirm = z
  .strictObject({
    from: objectName.meta({ description: "pod/NAME: a Pod that the lab's start made, with nc and timeout" }),
    in: namespaceRef.optional().meta({ description: "Where that Pod is. Default: the lab's only namespace" }),
    container: z.string().optional().meta({ description: 'Default: its only container' }),
  })
  .meta({
    description:
      'Where Pods really run, the rows that this Pod is the source of are tried by TCP, and the report says how traffic agrees; the verdict is that of the policies all the same',
  });
