import * as z from 'zod';
import { bindingName, checkExtras, countPattern, inNamespace, objectName, pattern } from '../common.ts';

const objectConditions = {
  in: inNamespace,
  labels: pattern.optional().meta({ description: 'Labels it has: values or operators' }),
  ownedBy: objectName
    .optional()
    .meta({ description: 'An owner reference, followed upwards: a Pod of a Deployment too' }),
  node: z.string().optional().meta({ description: 'Pods: on this node' }),
  selectedBy: objectName
    .optional()
    .meta({ description: 'Pods: what this Service, PDB, NetworkPolicy or workload selects' }),
};

export const objectCheck = z
  .strictObject({
    object: z.union([objectName, z.strictObject({ any: z.string(), ...objectConditions })]).meta({
      description: 'kind/name, or { any: Kind, … } for one object that meets all conditions',
    }),
    in: inNamespace,
    has: pattern.optional().meta({ description: 'What the object means: a pattern' }),
    absent: z.literal(true).optional().meta({ description: 'There is no such object' }),
    count: countPattern.optional().meta({ description: 'With any: how many such objects there are' }),
    as: bindingName.optional(),
    ...checkExtras,
  })
  .meta({ description: 'An object exists and means what is wanted, is absent, or is there N times' });
