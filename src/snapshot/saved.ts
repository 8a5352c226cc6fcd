import * as z from 'zod';
import { clusterProducts } from '../kubernetes/cluster-product.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { UserError } from '../user-error.ts';
import { behaviourAnswers } from './behaviour/behaviour-schema.ts';
import type { CopyRecord } from './copy-record.ts';
import { recordSchema } from './record-schema.ts';
import type { Snapshot } from './snapshot.ts';

/** What `check --save` writes and `check --from` reads: enough to grade again without the cluster. */
export interface SavedCheck {
  readonly kubeproctor: 1;
  readonly snapshot: Snapshot;
  readonly record: CopyRecord;
  /** Part of the report, which the two others do not tell. */
  readonly isLabChanged: boolean;
  /** What printed commands carry; '' for nothing. */
  readonly contextFlag: string;
}

/** Characters; a snapshot of the largest lab is far below. */
const maxSavedLength = 64 * 1024 * 1024;
const maxDepth = 64;

export const savedText = (saved: SavedCheck): string => `${JSON.stringify(saved)}\n`;

/**
 * A saved check from a file that anybody may have written.
 * @throws UserError `saved_file_broken`.
 */
export const parseSaved = (text: string, file: string): SavedCheck => parsed(text, file, savedSchema);

/**
 * The record that a teacher kept of a copy's start.
 * @throws UserError `saved_file_broken`.
 */
export const parseBaseline = (text: string, file: string): CopyRecord => parsed(text, file, recordSchema);

function parsed<T>(text: string, file: string, schema: z.ZodType<T>): T {
  if (text.length > maxSavedLength) throw broken(file, 'it is too long');
  const value = jsonOf(text);
  if (isDeeper(value, maxDepth)) throw broken(file, 'it is nested too deeply');
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw broken(file, `${issue?.path.join('.') || 'its top'}: ${issue?.message ?? 'not what was saved'}`);
}

const broken = (file: string, why: string): UserError =>
  new UserError('saved_file_broken', `${file} is not a file that kubeproctor saved: ${why}.`, {
    wayOut: 'Save it again: kubeproctor check --save FILE',
  });

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

const texts = z.record(z.string(), z.string());
const time = z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'is no time');
/** Judges rely on these fields alone being there. */
const kubeObject = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().exactOptional(),
    uid: z.string().exactOptional(),
    labels: texts.exactOptional(),
    annotations: texts.exactOptional(),
    ownerReferences: z
      .array(z.looseObject({ apiVersion: z.string(), kind: z.string(), name: z.string(), uid: z.string() }))
      .exactOptional(),
  }),
}) as unknown as z.ZodType<KubeObject>; // loose keys are JSON, as it came out of JSON.parse

const outage = z.object({
  code: z.enum([
    ...['unreachable', 'timeout', 'truncated', 'expired_list', 'throttled'],
    ...['forbidden', 'unauthorized', 'certificate', 'server_error', 'discovery'],
    ...['no_answer', 'gone_meanwhile'],
  ] as const),
  detail: z.string(),
});
const servedResource = z.object({
  group: z.string(),
  resource: z.string(),
  subresource: z.string().exactOptional(),
  isNamespaced: z.boolean(),
  verbs: z.array(z.string()),
});
const answer = z.discriminatedUnion('answer', [
  z.object({ answer: z.literal('list'), items: z.array(kubeObject) }),
  z.object({ answer: z.literal('absentKind') }),
  z.object({ answer: z.literal('review'), isAllowed: z.boolean(), reason: z.string() }),
  z.object({
    answer: z.literal('resources'),
    resources: z.array(servedResource),
    unansweredGroups: z.array(z.string()),
  }),
  z.object({ answer: z.literal('admitted'), warnings: z.array(z.string()), object: kubeObject.exactOptional() }),
  z.object({
    ...{ answer: z.literal('refused'), code: z.number(), reason: z.string() },
    ...{ message: z.string(), fields: z.array(z.string()) },
  }),
  ...behaviourAnswers,
  z.object({ answer: z.literal('outage'), outage }),
]);
const snapshotSchema = z.object({
  takenAt: time,
  cluster: z.object({ uid: z.string(), version: z.string(), context: z.string() }),
  missingCapabilities: z.array(z.string()),
  unenforced: z.object({ measuredAt: time, product: z.enum(clusterProducts).exactOptional() }).exactOptional(),
  answers: z.record(z.string(), answer),
}) satisfies z.ZodType<Snapshot>;

const savedSchema = z.object({
  kubeproctor: z.literal(1),
  snapshot: snapshotSchema,
  record: recordSchema,
  isLabChanged: z.boolean(),
  contextFlag: z.string(),
}) satisfies z.ZodType<SavedCheck>;
