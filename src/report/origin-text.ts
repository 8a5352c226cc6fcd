import type { Json } from '../kubernetes/json.ts';
import { isJsonObject } from '../kubernetes/json.ts';
import { valueText } from './value-text.ts';

/**
 * Of a variable or a file in a container, after its path: where it comes from, or the value that is written out.
 * Undefined for what is neither.
 */
export function originText(value: Json, side: 'wanted' | 'found'): string | undefined {
  if (!isJsonObject(value) || !Object.keys(value).every((key) => keysOfOrigin.has(key))) return undefined;
  const { value: plain, configMap, secret, key, mode, field } = value;
  if (typeof field === 'string') return `comes from the field ${field}`;
  const source = sourceText(configMap, secret);
  if (source === undefined) {
    if (typeof plain !== 'string' || Object.keys(value).length > 1) return undefined;
    return `is ${valueText(plain)}${side === 'found' ? ', written out there' : ''}`;
  }
  if (typeof key !== 'string') return undefined;
  return `comes from the key ${valueText(key)} of ${source}${typeof mode === 'string' ? `, with the mode ${mode}` : ''}`;
}

const keysOfOrigin: ReadonlySet<string> = new Set(['value', 'configMap', 'secret', 'key', 'mode', 'field']);

function sourceText(configMap: Json | undefined, secret: Json | undefined): string | undefined {
  if (typeof configMap === 'string') return `configmap/${configMap}`;
  return typeof secret === 'string' ? `secret/${secret}` : undefined;
}
