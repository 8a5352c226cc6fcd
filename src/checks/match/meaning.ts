import { isSameSchedule } from '../../kubernetes/cron-schedule.ts';
import { isSameImage } from '../../kubernetes/image.ts';
import { scaledValue } from '../../kubernetes/int-or-percent.ts';
import type { Json } from '../../kubernetes/json.ts';
import { isSameJson } from '../../kubernetes/json.ts';
import { isSameQuantity } from '../../kubernetes/quantity.ts';
import type { MatchContext } from './differences.ts';

/** Parents whose values are quantities, and fields that are one themselves. */
const quantityParents = new Set([
  ...['requests', 'limits', 'hard', 'used', 'capacity', 'allocatable', 'overhead'],
  ...['min', 'max', 'default', 'defaultRequest', 'maxLimitRequestRatio'],
]);
const quantityFields = new Set(['sizeLimit', 'averageValue', 'divisor']);

/**
 * Two scalars are equal by meaning: images after defaulting, quantities by value, schedules by their times, percentages
 * by replicas. Labels, ConfigMaps and the like hold texts only, so that a wanted `8080` or `true` is the text of it.
 */
export function isSameByMeaning(wanted: Json, found: Json, path: readonly string[], context: MatchContext): boolean {
  if (isSameJson(wanted, found)) return true;
  if (typeof wanted === 'boolean') return found === String(wanted);
  if (!isNumberOrText(wanted) || !isNumberOrText(found)) return false;
  if (typeof wanted === 'number' && found === String(wanted)) return true;
  const field = path.at(-1) ?? '';
  if (field === 'image') return isSameImage(String(wanted), String(found));
  if (isQuantityAt(path)) return isSameQuantity(wanted, found);
  if (field === 'schedule') return isSameSchedule(String(wanted), String(found));
  return isShareOfPods(field) && isSameShare(wanted, found, field, context);
}

const isShareOfPods = (field: string): boolean => field === 'maxSurge' || field === 'maxUnavailable';

function isSameShare(wanted: string | number, found: string | number, field: string, context: MatchContext): boolean {
  const { replicas, unavailableRounds = 'down' } = context;
  if (replicas === undefined) return false;
  const rounding = field === 'maxSurge' ? 'up' : unavailableRounds;
  const value = scaledValue(wanted, replicas, rounding);
  return value !== undefined && value === scaledValue(found, replicas, rounding);
}

const isQuantityAt = (path: readonly string[]): boolean =>
  quantityParents.has(path.at(-2) ?? '') || quantityFields.has(path.at(-1) ?? '');

const isNumberOrText = (value: Json): value is string | number =>
  typeof value === 'string' || typeof value === 'number';
