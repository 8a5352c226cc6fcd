import type { Json, JsonObject } from '../../kubernetes/json.ts';
import type { ApiResponse } from '../client.ts';
import { statusOf } from '../refusal.ts';

/**
 * The API server puts this header on every response, those that it passes on included.
 * https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/
 */
export const isFromApiServer = ({ headers }: ApiResponse): boolean => headers['audit-id'] !== undefined;

/** The API server's own word in a response whose body was read as text; undefined where somebody behind it answered. */
export function foreignStatus({ status, body }: ApiResponse): JsonObject | undefined {
  if (status < 400 || typeof body !== 'string') return undefined;
  if (isOverload(body)) return { kind: 'Status', apiVersion: 'v1', message: body, code: status };
  return statusOf(parsed(body));
}

/** The only words that the API server has for too many requests and for its own end; a program's 429 is its answer. */
export const isOverload = (body: string): boolean =>
  /^(Too many requests|The apiserver is shutting down), please try again later\.?\s*$/.test(body);

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json; // JSON.parse returns nothing else
  } catch {
    return null;
  }
}
