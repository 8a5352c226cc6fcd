import * as z from 'zod';
import type { JsonObject } from '../kubernetes/json.ts';
import { labSchema } from './schema/lab.ts';
import { pathSchema } from './schema/path.ts';

/** The lab file as JSON Schema draft 7, which is what yaml-language-server, and so most editors, understand. */
export const labJsonSchema = (): JsonObject =>
  jsonSchema(labSchema, {
    title: 'kubeproctor lab',
    description: 'A hands-on Kubernetes lab: what is asked, how it is judged, and the proof that it is judged rightly',
  });

/** `labs/path.yaml` likewise. */
export const pathJsonSchema = (): JsonObject =>
  jsonSchema(pathSchema, {
    title: "kubeproctor learner's path",
    description: 'The order in which the labs of a folder are best done: topics, and the labs of each',
  });

function jsonSchema(schema: z.ZodType, told: { readonly title: string; readonly description: string }): JsonObject {
  const described = { ...z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }), ...told };
  return JSON.parse(JSON.stringify(described)) as JsonObject; // drops what is no JSON: undefined and functions
}
