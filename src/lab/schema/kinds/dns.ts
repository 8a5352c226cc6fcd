import * as z from 'zod';
import { checkExtras, namespaceRef, objectName } from '../common.ts';

export const dnsCheck = z
  .strictObject({
    dns: z.strictObject({
      from: objectName.meta({ description: "pod/NAME: a Pod that the lab's start made, with nslookup and cat" }),
      in: namespaceRef.optional().meta({ description: "Where that Pod is. Default: the lab's only namespace" }),
      container: z.string().optional().meta({ description: 'Default: its only container' }),
      name: z
        .string()
        .regex(/^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_.])?$/, 'is a DNS name')
        .meta({ description: 'As a program there would give it: db, db.data, db-0.db.data.svc.cluster.local' }),
      finds: z
        .union([
          objectName,
          z.strictObject({ object: objectName, in: namespaceRef }),
          z.strictObject({ addresses: z.array(z.string()).min(1) }),
        ])
        .optional()
        .meta({
          description:
            'service/NAME: its address, or those of its ready Pods where it has none of its own; pod/NAME; { object, in } in another namespace; { addresses }. Default: some address',
        }),
      absent: z.literal(true).optional().meta({ description: 'The name means nothing there' }),
    }),
    ...checkExtras,
  })
  .meta({
    description:
      'What a name means to the programs of a Pod that the lab itself brought, by the resolver settings it has',
  });
