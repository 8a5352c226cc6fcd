import * as z from 'zod';
import type { JsonObject } from '../kubernetes/json.ts';
import { labSchema } from './schema/lab.ts';

/** The lab file as JSON Schema draft 7, which is what yaml-language-server, and so most editors, understand. */
export function labJsonSchema(): JsonObject {
  const schema = z.toJSONSchema(labSchema, { io: 'input', target: 'draft-7' });
  const described = {
    ...schema,
    title: 'kubeproctor lab',
    description: 'A hands-on Kubernetes lab: what is asked, how it is judged, and the proof that it is judged rightly',
  };
  return JSON.parse(JSON.stringify(described)) as JsonObject; // drops what is no JSON: undefined and functions
}
