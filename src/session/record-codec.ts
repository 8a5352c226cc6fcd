import { gunzipSync, gzipSync } from 'node:zlib';
import type * as z from 'zod';
import type { CopyRecord } from '../snapshot/copy-record.ts';
import { recordSchema } from '../snapshot/record-schema.ts';
import { UserError } from '../user-error.ts';
import type { CopyName } from './labels.ts';
import { copyTitle } from './labels.ts';

/** A ConfigMap holds 1 MiB; some is left for its metadata. */
const maxPackedBytes = 1_000_000;
/** No record of ours comes near it; a gzip bomb does. */
const maxUnpackedBytes = 32 * 1024 * 1024;

/**
 * A record as one entry of a ConfigMap: gzip in base64.
 * @throws UserError `record_too_large`.
 */
export function packRecord(record: CopyRecord): string {
  const packed = gzipSync(JSON.stringify(record));
  if (packed.length <= maxPackedBytes) return packed.toString('base64');
  const kib = Math.ceil(packed.length / 1024);
  throw new UserError(
    'record_too_large',
    `The record of ${copyTitle(record)} is too large for the cluster: ${kib} KiB.`,
    {
      wayOut: 'Make the lab start with fewer or smaller objects; a ConfigMap holds 1 MiB.',
      exitCode: 3,
    },
  );
}

export type Unpacked =
  | { readonly unpacked: 'record'; readonly record: CopyRecord }
  /** Not ours, cut off, or edited by hand; `why` is the middle of a sentence. */
  | { readonly unpacked: 'broken'; readonly why: string };

/** What a ConfigMap's entry holds. Anybody may have written it: nothing is believed before it was looked at. */
export function unpackRecord(base64: string, name: CopyName): Unpacked {
  const text = gunzipped(base64);
  if (text === undefined) return { unpacked: 'broken', why: 'it is not the packed text that kubeproctor wrote' };
  const value = parsedJson(text);
  const parsed = recordSchema.safeParse(value);
  if (!parsed.success) return { unpacked: 'broken', why: brokenBecause(parsed.error) };
  if (parsed.data.lab !== name.lab || parsed.data.copy !== name.copy)
    return { unpacked: 'broken', why: `it speaks of ${copyTitle(parsed.data)}` };
  return { unpacked: 'record', record: parsed.data };
}

function gunzipped(base64: string): string | undefined {
  try {
    return gunzipSync(Buffer.from(base64, 'base64'), { maxOutputLength: maxUnpackedBytes }).toString('utf8');
  } catch {
    return undefined; // not gzip, cut off, or a bomb: all the same to its reader
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function brokenBecause(error: z.ZodError): string {
  const [issue] = error.issues;
  return `at ${issue?.path.join('.') || 'its top'}: ${issue?.message ?? 'not a record'}`;
}
