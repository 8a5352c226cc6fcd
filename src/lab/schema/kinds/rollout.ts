import * as z from 'zod';
import { checkExtras, inNamespace, objectName, pattern } from '../common.ts';

export const rolloutCheck = z
  .strictObject({
    rollout: z.strictObject({
      of: objectName,
      in: inNamespace,
      complete: z.literal(true).optional().meta({
        description:
          'Every replica is of the newest template (of a StatefulSet with a partition, those from it on), and all are available',
      }),
      image: pattern.optional().meta({ description: 'Some container of the template has this image' }),
      paused: z.boolean().optional(),
      revision: pattern.optional().meta({ description: 'Number of the current revision' }),
      cameFrom: z
        .strictObject({ revision: z.int().min(1) })
        .optional()
        .meta({ description: 'A Deployment: its current ReplicaSet was this revision before: a rollback' }),
      updated: z
        .literal(true)
        .optional()
        .meta({ description: 'Its template changed in place since the start: same object, later revision' }),
      changeCause: pattern
        .optional()
        .meta({ description: 'Annotation kubernetes.io/change-cause of the current revision' }),
      strategy: pattern
        .optional()
        .meta({ description: 'spec.strategy or spec.updateStrategy; percentages against its replicas' }),
    }),
    ...checkExtras,
  })
  .meta({
    description: 'A Deployment, StatefulSet or DaemonSet is rolled out: complete, from which revision, paused or not',
  });
