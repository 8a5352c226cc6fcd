import type { JsonObject } from '../../kubernetes/json.ts';
import { isSameJson } from '../../kubernetes/json.ts';
import type { Requirement } from '../../kubernetes/label-selector.ts';
import { requirementsOf } from '../../kubernetes/label-selector.ts';
import type { Difference } from '../issue.ts';
import { difference } from './differences.ts';
import { isOperators } from './operators.ts';

/** A wanted label selector: a mapping of nothing but `matchLabels` and `matchExpressions`, without operators inside. */
export function isSelector(wanted: JsonObject): boolean {
  const keys = Object.keys(wanted);
  return (
    keys.length > 0 &&
    keys.every((key) => key === 'matchLabels' || key === 'matchExpressions') &&
    Object.values(wanted).every((value) => !isOperators(value) && !Object.values(value ?? {}).some(isOperators))
  );
}

/**
 * Selectors are compared by their requirements: `matchLabels` = `matchExpressions` `In` one value. Further requirements
 * are allowed, but not where none is wanted.
 */
export function selectorDifferences(
  wanted: JsonObject,
  found: JsonObject,
  path: readonly string[],
): readonly Difference[] {
  const present = requirementsOf(found);
  const isMissing = (requirement: Requirement): boolean =>
    !present.some((other) => isSameJson({ ...requirement }, { ...other }));
  const required = requirementsOf(wanted);
  const isEqual = required.length === 0 ? present.length === 0 : !required.some(isMissing);
  return isEqual ? [] : [difference(wanted, found, path)];
}
