import type { Json } from '../../kubernetes/json.ts';
import { isJsonObject } from '../../kubernetes/json.ts';
import type { LabFacts } from '../lab-facts.ts';
import type { Finding, Path } from '../mistake.ts';
import { quoted } from '../mistake.ts';
import { misspeltPlaceholders } from '../placeholders.ts';

/** `${shpo}` where the lab declares `shop`. */
export const unknownPlaceholders = ({ document, namespaces, names }: LabFacts): readonly Finding[] =>
  placeholderMistakes(document, [...namespaces, ...names]);

/** The same for any document: a manifest too. */
export function placeholderMistakes(value: Json, declared: readonly string[], path: Path = []): readonly Finding[] {
  if (typeof value === 'string') return inText(value, declared, path, 'value');
  if (Array.isArray(value))
    return value.flatMap((item, index) => placeholderMistakes(item, declared, [...path, index]));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    ...inText(key, declared, [...path, key], 'key'),
    ...placeholderMistakes(child, declared, [...path, key]),
  ]);
}

function inText(text: string, declared: readonly string[], path: Path, part: 'key' | 'value'): readonly Finding[] {
  return misspeltPlaceholders(text, declared).map(({ name, meant }) => ({
    ...{ rule: 'unknown-placeholder', path, part, suggestion: `\${${meant}}` },
    message: `the lab declares no ${quoted(`\${${name}}`)} (to write it literally: ${quoted(`$\${${name}}`)})`,
  }));
}

/** Namespaces and names share one space of placeholders. */
export function ambiguousNames({ namespaces, names }: LabFacts): readonly Finding[] {
  return names.flatMap((name, index): readonly Finding[] => {
    const path = ['names', index];
    if (namespaces.includes(name))
      return [
        {
          rule: 'repeated-name',
          path,
          message: `${quoted(name)} is a namespace already, and \`\${…}\` can mean one only`,
        },
      ];
    return names.indexOf(name) < index
      ? [{ rule: 'repeated-name', path, message: `${quoted(name)} is declared twice` }]
      : [];
  });
}
