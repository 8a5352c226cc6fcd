import * as z from 'zod';
import { check } from './checks.ts';
import { capability, labelMap, taskId } from './common.ts';
import { step } from './steps.ts';

/** DNS label, short enough to leave room for a copy's name. */
export const slug = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'is lower-case letters, digits and single hyphens')
  .max(40);

const task = z.strictObject({
  id: slug,
  title: z.string(),
  text: z.string().meta({ description: 'Markdown; one requirement' }),
  points: z.int().min(1).default(1),
  after: z.array(taskId).default([]).meta({ description: 'Blocked until these tasks pass' }),
  needs: z.array(capability).default([]).meta({ description: 'Capabilities without which this task is not gradable' }),
  checks: z.array(check).min(1),
  hints: z.array(z.string()).default([]),
  explain: z.string().optional(),
  docs: z.array(z.url()).default([]),
  context: z.array(z.string()).default([]).meta({ description: 'Code spans of the text that no check asks for' }),
  implied: z
    .record(z.string(), z.string())
    .default({})
    .meta({ description: 'Values that a check wants and the text does not name: value: why' }),
});

const namespace = z.strictObject({
  by: z
    .enum(['start', 'learner'])
    .default('start')
    .meta({ description: 'learner: reserved for the copy, made by the learner' }),
  labels: labelMap.default({}),
});

const variantBase = {
  steps: z.array(step).optional().meta({ description: 'Default: apply the file named' }),
  on: z.enum(['start', 'solution']).default('start').meta({ description: 'What the steps are done upon' }),
  blind: z.boolean().default(false).meta({ description: 'Written by someone who saw only the texts' }),
};
const variant = z.union([
  z.strictObject({ accept: z.string(), ...variantBase }),
  z.strictObject({
    reject: z.string(),
    fails: z.array(taskId).min(1),
    issue: z.string().meta({ description: 'Code of the issue by which the first of these tasks fails' }),
    because: z.string(),
    ...variantBase,
  }),
]);

/** The lab file. One definition for types, parser, JSON Schema and the printed reference. */
export const labSchema = z.strictObject({
  kubeproctor: z.literal(1).meta({ description: 'Version of this format' }),
  name: slug,
  title: z.string(),
  topic: slug,
  kcna: z
    .enum([
      'kubernetes-fundamentals',
      'container-orchestration',
      'cloud-native-architecture',
      'observability',
      'application-delivery',
    ])
    .optional(),
  level: z.enum(['beginner', 'intermediate', 'advanced']),
  minutes: z.int().min(1).max(240),
  kubernetes: z
    .string()
    .regex(/^>=\d+\.\d+$/, 'is written >=1.30')
    .optional()
    .meta({ description: 'Oldest Kubernetes minor, as ">=1.30"' }),
  needs: z
    .array(capability)
    .default([])
    .meta({ description: 'Capabilities without which the lab cannot be done at all' }),
  after: z
    .array(slug)
    .default([])
    .meta({ description: 'Names of labs of the same folder that it builds on, to be done before it' }),
  namespaces: z.record(
    slug,
    namespace.nullable().transform((value) => value ?? { by: 'start' as const, labels: {} }),
  ),
  names: z
    .array(slug)
    .default([])
    .meta({ description: 'Cluster-wide objects, users, label keys … that differ between copies' }),
  exclusive: z.array(z.enum(['nodes', 'node-ports', 'admission', 'default-class'])).default([]),
  allow: z.array(z.string()).default([]).meta({ description: 'What a third-party lab asks leave for' }),
  start: z.array(step).default([]),
  story: z.string(),
  tasks: z.array(task).min(1),
  solution: z.strictObject({ commands: z.string(), steps: z.array(step).min(1) }),
  free: z.array(z.strictObject({ object: z.string(), path: z.string(), because: z.string() })).default([]),
  variants: z.array(variant).default([]),
});

export type Lab = z.output<typeof labSchema>;
export type Task = Lab['tasks'][number];
export type Variant = Lab['variants'][number];
