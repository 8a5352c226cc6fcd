import * as z from 'zod';
import { checkExtras, inNamespace, objectName } from '../common.ts';

const subject = z
  .union([
    z.strictObject({ serviceAccount: z.string(), in: inNamespace }),
    z.strictObject({ user: z.string(), groups: z.array(z.string()).optional() }),
    z.strictObject({ group: z.string() }),
    z.strictObject({ podsOf: objectName, in: inNamespace }).meta({ description: 'The account its Pods run under' }),
  ])
  .meta({ description: 'Who asks' });

export const permission = z.string().meta({
  id: 'Permission',
  description:
    '"VERB … RESOURCE[.GROUP][/SUBRESOURCE] [named NAME] [in NAMESPACE | in all namespaces]" as "get list pods in shop"; "get /healthz" for a URL; without "in": cluster-wide',
});

export const accessCheck = z
  .strictObject({
    access: z.strictObject({
      who: subject,
      can: z.array(permission).optional(),
      cannot: z.array(permission).optional(),
      may: z
        .array(permission)
        .min(1)
        .optional()
        .meta({ description: 'With only: allowed or not, as the learner likes' }),
      only: z.literal(true).optional().meta({
        description: 'Least privilege: nothing beyond can, may and what everybody could do at the start, anywhere',
      }),
    }),
    ...checkExtras,
  })
  .meta({ description: "What a subject can and cannot do, by the API server's review" });
