import { expect, test } from 'vitest';
import { isSameSchedule, parseSchedule } from '../../src/kubernetes/cron-schedule.ts';

test.each([
  ['*/15 * * * *', '0,15,30,45 * * * *'],
  ['*/15 * * * *', '0-59/15 * * * *'],
  ['5/15 * * * *', '5,20,35,50 * * * *'],
  ['0 9 * * 1-5', '0 9 * * MON-FRI'],
  ['0 9 * * 1-5', '0 9 * * mon,tue,wed,thu,fri'],
  ['0 0 1 JAN *', '@yearly'],
  ['0 0 1 1 *', '@annually'],
  ['0 0 1 * *', '@monthly'],
  ['0 0 * * SUN', '@weekly'],
  ['0 0 * * *', '@daily'],
  ['0 0 * * ?', '@midnight'],
  ['0 * * * *', '@hourly'],
  [' 0  3 * * * ', '0 3 * * *'],
  ['*/1 * * * *', '* * * * *'],
  ['00 03 * * *', '0 3 * * *'],
  ['0 0 31 4 *', '0 0 30 2 *'], // neither ever comes
  ['@every 90m', '@every 1h30m'],
  ['0 0 13 * 5', '0 0 13 * FRI'],
])('%j comes when %j does', (left, right) => expect(isSameSchedule(left, right)).toBe(true));

test.each([
  ['*/15 * * * *', '*/15 * * * 1-5'], // alike for the next 50 times of a Monday
  ['*/15 * * * *', '*/15 * 1-30 * *'],
  ['0 3 * * *', '1 3 * * *'],
  ['0 3 * * *', '0 15 * * *'],
  ['0 0 13 * 5', '0 0 13 * *'], // both asked for: either day
  ['0 0 */2 * 1', '0 0 * * 1'],
  ['0 0 29 2 *', '0 0 28 2 *'],
  ['@every 1h', '@hourly'],
  ['61 * * * *', '61 * * * *'],
])('%j does not come when %j does', (left, right) => expect(isSameSchedule(left, right)).toBe(false));

test.each([
  '',
  '* * * *',
  '* * * * * *',
  '60 * * * *',
  '* 24 * * *',
  '* * 0 * *',
  '* * * 13 *',
  '* * * * 7',
  '5-1 * * * *',
  '*/0 * * * *',
  '1-2-3 * * * *',
  '1/2/3 * * * *',
  'x * * * *',
  '@reboot',
  '@every',
  '@every soon',
  '-1 * * * *',
])('%j is no schedule of a CronJob', (text) => expect(parseSchedule(text)).toBeUndefined());

test('a schedule that never comes has no days', () =>
  expect(parseSchedule('0 0 30 2 *')).toEqual({ minutes: [0], hours: [0], days: [] }));

test('a day asked for by date and weekday is either', () =>
  expect(parseSchedule('0 0 29 2 3')).toEqual({
    minutes: [0],
    hours: [0],
    days: [
      ...Array.from({ length: 28 }, (_, day) => `2-${day + 1}-3`),
      ...[0, 1, 2, 3, 4, 5, 6].map((day) => `2-29-${day}`),
    ],
  }));
