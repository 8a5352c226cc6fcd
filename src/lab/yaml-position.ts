import type { Document, LineCounter, Node, Pair, YAMLMap } from 'yaml';
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Finding, Mistake } from './mistake.ts';

/** The node at the end of a path; where the path ends early, the last one that is there. */
export function nodeAt(document: Document.Parsed, { path, part }: Pick<Finding, 'path' | 'part'>): unknown {
  let node: unknown = document.contents;
  for (const [index, step] of path.entries()) {
    const parent = isAlias(node) ? node.resolve(document) : node;
    const wantsKey = part === 'key' && index === path.length - 1;
    const next = isMap(parent) ? inMap(parent, step, wantsKey) : isSeq(parent) ? parent.items[Number(step)] : undefined;
    if (next === undefined || next === null) return node;
    node = next;
  }
  return node;
}

function inMap(map: YAMLMap, step: string | number, wantsKey: boolean): unknown {
  const pair = map.items.findLast((item) => keyText(item) === String(step));
  return wantsKey || pair?.value === null ? pair?.key : pair?.value;
}

export const keyText = (pair: Pair): string => (isScalar(pair.key) ? String(pair.key.value) : '');

export interface LinePosition {
  readonly line: number;
  readonly col: number;
}
export const lineAndColumn = ({ line, col }: LinePosition) => ({ line: Math.max(line, 1), column: Math.max(col, 1) });

export function startOf(node: unknown, lines: LineCounter): LinePosition {
  const range = typeof node === 'object' && node !== null ? (node as Node).range : undefined; // whatever has no range is placed at the start
  return lines.linePos(range?.[0] ?? 0);
}

/** A finding with its place in the file. */
export function mistakeFrom(finding: Finding, file: string, at: LinePosition): Mistake {
  const { rule, message, suggestion, severity = 'error' } = finding;
  return {
    ...{ file, ...lineAndColumn(at), severity, rule, message },
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}
