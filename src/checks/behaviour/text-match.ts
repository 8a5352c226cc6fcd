import type { Json } from '../../kubernetes/json.ts';
import { isJsonObject } from '../../kubernetes/json.ts';
import { withoutCredentials } from '../../kubernetes/without-credentials.ts';
import type { Difference } from '../issue.ts';
import { difference, differences } from '../match/differences.ts';

/** A text that a program printed; `isCut`: it is only a part of it. */
export interface PrintedText {
  readonly text: string;
  readonly isCut: boolean;
}

/** `undecided`: the part that was read does not decide. */
export type TextMatch = 'met' | 'undecided' | Difference;

/** Whether a text is what is wanted, white space at its end aside. */
export function matchText(wanted: Json, { text, isCut }: PrintedText, path: readonly string[]): TextMatch {
  const isAnything = isJsonObject(wanted) && Object.keys(wanted).length === 0;
  if (isAnything) return 'met';
  const isMet = differences(wanted, text.trimEnd(), path, {}).length === 0;
  if (isCut) return isMet && isKeptByMore(wanted) ? 'met' : 'undecided';
  return isMet ? 'met' : difference(wanted, excerpt(text), path);
}

/** Met by a part of a text, it is met by the whole. */
function isKeptByMore(wanted: Json): boolean {
  if (!isJsonObject(wanted)) return false;
  return Object.entries(wanted).every(([operator, operand]) => {
    if (operator === '$oneOf') return Array.isArray(operand) && operand.every(isKeptByMore);
    return operator === '$lines' || (operator === '$matches' && !/\$|\\z/.test(String(operand)));
  });
}

const longestLine = 200;

/** The first line with something in it, for a person, without what looks like a credential; `''` where there is none. */
export const excerpt = (text: string): string => shown(/^.*\S.*$/m.exec(text)?.[0] ?? '');

/** The last one. */
export const lastLine = (text: string): string => shown(text.trimEnd().split('\n').at(-1) ?? '');

/** The first line that by itself is what is wanted, else the last one. */
export function lineThatMeets(wanted: Json, text: string): string {
  const line = text.split('\n').find((one) => matchText(wanted, { text: one, isCut: false }, []) === 'met');
  return line === undefined || line.trim() === '' ? lastLine(text) : shown(line);
}

function shown(line: string): string {
  const text = withoutCredentials(line).trim();
  return text.length <= longestLine ? text : `${text.slice(0, longestLine - 1)}…`;
}
