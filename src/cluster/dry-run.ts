import { isByMutatingPolicy } from '../kubernetes/admission-refusal.ts';
import type { JsonObject } from '../kubernetes/json.ts';
import { valueAt } from '../kubernetes/json.ts';
import { mappingsAt } from '../kubernetes/pod-template.ts';
import type { ResourceKind } from '../kubernetes/resource-kind.ts';
import type { DryRunRead } from '../snapshot/dry-run.ts';
import type { Answer } from '../snapshot/read.ts';
import { isUnready, outageOf } from './classify-response.ts';
import type { ApiResponse, ClusterClient } from './client.ts';
import { OutageError } from './client.ts';
import { kubeObject } from './kube-objects-of.ts';
import { notServed } from './not-served.ts';
import { oneLine } from './one-line.ts';
import { statusOf } from './refusal.ts';
import { resourcePath } from './resource-path.ts';
import { targetResource } from './target.ts';

/**
 * Asks whether the API server would take an object. Nothing is stored, and no quota charged.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#dry-run
 * @throws OutageError
 */
export async function dryRun(
  client: ClusterClient,
  read: DryRunRead,
  options: { readonly timeoutMs?: number; readonly signal?: AbortSignal },
): Promise<Answer> {
  const kind = await targetResource(client, read.object);
  if (kind === undefined) return { answer: 'absentKind' };
  const response = await client.request({
    ...dryRunRequest(read, kind),
    ...options,
    isSafe: true,
  });
  const isOfNoPath = response.status === 404 && valueAt(response.body, 'details', 'kind') !== 'namespaces';
  return isOfNoPath ? notServed(client, kind, 'a dry run') : dryRunAnswer(response);
}

/** A create, and never without `dryRun=All`. */
export function dryRunRequest({ object, namespace }: DryRunRead, kind: ResourceKind) {
  const { namespace: _, ...metadata } = object.metadata;
  const place: JsonObject = kind.isNamespaced && namespace !== undefined ? { namespace } : {};
  return {
    method: 'POST' as const,
    path: resourcePath(kind, { namespace }, { dryRun: 'All' }),
    body: { ...object, metadata: { ...metadata, ...place } },
  };
}

/** The longest one seen is of Pod Security about many containers. */
const maxWords = 4_000;

/**
 * Admitted, refused, or an outage. A refusal counts as one only in the words of those who look at objects: a missing
 * right, and a server in trouble, say nothing about the object.
 * @throws OutageError
 */
export function dryRunAnswer(response: ApiResponse): Answer {
  const { status: code, body, warnings } = response;
  if (code >= 200 && code < 300) return { answer: 'admitted', warnings, object: kubeObject(body) };
  const status = statusOf(body);
  if (status === undefined) throw new OutageError(outageOf(response));
  const message = oneLine(String(status.message ?? ''), maxWords);
  if (code === 409 && status.reason === 'AlreadyExists') return { answer: 'admitted', warnings };
  if (!isAboutObject(code, message)) throw new OutageError(outageOf(response));
  const fields = mappingsAt(status, 'details', 'causes').flatMap(({ field }) =>
    typeof field === 'string' && field !== '<nil>' ? [field] : [],
  );
  return { answer: 'refused', code, reason: String(status.reason ?? ''), message, fields };
}

/** A webhook may deny with any code; else the server's own trouble, and what is asked before the object is looked at, are none. */
function isAboutObject(code: number, message: string): boolean {
  if (/^admission webhook "[^"]+" denied the request/.test(message) || isByMutatingPolicy(message)) return true;
  if (/does not support dry run/.test(message) || isUnready(message)) return false;
  if (code === 403) return /^\S+ "[^"]*" is forbidden: (?!User "|user "[^"]*" \(groups=)/.test(message);
  return [400, 404, 409, 413, 422].includes(code);
}
