import * as z from 'zod';
import type { Json } from '../kubernetes/json.ts';
import type { CopyRecord } from './copy-record.ts';

const texts = z.record(z.string(), z.string());
/** It came out of JSON.parse, so it is JSON; walking each object again would cost more than the check it serves. */
const anyJson = z.unknown() as unknown as z.ZodType<Json>;
const recordedObject = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  name: z.string(),
  namespace: z.string().exactOptional(),
  uid: z.string(),
  resourceVersion: z.string().exactOptional(),
  object: anyJson.exactOptional(),
});
const words = z.array(z.string());
const everybodysRules = z.object({
  group: z.string(),
  namespace: z.string().exactOptional(),
  rules: z.array(
    z.object({ verbs: words, apiGroups: words, resources: words, resourceNames: words, nonResourceURLs: words }),
  ),
});
/** The record of a copy, out of a cluster or a saved file: anybody may have written it. */
export const recordSchema = z.object({
  format: z.literal(1),
  lab: z.string(),
  copy: z.string(),
  startedAt: z.string(),
  isComplete: z.boolean(),
  labText: z.string(),
  manifests: texts,
  namespaces: texts,
  names: texts,
  learnerNamespaces: z.array(z.string()),
  exclusive: z.array(z.string()),
  keepsNamespaces: z.boolean(),
  startedWith: z.array(recordedObject),
  before: z.array(recordedObject),
  everybody: z.array(everybodysRules).exactOptional(),
  answers: texts,
  hintsTaken: z.record(z.string(), z.number()),
}) satisfies z.ZodType<CopyRecord>;
