import type { Json, JsonObject } from '../kubernetes/json.ts';
import { isJsonObject, valueAt } from '../kubernetes/json.ts';
import { outageOf } from './classify-response.ts';
import type { ApiResponse } from './client.ts';
import { OutageError } from './client.ts';
import { oneLine } from './one-line.ts';

/**
 * The API server understood and said no.
 *
 * - `notFound`: no such object, or no such namespace to put it in, or no such kind
 * - `conflict`: another version than the one named, or fields that another manager owns
 * - `refused`: rights, quota, Pod Security, policies, webhooks, validation; `reason` and `message` are the server's
 */
export type Refusal =
  | { readonly result: 'notFound' | 'conflict' | 'alreadyExists'; readonly message: string }
  | { readonly result: 'refused'; readonly status: number; readonly reason: string; readonly message: string };

/**
 * The refusal in a response; undefined for 2xx.
 * @throws OutageError for what says nothing about the object: 401, throttling, a server in trouble, no Status at all.
 */
export function refusalOf(response: ApiResponse): Refusal | undefined {
  if (response.status >= 200 && response.status < 300) return undefined;
  const status = statusOf(response.body);
  if (status === undefined || isTrouble(response.status, status)) throw new OutageError(outageOf(response));
  const message = oneLine(String(status.message ?? ''));
  const reason = String(status.reason ?? '');
  if (response.status === 404) return { result: 'notFound', message };
  if (reason === 'AlreadyExists') return { result: 'alreadyExists', message };
  if (response.status === 409) return { result: 'conflict', message };
  return { result: 'refused', status: response.status, reason, message };
}

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
export const statusOf = (body: Json): JsonObject | undefined =>
  isJsonObject(body) && body.kind === 'Status' && body.apiVersion === 'v1' ? body : undefined;

/**
 * A disruption budget answers an eviction with 429, a webhook that fails with 500: both are answers. So is the 500 for a
 * binding without a kind of role, which all get but `system:masters`: their rights are looked at before the object is.
 */
function isTrouble(code: number, status: JsonObject): boolean {
  if (code === 429) return !isBudgetRefusal(status);
  if (code >= 500) return !/webhook|^unsupported role reference kind/.test(String(status.message ?? ''));
  return code === 401;
}

/** https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/#how-api-initiated-eviction-works */
export function isBudgetRefusal(status: Json): boolean {
  const causes = valueAt(status, 'details', 'causes');
  return Array.isArray(causes) && causes.some((cause) => valueAt(cause, 'reason') === 'DisruptionBudget');
}
