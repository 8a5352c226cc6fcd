import { durationSeconds } from './go-duration.ts';

/**
 * When a schedule comes: either each so many seconds, or at these minutes and hours of these days of the year
 * (`2-29-4`: the 29th of February when it is a Thursday).
 */
export type CronSchedule =
  | { readonly every: number }
  | { readonly minutes: readonly number[]; readonly hours: readonly number[]; readonly days: readonly string[] };

const descriptors: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};
const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const daysOfMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Two schedules mean the same when they come at the same minutes of the same days, whatever the year and the time zone.
 * https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
 */
export function isSameSchedule(left: string, right: string): boolean {
  const schedule = parseSchedule(left);
  return schedule !== undefined && JSON.stringify(schedule) === JSON.stringify(parseSchedule(right));
}

/**
 * Reads a schedule as the CronJob controller does; `undefined` for what is none.
 * Without days it never comes, as `0 0 30 2 *`.
 */
export function parseSchedule(text: string): CronSchedule | undefined {
  const trimmed = text.trim();
  if (trimmed.startsWith('@every ')) {
    const every = durationSeconds(trimmed.slice('@every '.length).trim());
    return every === undefined ? undefined : { every: Math.max(1, Math.floor(every)) };
  }
  const [minute, hour, dayOfMonth, month, dayOfWeek, ...rest] = (descriptors[trimmed] ?? trimmed).split(/\s+/);
  if (dayOfWeek === undefined || rest.length > 0) return undefined;
  const minutes = parseField(minute, 0, 59);
  const hours = parseField(hour, 0, 23);
  const ofMonth = parseField(dayOfMonth, 1, 31);
  const months = parseField(month, 1, 12, monthNames);
  const ofWeek = parseField(dayOfWeek, 0, 6, dayNames);
  if (minutes === undefined || hours === undefined) return undefined;
  if (ofMonth === undefined || months === undefined || ofWeek === undefined) return undefined;
  return { minutes: minutes.values, hours: hours.values, days: daysOf(months.values, ofMonth, ofWeek) };
}

interface Field {
  readonly values: readonly number[];
  /** `*` or `?` without a step: the field asks for nothing. */
  readonly isFree: boolean;
}

/** A day has to be in both lists when one of them is free, and in either when both ask for something. */
function daysOf(months: readonly number[], ofMonth: Field, ofWeek: Field): readonly string[] {
  const isMet =
    ofMonth.isFree || ofWeek.isFree
      ? (day: number, weekday: number) => ofMonth.values.includes(day) && ofWeek.values.includes(weekday)
      : (day: number, weekday: number) => ofMonth.values.includes(day) || ofWeek.values.includes(weekday);
  return months.flatMap((month) =>
    numbers(1, daysOfMonth[month - 1] ?? 0, 1).flatMap((day) =>
      numbers(0, 6, 1)
        .filter((weekday) => isMet(day, weekday))
        .map((weekday) => `${month}-${day}-${weekday}`),
    ),
  );
}

/** `*`, `5`, `1-5`, `mon-fri`, each with `/STEP`, in a list; `5/15` means from 5 to the end. */
function parseField(
  text: string | undefined,
  min: number,
  max: number,
  names: readonly string[] = [],
): Field | undefined {
  const ranges = (text ?? '')
    .split(',')
    .filter((part) => part !== '')
    .map((part) => parseRange(part, min, max, names));
  if (ranges.length === 0 || ranges.includes(undefined)) return undefined;
  const parsed = ranges.filter((range) => range !== undefined);
  const values = [...new Set(parsed.flatMap((range) => range.values))].sort((a, b) => a - b);
  return { values, isFree: parsed.some(({ isFree }) => isFree) };
}

function parseRange(text: string, min: number, max: number, names: readonly string[]): Field | undefined {
  const [span = '', stepText, ...tooMany] = text.split('/');
  const [lowText = '', highText, ...tooManyBounds] = span.split('-');
  if (tooMany.length > 0 || tooManyBounds.length > 0) return undefined;
  const isStar = lowText === '*' || lowText === '?';
  const numberOf = (word: string): number | undefined => {
    const named = names.indexOf(word.toLowerCase());
    if (named >= 0) return named + min;
    return /^\d+$/.test(word) ? Number(word) : undefined;
  };
  const step = stepText === undefined ? 1 : numberOf(stepText);
  const low = isStar ? min : numberOf(lowText);
  const single = stepText === undefined ? low : max;
  const high = isStar ? max : highText === undefined ? single : numberOf(highText);
  if (step === undefined || step === 0 || low === undefined || high === undefined) return undefined;
  if (low < min || high > max || low > high) return undefined;
  return { values: numbers(low, high, step), isFree: isStar && step === 1 };
}

const numbers = (low: number, high: number, step: number): readonly number[] =>
  Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, index) => low + index * step);
