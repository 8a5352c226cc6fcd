import { scaledValue } from '../../kubernetes/int-or-percent.ts';
import type { MatchContext } from './differences.ts';

/** `minAvailable` of a budget rounds up; what else there is, see `MatchContext`. */
const roundings: Readonly<Record<string, 'up' | 'context'>> = {
  maxSurge: 'up',
  minAvailable: 'up',
  maxUnavailable: 'context',
};

/**
 * What a number or percentage comes to among the replicas it speaks of; undefined where that is not known, and for fields
 * that are no share.
 * https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-unavailable
 */
export function shareOfPods(
  value: string | number,
  path: readonly string[],
  { replicas, unavailableRounds = 'down' }: MatchContext,
): number | undefined {
  const field = path.at(-1) ?? '';
  const rounding = Object.hasOwn(roundings, field) ? roundings[field] : undefined;
  if (rounding === undefined || replicas === undefined) return undefined;
  return scaledValue(value, replicas, rounding === 'context' ? unavailableRounds : rounding);
}
