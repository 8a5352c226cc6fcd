import { expect, test } from 'vitest';
import type { Json } from '../../src/kubernetes/json.ts';
import { countText, valueText } from '../../src/report/value-text.ts';

const cases: readonly (readonly [Json | undefined, string])[] = [
  [undefined, 'nothing'],
  [null, 'null'],
  ['web', 'web'],
  ['', '""'],
  ['80', '"80"'],
  ['true', '"true"'],
  ['nothing', '"nothing"'],
  ['two words', '"two words"'],
  ['nginx:1.27', 'nginx:1.27'],
  [80, '80'],
  [false, 'false'],
  [[], '[] (empty)'],
  [{}, '{} (empty)'],
  [['a', 1], '[a, 1]'],
  [{ app: 'web', port: 80 }, '{ app: web, port: 80 }'],
  [{ $min: 3 }, 'at least 3'],
  [{ $max: 3 }, 'at most 3'],
  [{ $min: 1, $max: 3 }, 'between 1 and 3'],
  [{ $min: '100Mi' }, 'at least 100Mi'],
  [{ $oneOf: ['a', 'b', 'c'] }, 'a, b or c'],
  [{ $oneOf: ['a'] }, 'a'],
  [{ $matches: '^web-' }, 'a text that matches /^web-/'],
  [{ $not: 'root' }, 'anything but root'],
  [{ $not: { $min: 3 } }, 'anything but at least 3'],
  [{ $absent: true }, 'nothing'],
  [[{ name: 'web', command: { $absent: true }, args: { $exists: true } }], '[{ name: web, no command, any args }]'],
  [{ $exists: true }, 'some value'],
  [{ $exists: false }, 'nothing'],
  [{ $exactly: ['a', 'b'] }, 'exactly [a, b], and no more'],
  [{ $every: { ready: true } }, 'every entry: { ready: true }'],
  [{ $none: { privileged: true } }, 'no entry: { privileged: true }'],
  [{ $count: 1 }, 'exactly 1 entry'],
  [{ $count: { $min: 2 } }, 'at least 2 entries'],
  [{ $cron: '*/15 * * * *' }, 'a schedule that fires as "*/15 * * * *" does'],
  [{ $lines: ['a', 'b'] }, 'a text with the lines [a, b]'],
  [{ $json: { a: 1 } }, 'JSON that says { a: 1 }'],
  [{ $exists: true, $not: 'x' }, 'some value, and anything but x'],
  [{ $future: 1 }, '$future 1'],
  ['x'.repeat(300), `${'x'.repeat(99)}…`],
];

test.each(cases)('%j is %s', (value, expected) => {
  expect(valueText(value)).toBe(expected);
});

test.each([
  [3, 'exactly 3'],
  [{ $min: 2 }, 'at least 2'],
])('a count of %j is %s', (count, expected) => {
  expect(countText(count)).toBe(expected);
});
