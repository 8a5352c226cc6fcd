import type { Json } from '../../kubernetes/json.ts';
import { isSameJson } from '../../kubernetes/json.ts';
import type { MatchContext } from './differences.ts';
import { differences } from './differences.ts';

/** Two stored values say the same, and neither says more: entries of a list in another order, a selector written otherwise. */
export function isSameMeaning(
  left: Json | undefined,
  right: Json | undefined,
  path: readonly string[],
  context: MatchContext,
): boolean {
  if (isSameJson(left, right)) return true;
  if (/"\$[^"]*":/.test(JSON.stringify([left, right]))) return false; // keys that would be taken for operators
  return isWithin(left, right, path, context) && isWithin(right, left, path, context);
}

const isWithin = (
  wanted: Json | undefined,
  found: Json | undefined,
  path: readonly string[],
  context: MatchContext,
): boolean => differences(wanted ?? null, found, path, context).length === 0;
