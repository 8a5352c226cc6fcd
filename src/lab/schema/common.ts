import * as z from 'zod';
import type { Json } from '../../kubernetes/json.ts';
import { operatorNames } from './operators.ts';

/** A namespace: the bare alias of one of the lab's own, or `{ namespace: kube-system }` for any other. */
export const namespaceRef = z.union([z.string(), z.strictObject({ namespace: z.string() })]).meta({
  id: 'NamespaceRef',
  description: "Alias of one of the lab's namespaces, or { namespace: NAME } for any other",
});
export type NamespaceRef = z.infer<typeof namespaceRef>;

/** The namespace of an object that is named beside it. */
export const inNamespace = namespaceRef.optional().meta({ description: "Default: the lab's only namespace" });

/** `kind/name`, as in `deployment/web`, or a name bound by `as:`, as in `$web`. */
export const objectName = z
  .string()
  .regex(/^(\$[a-z][a-zA-Z0-9]*|[A-Za-z][A-Za-z0-9.-]*\/[^/\s]+)$/, 'is written KIND/NAME, as deployment/web, or $NAME')
  .meta({ id: 'ObjectName', description: 'KIND/NAME, as deployment/web; or $NAME for what an earlier check bound' });

export const bindingName = z
  .string()
  .regex(/^\$[a-z][a-zA-Z0-9]*$/, 'is written $NAME')
  .meta({ id: 'BindingName', description: '$NAME by which later checks of the task speak of the object found' });

/** Labels as a plain mapping: equal, key by key. */
export const labelMap = z.record(z.string(), z.string()).meta({ id: 'Labels', description: 'Labels, key: value' });

export const json: z.ZodType<Json> = z.json().meta({ id: 'Json', description: 'Any value' }) as z.ZodType<Json>; // z.json() infers mutable arrays; ours are readonly

/** What a value must be: a value that is equal by meaning, a mapping that is a subset, or operators (`$min`, …). */
export const pattern = json.meta({
  id: 'Pattern',
  description:
    'A value (equal by meaning), a mapping (a subset), a list (each entry is found, in any order), or operators: ' +
    operatorNames.join(', '),
});

export const countPattern = z
  .union([z.int().min(0), z.strictObject({ $min: z.int().optional(), $max: z.int().optional() })])
  .meta({ id: 'Count', description: 'A number, or { $min, $max }' });

/** What every check may say beside its kind. */
export const checkExtras = {
  else: z.string().optional().meta({ description: 'Sentence for the learner instead of the one made from the issue' }),
};

/** A CEL expression: https://cel.dev ; macros and functions of the language itself. */
export const celExpression = z
  .string()
  .meta({ id: 'CelExpression', description: 'CEL expression over the lists read; a check holds when it is true' });

/** The `id` of a task of this lab. */
export const taskId = z.string().meta({ id: 'TaskId', description: 'Id of a task of this lab' });

/** What a cluster must be able to do, as `pods-run` or `nodes>=2`; see `capability.ts`. */
export const capability = z.string().meta({
  id: 'Capability',
  description: 'What the cluster must be able to do: pods-run, traffic, network-policy, metrics, nodes>=2, …',
});
