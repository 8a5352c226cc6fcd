import type { Pair } from 'yaml';
import { isMap, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Json } from '../kubernetes/json.ts';
import type { Finding, Mistake } from './mistake.ts';
import { quoted } from './mistake.ts';
import type { LinePosition } from './yaml-position.ts';
import { keyText, lineAndColumn, mistakeFrom, nodeAt, startOf } from './yaml-position.ts';

/** A YAML document as data, with the way back from a path to a line. */
export interface YamlDocument {
  readonly read: 'document';
  readonly value: Json;
  /** Keys given twice; the rest of the document can still be judged. */
  readonly mistakes: readonly Mistake[];
  readonly mistakeAt: (finding: Finding) => Mistake;
}

export interface UnreadableYaml {
  readonly read: 'mistakes';
  readonly mistakes: readonly Mistake[];
}

/** Bytes; the longest lab we know has a tenth of it. */
export const maxLength = 256 * 1024;
export const maxDepth = 48;
/** Expansions of aliases, so that a short file cannot become a huge document. */
const maxAliasCount = 100;

/** In the whole document, what aliases stand for counted each time. */
const maxValues = 50_000;
const tooManyAliases = 'its aliases repeat too much, or themselves';

/** Reads one YAML 1.2 document. Never throws. After a syntax error that one is the only mistake. */
export function readYamlDocument(text: string, file: string): YamlDocument | UnreadableYaml {
  if (text.length > maxLength)
    return unreadable(file, { line: 1, col: 1 }, `the file is longer than ${maxLength / 1024} KiB`);
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, {
      ...{ lineCounter: lines, prettyErrors: false, logLevel: 'error', stringKeys: true, uniqueKeys: false },
    });
    const error = document.errors[0] ?? document.warnings[0];
    if (error === undefined && document.contents === null) return unreadable(file, { line: 1, col: 1 }, 'it is empty');
    if (error !== undefined) return unreadable(file, lines.linePos(error.pos[0]), sentence(error.message));
    const tooDeep = nodeBelow(document.contents, maxDepth);
    if (tooDeep !== undefined) return unreadable(file, startOf(tooDeep, lines), `nested more than ${maxDepth} deep`);
    const value = document.toJS({ maxAliasCount }) as Json; // string keys and the core schema yield JSON values only
    if (!isSmall(value, maxDepth, { values: maxValues })) return unreadable(file, { line: 1, col: 1 }, tooManyAliases);
    return {
      ...{ read: 'document', value },
      mistakes: repeatedKeys(document.contents).map((key) => ({
        ...{ file, ...lineAndColumn(startOf(key, lines)), severity: 'error', rule: 'repeated-key' },
        message: `the key ${quoted(String(key))} is given twice`,
      })),
      mistakeAt: (finding) => mistakeFrom(finding, file, startOf(nodeAt(document, finding), lines)),
    };
  } catch (error) {
    if (error instanceof RangeError) return unreadable(file, { line: 1, col: 1 }, `nested more than ${maxDepth} deep`);
    if (error instanceof ReferenceError) return unreadable(file, { line: 1, col: 1 }, tooManyAliases);
    throw error;
  }
}

function unreadable(file: string, at: LinePosition, message: string): UnreadableYaml {
  return {
    read: 'mistakes',
    mistakes: [{ file, ...lineAndColumn(at), severity: 'error', rule: 'yaml', message: `not readable: ${message}` }],
  };
}

/** The library's words, as the middle of a sentence. */
export function sentence(message: string): string {
  if (message.startsWith('Maximum call stack')) return `nested more than ${maxDepth} deep`;
  if (message.startsWith('Source contains multiple')) return 'it holds several documents, and a lab is one';
  return message.charAt(0).toLowerCase() + message.slice(1).replaceAll('tag:yaml.org,2002:', '!!');
}

/** Aliases are shared values, so a small one can look huge, or never end, to whoever walks through it. */
function isSmall(value: Json, depth: number, budget: { values: number }): boolean {
  budget.values -= 1;
  if (depth < 0 || budget.values < 0) return false;
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every((child) => isSmall(child, depth - 1, budget));
}

/** Some node that lies deeper than `depth`. */
export function nodeBelow(node: unknown, depth: number): unknown {
  if (!isMap(node) && !isSeq(node)) return undefined;
  if (depth === 0) return node;
  for (const item of node.items) {
    const child = isMap(node) ? (item as Pair).value : item; // a map's items are pairs
    const found = nodeBelow(child, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Own check, because the library compares each key with each other one: quadratic in the length of a mapping. */
export function repeatedKeys(node: unknown): readonly unknown[] {
  if (isSeq(node)) return node.items.flatMap(repeatedKeys);
  if (!isMap(node)) return [];
  const seen = new Set<string>();
  return node.items.flatMap((pair) => {
    const key = keyText(pair);
    const isRepeated = seen.has(key);
    seen.add(key);
    return [...(isRepeated ? [pair.key] : []), ...repeatedKeys(pair.value)];
  });
}
