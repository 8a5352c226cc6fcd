import type { Json, JsonObject } from '../../kubernetes/json.ts';
import { isJsonObject, valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';

export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration';

/** The manifest with the annotation in which `kubectl apply` keeps it. */
export function withLastApplied(manifest: KubeObject): KubeObject {
  const annotations = withoutKey(manifest.metadata.annotations ?? {}, lastAppliedAnnotation);
  const bare: KubeObject = { ...manifest, metadata: { ...manifest.metadata, annotations } };
  return {
    ...bare,
    metadata: { ...bare.metadata, annotations: { ...annotations, [lastAppliedAnnotation]: goJson(bare) } },
  };
}

/** What was applied last, as its annotation says; `{}` where it has none, as kubectl takes it. */
export function lastAppliedOf(live: KubeObject): JsonObject {
  const text = valueAt(live, 'metadata', 'annotations', lastAppliedAnnotation);
  if (typeof text !== 'string' || text === '') return {};
  const value: unknown = JSON.parse(text);
  return isJsonObject(value) ? value : {};
}

/**
 * JSON as Go's encoder writes it: keys sorted by their bytes, `<`, `>`, `&` and the line separators escaped, a newline at
 * the end. https://pkg.go.dev/encoding/json#Marshal
 */
export const goJson = (value: Json): string => `${encoded(value)}\n`;

function encoded(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(encoded).join(',')}]`;
  if (isJsonObject(value)) {
    const keys = Object.keys(value).sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
    return `{${keys.map((key) => `${encodedText(key)}:${encoded(value[key] ?? null)}`).join(',')}}`;
  }
  return typeof value === 'string' ? encodedText(value) : JSON.stringify(value);
}

const encodedText = (text: string): string =>
  JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const withoutKey = <T>(mapping: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(mapping).filter(([name]) => name !== key));
