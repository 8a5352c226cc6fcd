import * as z from 'zod';
import { inNamespace, json, objectName, pattern, taskId } from './common.ts';

const files = z
  .union([z.string(), z.array(z.string()).min(1)])
  .meta({ id: 'Files', description: "Files in the lab's manifest folder" });

const node = z.string().meta({
  description: 'Name of a node; or $1, $2 …: the first, the second one by name, those of the control plane last',
});

/** One thing done to the cluster, as data. Each has exactly one of these keys. */
export const stepSchemas = {
  apply: z.strictObject({ apply: files }).meta({ description: 'As kubectl apply: three-way' }),
  serverSideApply: z
    .strictObject({ serverSideApply: files, force: z.boolean().optional() })
    .meta({ description: 'As kubectl apply --server-side' }),
  create: z.strictObject({ create: files }).meta({ description: 'As kubectl create: fails where it exists' }),
  replace: z.strictObject({ replace: files }).meta({ description: 'As kubectl replace' }),
  patch: z
    .strictObject({
      patch: objectName,
      in: inNamespace,
      with: json,
      type: z.enum(['strategic', 'merge', 'json']).default('strategic'),
    })
    .meta({
      description: 'As kubectl patch: `strategic` for built-in kinds, `merge`, or `json` for a list of operations',
    }),
  delete: z
    .strictObject({ delete: objectName, in: inNamespace, cascade: z.enum(['background', 'orphan']).optional() })
    .meta({ description: 'As kubectl delete; of what is not there, nothing' }),
  label: z
    .strictObject({ label: objectName, in: inNamespace, set: z.record(z.string(), z.string().nullable()) })
    .meta({ description: 'As kubectl label; `null` takes a label away. A node is node/$1, as in `taint`' }),
  annotate: z
    .strictObject({ annotate: objectName, in: inNamespace, set: z.record(z.string(), z.string().nullable()) })
    .meta({ description: 'As kubectl annotate; `null` takes an annotation away' }),
  scale: z
    .strictObject({ scale: objectName, in: inNamespace, replicas: z.int().min(0) })
    .meta({ description: 'As kubectl scale' }),
  setImage: z
    .strictObject({ setImage: objectName, in: inNamespace, images: z.record(z.string(), z.string()) })
    .meta({ description: 'As kubectl set image: container: image' }),
  rollout: z
    .strictObject({
      rollout: z.enum(['undo', 'pause', 'resume', 'restart']),
      of: objectName,
      in: inNamespace,
      toRevision: z.int().min(1).optional(),
    })
    .meta({ description: 'As kubectl rollout' }),
  run: z
    .strictObject({ run: objectName, in: inNamespace, job: z.string() })
    .meta({ description: 'As kubectl create job JOB --from=cronjob/NAME' }),
  taint: z
    .strictObject({
      taint: node,
      taints: z
        .array(
          z.strictObject({
            key: z.string(),
            value: z.string().optional(),
            effect: z.string(),
            remove: z.boolean().optional(),
          }),
        )
        .min(1),
    })
    .meta({
      description:
        'As kubectl taint NODE. Nodes are meant by their place: $1, $2 …, by name, those of the control plane last',
    }),
  cordon: z
    .strictObject({ cordon: z.string(), undo: z.boolean().optional() })
    .meta({ description: 'As kubectl cordon NODE, or uncordon with `undo`' }),
  drain: z.strictObject({ drain: node }).meta({ description: 'As kubectl drain NODE: evictions' }),
  approve: z.strictObject({ approve: z.string() }).meta({ description: 'As kubectl certificate approve: a CSR' }),
  answer: z.strictObject({ answer: taskId, value: z.string() }).meta({ description: 'As kubeproctor answer' }),
  wait: z
    .strictObject({
      wait: objectName,
      in: inNamespace,
      until: z.union([
        z.literal('rolled-out'),
        z.literal('settled'),
        z.literal('gone'),
        z.strictObject({ has: pattern }),
      ]),
      seconds: z.int().min(1).max(120).default(30),
    })
    .meta({
      description:
        'Until the object is rolled out; settled: that, or stuck on what does not pass by itself; gone; or has what is wanted',
    }),
} as const;

export type StepName = keyof typeof stepSchemas;
export type StepOf<Name extends StepName> = z.output<(typeof stepSchemas)[Name]>;
export type Step = { [Name in StepName]: StepOf<Name> }[StepName];

export const step: z.ZodType<Step> = z.union(Object.values(stepSchemas)).meta({ id: 'Step' });
