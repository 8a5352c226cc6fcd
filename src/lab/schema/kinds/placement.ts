import * as z from 'zod';
import { checkExtras, inNamespace, labelMap } from '../common.ts';
import { workloadTarget } from '../workload-target.ts';

const taint = z.strictObject({
  key: z.string(),
  value: z.string().optional(),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
});

const nodeShape = z
  .union([
    z.string().regex(/^node\//, 'is written node/NAME'),
    z.strictObject({ name: z.string().optional(), labels: labelMap.optional(), taints: z.array(taint).optional() }),
  ])
  .meta({
    description:
      'node/NAME, a real one; node/*, each that there is and that no taint closes to it; or a hypothetical { name, labels, taints }',
  });

export const placementCheck = z
  .strictObject({
    placement: z.strictObject({
      of: workloadTarget,
      in: inNamespace,
      may: z.array(nodeShape).optional().meta({ description: 'Nodes the scheduler may use' }),
      mayNot: z.array(nodeShape).optional(),
      only: z
        .literal(true)
        .optional()
        .meta({ description: 'No other nodes than those of `may`, whatever labels there are today or tomorrow' }),
      prefers: z
        .array(z.array(nodeShape).min(2))
        .optional()
        .meta({ description: 'Orders: each node is preferred to the next' }),
      stays: z
        .array(
          z.strictObject({ taints: z.array(taint).min(1), seconds: z.union([z.int().min(0), z.literal('forever')]) }),
        )
        .optional()
        .meta({ description: 'How long a running Pod stays when its node gets these taints; 0: it goes at once' }),
    }),
    ...checkExtras,
  })
  .meta({ description: 'On which nodes the scheduler may put it' });
