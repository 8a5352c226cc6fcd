import * as z from 'zod';
import { checkExtras, inNamespace, pattern } from '../common.ts';
import { workloadTarget } from '../workload-target.ts';

export const workloadCheck = z
  .strictObject({
    workload: z.strictObject({
      of: workloadTarget,
      in: inNamespace,
      container: z
        .string()
        .optional()
        .meta({ description: 'Default: one of its containers meets all that is asked of a container' }),
      initContainer: z.string().optional(),
      everyContainer: z
        .literal(true)
        .optional()
        .meta({ description: 'Each of its containers, init containers included, meets all that is asked of one' }),
      image: pattern.optional(),
      command: pattern.optional().meta({ description: 'Entry point as the Pod gives it: exact and ordered' }),
      args: pattern.optional().meta({ description: 'Arguments as the Pod gives them: exact and ordered' }),
      commandLine: pattern.optional().meta({
        description:
          'All words that the Pod gives, of the command and then of the arguments, with blanks between: { $matches } for what leaves the rest open. A program whose name has blanks stands in quotes',
      }),
      paths: pattern.optional().meta({
        description:
          'A list of whole paths of which the command line speaks, also in a script: relative ones count from workingDir, or from where a cd leads',
      }),
      env: pattern.optional().meta({
        description:
          'NAME: value, { value }, { secret, key }, { configMap, key }, { field } or { resource }, after envFrom and $(VAR); $none and $every speak of the values',
      }),
      mounts: pattern.optional().meta({
        description:
          'PATH: { secret | configMap | emptyDir | claim | hostPath | projected | downwardAPI, volume, readOnly, mode, subPath, key }',
      }),
      files: z.record(z.string(), pattern).optional().meta({
        description: 'PATH of a file: { configMap | secret, key, mode } that stands in it, however it is mounted',
      }),
      requests: pattern.optional(),
      limits: pattern.optional(),
      ports: pattern.optional().meta({ description: 'Container ports: a list of { containerPort, name, protocol }' }),
      security: pattern.optional().meta({
        description:
          'runAsUser, runAsNonRoot, readOnlyRootFilesystem, allowPrivilegeEscalation, privileged, capabilities, seccompProfile after inheritance from the Pod',
      }),
      probes: pattern.optional().meta({ description: '{ startup, readiness, liveness }' }),
      serviceAccount: pattern.optional(),
      automountsToken: z.boolean().optional(),
      podSecurity: z
        .enum(['privileged', 'baseline', 'restricted'])
        .optional()
        .meta({ description: 'The strictest level that it meets' }),
      qosClass: z.enum(['Guaranteed', 'Burstable', 'BestEffort']).optional(),
      pod: pattern.optional().meta({ description: 'Anything else of the Pod spec' }),
      replicas: pattern.optional(),
    }),
    ...checkExtras,
  })
  .meta({ description: 'What a Pod, or any object with a Pod template, effectively runs' });
