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
export function excerpt(text: string): string {
  const line = withoutCredentials(/^.*\S.*$/m.exec(text)?.[0] ?? '').trim();
  return line.length <= longestLine ? line : `${line.slice(0, longestLine - 1)}…`;
}
