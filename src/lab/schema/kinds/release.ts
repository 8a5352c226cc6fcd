import * as z from 'zod';
import { checkExtras, inNamespace, pattern } from '../common.ts';

export const releaseCheck = z
  .strictObject({
    release: z.strictObject({
      name: z.string().meta({ description: 'Name of the release' }),
      in: inNamespace,
      status: z
        .enum([
          ...['deployed', 'uninstalled', 'failed', 'superseded', 'unknown', 'uninstalling'],
          ...['pending-install', 'pending-upgrade', 'pending-rollback'],
        ] as const)
        .optional()
        .meta({ description: 'Of its newest revision; default: deployed' }),
      chart: z
        .union([
          z.string(),
          z.strictObject({
            name: pattern.optional(),
            version: pattern.optional(),
            appVersion: pattern.optional(),
          }),
        ])
        .optional()
        .meta({ description: "The chart's name, or { name, version, appVersion }" }),
      revision: pattern.optional().meta({ description: 'Number of the newest revision' }),
      values: pattern
        .optional()
        .meta({ description: "Values that it runs with: what was set, and the chart's own where nothing was" }),
      set: pattern
        .optional()
        .meta({ description: 'Values that were given with --set, -f and the like, without those of the chart' }),
      cameFrom: z
        .strictObject({ revision: z.int().min(1) })
        .optional()
        .meta({ description: 'Its newest revision is a rollback to this one' }),
      absent: z
        .literal(true)
        .optional()
        .meta({ description: 'There is no such release, or only the history of one that was uninstalled' }),
    }),
    ...checkExtras,
  })
  .meta({ description: 'A Helm release, as Helm stores it in the cluster: chart, status, values, revision' });
