import { isJsonObject } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';

/**
 * A Secret with its values in plain text as well, under `stringData`, where the API server takes them and never shows them.
 * https://kubernetes.io/docs/concepts/configuration/secret/#restriction-names-data
 */
export function withPlainTexts(object: KubeObject): KubeObject {
  if (object.kind !== 'Secret' || !isJsonObject(object.data)) return object;
  const texts = Object.entries(object.data).map(([key, value]) => [key, fromBase64(String(value))] as const);
  return { ...object, stringData: Object.fromEntries(texts) };
}

const fromBase64 = (text: string): string => Buffer.from(text, 'base64').toString('utf8');
