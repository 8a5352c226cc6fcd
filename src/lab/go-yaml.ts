import type { Document, Pair, Scalar, YAMLMap } from 'yaml';
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Json } from '../kubernetes/json.ts';
import { goScalar } from './go-scalar.ts';
import { quoted } from './mistake.ts';

/** Something in a YAML document that kubectl would refuse, at a node. */
export class GoYamlError extends Error {
  override readonly name = 'GoYamlError';
  readonly node: unknown;

  constructor(message: string, node: unknown) {
    super(message);
    this.node = node;
  }
}

/** Values in one document, aliases followed. */
const maxValues = 50_000;
const maxAliases = 100;

/**
 * The JSON that sigs.k8s.io/yaml makes of a document, which was composed with the schema `failsafe`.
 * @throws GoYamlError
 */
export function goYamlToJson(document: Document.Parsed): Json {
  const following: unknown[] = [];
  let values = 0;
  let aliases = 0;
  return convert(document.contents);

  function convert(node: unknown): Json {
    values += 1;
    if (values > maxValues) throw new GoYamlError('its aliases repeat too much', node);
    if (isAlias(node)) return follow(node, convert);
    if (isScalar(node)) return scalarValue(node);
    if (isSeq(node)) return node.items.map(convert);
    if (isMap(node)) return mapping(node);
    return null;
  }

  function follow<Result>(node: unknown, next: (target: unknown) => Result): Result {
    if (!isAlias(node)) return next(node);
    aliases += 1;
    if (aliases > maxAliases) throw new GoYamlError('it has too many aliases', node);
    const target = node.resolve(document);
    if (following.includes(target)) throw new GoYamlError('an anchor contains itself', node);
    following.push(target);
    const result = next(target);
    following.pop();
    return result;
  }

  function mapping(map: YAMLMap): Json {
    const entries = new Map<string, Json>();
    for (const pair of map.items) {
      if (isMergeKey(pair)) for (const [key, value] of merged(pair.value)) entries.set(key, value);
      else entries.set(keyOf(pair), convert(pair.value));
    }
    return Object.fromEntries(entries);
  }

  /** Of several mappings the first counts. */
  function merged(node: unknown): readonly (readonly [string, Json])[] {
    if (isSeq(node)) return node.items.toReversed().flatMap(merged);
    return follow(node, (target) => {
      if (!isMap(target)) throw new GoYamlError('`<<` takes a mapping, or a list of them', node);
      return Object.entries(mapping(target) as { readonly [key: string]: Json }); // a map converts to an object
    });
  }
}

const isMergeKey = (pair: Pair): boolean => isScalar(pair.key) && pair.key.value === '<<' && pair.key.type === 'PLAIN';

function keyOf(pair: Pair): string {
  const key = isScalar(pair.key) ? scalarValue(pair.key) : null;
  if (key === null) throw new GoYamlError('a key is a text', pair.key);
  return String(key);
}

/** `tag:yaml.org,2002:` and one of these, or no tag. */
const resolvedTags = ['int', 'float', 'bool', 'null'];

function scalarValue(node: Scalar): null | boolean | number | string {
  const text = String(node.value);
  const tag = node.tag?.replace('tag:yaml.org,2002:', '');
  if (tag === 'str' || (tag === undefined && node.type !== 'PLAIN')) return text;
  if (tag !== undefined && !resolvedTags.includes(tag)) throw new GoYamlError(`unknown tag ${quoted(tag)}`, node);
  const scalar = goScalar(text);
  if ('mistake' in scalar) throw new GoYamlError(scalar.mistake, node);
  return scalar.value;
}
