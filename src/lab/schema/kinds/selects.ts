import * as z from 'zod';
import { checkExtras, countPattern, inNamespace, labelMap, objectName } from '../common.ts';

const podSet = z
  .union([z.strictObject({ labels: labelMap, in: inNamespace }), z.strictObject({ of: objectName })])
  .meta({ description: '{ labels }: Pods that have them; { of: deployment/NAME }: its Pods' });

export const selectsCheck = z
  .strictObject({
    selects: z.strictObject({
      service: z.string().optional(),
      object: objectName.optional().meta({ description: 'A PDB, NetworkPolicy or workload instead of a Service' }),
      in: inNamespace,
      pods: podSet.optional().meta({ description: 'All of these are selected, and there is at least one' }),
      only: z.literal(true).optional().meta({ description: 'No other Pod is selected' }),
      ready: countPattern.optional().meta({ description: 'Number of ready endpoints' }),
      port: z.union([z.int(), z.string()]).optional().meta({ description: 'Port of the Service, by number or name' }),
      protocol: z.enum(['TCP', 'UDP', 'SCTP']).optional(),
      targetPort: z.union([z.int(), z.string()]).optional().meta({
        description: 'Where that port arrives in each Pod: a number, names resolved, or the name of a port there',
      }),
      share: z.array(z.strictObject({ pods: labelMap, percent: z.tuple([z.number(), z.number()]) })).optional(),
    }),
    ...checkExtras,
  })
  .meta({
    description: 'A Service, PDB, NetworkPolicy or workload selects exactly these Pods, and has these ready endpoints',
  });
