import type { Json, JsonObject } from '../../kubernetes/json.ts';
import { isJsonObject, isSameJson } from '../../kubernetes/json.ts';
import type { Difference } from '../issue.ts';
import { withPortNames } from './container-ports.ts';
import { isWideWhenEmpty, meansAbsent } from './emptiness.ts';
import { valueLeftOpen } from './left-open.ts';
import { isOrderedList, listDifferences, orderedDifferences } from './list-differences.ts';
import { isSameByMeaning } from './meaning.ts';
import { isOperators, operatorDifferences } from './operators.ts';
import { withPathType } from './path-type.ts';
import { inOneSpelling } from './quota-names.ts';
import { isSelector, selectorDifferences, withMatchLabels } from './selector-differences.ts';
import { shareOfPods } from './share-of-pods.ts';
import { asksForThing } from './things.ts';

/** What equality by meaning needs to know beside the two values: what percentages and names of ports speak of. */
export interface MatchContext {
  readonly replicas?: number;
  /** How a share of Pods that may be unavailable is rounded; default `down`, as Deployments do. */
  readonly unavailableRounds?: 'up' | 'down';
  /** Ports of the container that is compared, by name. */
  readonly portNames?: ReadonlyMap<string, number>;
  /** The path is a prefix: a stroke at its end says nothing. */
  readonly isPathPrefix?: boolean;
}

/**
 * In what a found value differs from what is wanted; empty when it means the same.
 * A mapping is a subset, a list is unordered with a found entry for every wanted one, a scalar is equal by meaning.
 */
export function differences(
  wanted: Json,
  found: Json | undefined,
  path: readonly string[],
  context: MatchContext,
): readonly Difference[] {
  const present = found ?? undefined; // null is how some clients write what is not there
  if (isOperators(wanted))
    return operatorDifferences(wanted, present, path, context).map(withShare(present, path, context));
  if (present === undefined) return absentDifferences(wanted, path, context);
  if (isJsonObject(wanted)) return mappingDifferences(wanted, present, path, context);
  if (Array.isArray(wanted)) {
    if (!Array.isArray(present)) return [difference(wanted, present, path)];
    return isOrderedList(path)
      ? orderedDifferences(wanted, present, path, context)
      : listDifferences(wanted, present, path, context);
  }
  if (isSameByMeaning(wanted, present, path, context)) return [];
  return [withShare(present, path, context)(difference(wanted, present, path))];
}

/** A percentage is told with what it comes to. */
function withShare(found: Json | undefined, path: readonly string[], context: MatchContext) {
  const pods = typeof found === 'string' ? shareOfPods(found, path, context) : undefined;
  const { replicas: of } = context;
  return (one: Difference): Difference =>
    pods === undefined || of === undefined ? one : { ...one, comesTo: { pods, of } };
}

export const difference = (wanted: Json, found: Json | undefined, path: readonly string[]): Difference => ({
  path: pathText(path),
  wanted,
  ...(found === undefined ? {} : { found }),
});

/** Number of values that a pattern asks for; what a near miss is measured by. */
export function wantedCount(wanted: Json): number {
  if (isOperators(wanted)) return 1;
  if (isJsonObject(wanted)) return Object.values(wanted).reduce<number>((sum, value) => sum + wantedCount(value), 0);
  if (Array.isArray(wanted)) return wanted.reduce<number>((sum, value) => sum + wantedCount(value), 0);
  return 1;
}

/** Nothing is there: right where that is what is wanted, at this place or at all places within. */
function absentDifferences(wanted: Json, path: readonly string[], context: MatchContext): readonly Difference[] {
  const isMet =
    isJsonObject(wanted) && Object.keys(wanted).length > 0
      ? !asksForThing(wanted, path) &&
        Object.entries(wanted).every(
          ([key, value]) => differences(value, undefined, [...path, key], context).length === 0,
        )
      : meansAbsent(wanted, path) || isSameJson(wanted, valueLeftOpen(path));
  return isMet ? [] : [difference(wanted, undefined, path)];
}

function mappingDifferences(
  wanted: JsonObject,
  found: Json,
  path: readonly string[],
  context: MatchContext,
): readonly Difference[] {
  if (!isJsonObject(found)) return [difference(wanted, found, path)];
  if (isSelector(wanted)) return selectorDifferences(wanted, found, path);
  if (Object.keys(wanted).length === 0 && isWideWhenEmpty(path))
    return Object.keys(found).length === 0 ? [] : [difference(wanted, found, path)];
  const present = withMatchLabels(wanted, inOneSpelling(found, path));
  const inner = withPathType(withPortNames(context, found, path), found, path);
  return Object.entries(inOneSpelling(wanted, path)).flatMap(([key, value]) =>
    differences(value, Object.hasOwn(present, key) ? present[key] : undefined, [...path, key], inner),
  );
}

/** `spec.template.spec.containers[web].image`: keys with dots or slashes are bracketed as kubectl's JSONPath writes them. */
export function pathText(path: readonly string[]): string {
  return path.reduce((text, step) => {
    if (step.startsWith('[')) return text + step;
    if (/[./]/.test(step)) return `${text}['${step}']`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}
