import type { Json, JsonObject } from '../../kubernetes/json.ts';
import { isJsonObject } from '../../kubernetes/json.ts';
import { builtInKind } from '../../kubernetes/resource-kind.ts';
import type { Check } from '../schema/checks.ts';

/**
 * Everything that some checks, or the objects that they try, speak of, as an author might put it in backticks: values, keys, `key: value`, paths of
 * keys, both halves of `kind/name`, the words of longer texts. Not the sentences under `else`.
 */
export function mentionsOf(checks: readonly (Check | JsonObject)[]): ReadonlySet<string> {
  const mentions = new Set<string>();
  for (const check of checks) collect(check as unknown as Json, [], mentions); // parsed from JSON
  return mentions;
}

function collect(value: Json, keys: readonly string[], mentions: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, keys, mentions);
    return;
  }
  if (isJsonObject(value)) {
    for (const [key, child] of Object.entries(value)) {
      if (key === 'else' || key === 'because') continue;
      addPaths([...keys, key], mentions);
      collect(child, [...keys, key], mentions);
    }
    return;
  }
  addScalar(String(value), keys, mentions);
}

/** `$not`, and not `${disk}`, which is a name of the lab's. */
const isOperator = (key: string): boolean => key.startsWith('$') && !key.startsWith('${');

/** `spec.type`, and every shorter end of it. */
function addPaths(keys: readonly string[], mentions: Set<string>): void {
  const plain = keys.filter((key) => !isOperator(key));
  for (let start = 0; start < plain.length; start++) mentions.add(plain.slice(start).join('.'));
}

function addScalar(text: string, keys: readonly string[], mentions: Set<string>): void {
  const key = keys.findLast((one) => !isOperator(one)) ?? '';
  for (const pair of [`${key}: ${text}`, `${key}=${text}`, `${key}:${text}`]) mentions.add(pair);
  mentions.add(text);
  if (key === 'in' || key === 'namespace') mentions.add(`\${${text}}`);
  const words: readonly string[] = text.match(/\$\{[\w-]+\}|[\w./:*-]+/g) ?? [];
  for (const word of words) {
    mentions.add(word);
    if (words[words.indexOf(word) - 1] === 'in') mentions.add(`\${${word}}`);
    for (const part of [...word.split('/'), ...word.split(':')]) addName(part, mentions);
    addPaths(word.split('.'), mentions);
  }
}

/** A kind may be written as kubectl or as a manifest has it. */
function addName(word: string, mentions: Set<string>): void {
  mentions.add(word);
  const kind = builtInKind(word);
  if (kind === undefined) return;
  for (const name of [kind.kind, kind.kind.toLowerCase(), kind.resource, ...kind.shortNames]) mentions.add(name);
}
