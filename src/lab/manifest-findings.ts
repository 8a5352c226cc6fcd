import type { Json } from '../kubernetes/json.ts';
import { isJsonObject, valueAt } from '../kubernetes/json.ts';
import { builtInKind } from '../kubernetes/resource-kind.ts';
import type { Finding, Path } from './mistake.ts';
import { quoted } from './mistake.ts';
import { placeholderMistakes } from './rules/placeholder-rules.ts';
import { described } from './value-words.ts';

/** What keeps a value from being an object that can be applied. */
export function manifestFindings(value: Json, declared: readonly string[]): readonly Finding[] {
  if (!isJsonObject(value))
    return [
      {
        rule: 'manifest',
        path: [],
        message: `an object has apiVersion, kind and metadata; this is ${described(value)}`,
      },
    ];
  return [
    ...[['apiVersion'], ['kind'], ['metadata', 'name']].flatMap((path) => textMissing(value, path)),
    ...namespaceMissing(value),
    ...['labels', 'annotations'].flatMap((key) => notTexts(value, ['metadata', key])),
    ...placeholderMistakes(value, declared),
  ];
}

function textMissing(object: Json, path: Path): readonly Finding[] {
  const value = valueAt(object, ...path);
  if (typeof value === 'string' && value !== '') return [];
  const name = quoted(path.join('.'));
  const message = value === undefined || value === null || value === '' ? `${name} is missing` : inQuotes(name, value);
  return [{ rule: 'manifest', path, message }];
}

function namespaceMissing(object: Json): readonly Finding[] {
  const path = ['metadata', 'namespace'];
  const kind = valueAt(object, 'kind');
  const isNamespaced = typeof kind === 'string' && isOfBuiltInGroup(object, kind);
  if (isNamespaced) return textMissing(object, path);
  const value = valueAt(object, ...path);
  return value === undefined || value === null ? [] : textMissing(object, path);
}

/** `Service` of `serving.knative.dev` is not the built-in one. */
function isOfBuiltInGroup(object: Json, kind: string): boolean {
  const known = builtInKind(kind);
  const apiVersion = valueAt(object, 'apiVersion');
  const group = typeof apiVersion === 'string' && apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  return known?.kind === kind && known.isNamespaced && known.group === group;
}

/** Labels and annotations are texts: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ */
function notTexts(object: Json, path: Path): readonly Finding[] {
  const mapping = valueAt(object, ...path);
  if (mapping === undefined || mapping === null) return [];
  if (!isJsonObject(mapping))
    return [
      { rule: 'manifest', path, message: `${quoted(path.join('.'))} is a mapping; this is ${described(mapping)}` },
    ];
  return Object.entries(mapping).flatMap(([key, value]) =>
    typeof value === 'string' || value === null
      ? []
      : [{ rule: 'manifest', path: [...path, key], message: inQuotes(quoted(key), value) }],
  );
}

const inQuotes = (name: string, value: Json): string =>
  isJsonObject(value) || Array.isArray(value)
    ? `${name} is a text; this is ${described(value)}`
    : `${name} is a text, and kubectl reads ${described(value)} here: put it in quotes`;
