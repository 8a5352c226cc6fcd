import { type JsonObject, valueAt } from '../kubernetes/json.ts';
import type { Answer, ReviewRead } from '../snapshot/read.ts';
import { outageOf } from './classify-response.ts';
import type { ClusterClient } from './client.ts';
import { OutageError } from './client.ts';
import { oneLine } from './one-line.ts';
import { resourcePath } from './resource-path.ts';

/**
 * Asks the API server's own authorizers; nothing is stored. Where the action names a namespace the Local review is
 * asked, which needs rights in that namespace only.
 * https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access
 * @throws OutageError
 */
export async function review(
  client: ClusterClient,
  read: ReviewRead,
  options: { readonly timeoutMs?: number; readonly signal?: AbortSignal },
): Promise<Answer> {
  const response = await client.request({ method: 'POST', ...reviewRequest(read), ...options, isSafe: true });
  if (response.status !== 200 && response.status !== 201) throw new OutageError(outageOf(response));
  const allowed = valueAt(response.body, 'status', 'allowed');
  if (typeof allowed !== 'boolean')
    throw new OutageError({ code: 'truncated', detail: 'the answer to an access review says neither yes nor no' });
  const isDenied = valueAt(response.body, 'status', 'denied') === true;
  const reason =
    valueAt(response.body, 'status', 'reason') ?? valueAt(response.body, 'status', 'evaluationError') ?? '';
  return { answer: 'review', isAllowed: allowed && !isDenied, reason: oneLine(String(reason)) };
}

export function reviewRequest(read: ReviewRead): { readonly path: string; readonly body: JsonObject } {
  const { user, groups, action } = read;
  const namespace = 'path' in action ? undefined : action.namespace;
  const attributes: JsonObject =
    'path' in action
      ? { nonResourceAttributes: { verb: action.verb, path: action.path } }
      : { resourceAttributes: { ...action } };
  const isLocal = namespace !== undefined;
  const resource = isLocal ? 'localsubjectaccessreviews' : 'subjectaccessreviews';
  return {
    path: resourcePath({ ...authorization, resource, isNamespaced: isLocal }, { namespace }),
    body: {
      apiVersion: 'authorization.k8s.io/v1',
      kind: isLocal ? 'LocalSubjectAccessReview' : 'SubjectAccessReview',
      ...(isLocal ? { metadata: { namespace } } : {}),
      spec: { user, groups: [...groups], ...attributes },
    },
  };
}

const authorization = { group: 'authorization.k8s.io', version: 'v1' };
