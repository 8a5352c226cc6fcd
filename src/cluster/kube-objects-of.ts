import type { Json } from '../kubernetes/json.ts';
import { isJsonObject, valueAt } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { OutageError } from './client.ts';

/**
 * One object of a response.
 * @throws OutageError when it is none: what answered was not the API server, or only half of it.
 */
export function kubeObject(body: Json): KubeObject {
  if (isKubeObject(body)) return body;
  throw new OutageError({ code: 'truncated', detail: 'the answer is no Kubernetes object' });
}

/** The items of a list with the kind and apiVersion that the API server leaves out of them. */
export function itemsOf(list: Json, kind: string, apiVersion: string): readonly KubeObject[] | undefined {
  if (!isJsonObject(list) || typeof list.kind !== 'string' || !list.kind.endsWith('List')) return undefined;
  const items = list.items ?? []; // Go writes an empty list as null
  if (!Array.isArray(items)) return undefined;
  const objects = items.map((item) => (isJsonObject(item) ? { kind, apiVersion, ...item } : item));
  return objects.every(isKubeObject) ? objects : undefined;
}

function isKubeObject(value: Json): value is KubeObject {
  return (
    isJsonObject(value) &&
    typeof value.kind === 'string' &&
    typeof value.apiVersion === 'string' &&
    typeof valueAt(value, 'metadata', 'name') === 'string'
  );
}
