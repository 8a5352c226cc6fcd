import { expect, test } from 'vitest';
import { goScalar } from '../../src/lab/go-scalar.ts';

/** As `kubectl label --local -f FILE -o json` of kubectl 1.36.4 printed them. */
test.each([
  ['0400', 256],
  ['0777_7', 4095],
  ['0o17', 15],
  ['0_7', 7],
  ['00', 0],
  ['08', 8],
  ['0888', 888],
  ['0x1F', 31],
  ['-0x10', -16],
  ['+0x1', 1],
  ['0x', '0x'],
  ['0b11', 3],
  ['0B11', 3],
  ['+1', 1],
  ['1_000', 1000],
  ['4_', 4],
  ['_4', '_4'],
  ['1.20', 1.2],
  ['1.', 1],
  ['.5', 0.5],
  ['-.5', -0.5],
  ['+.5', 0.5],
  ['.5_0', 0.5],
  ['1e3', 1000],
  ['12e03', 12000],
  ['1E+2', 100],
  ['1.5.6', '1.5.6'],
  ['1:30', '1:30'],
  ['190:20:30', '190:20:30'],
  ['2001-01-01', '2001-01-01'],
  ['2001-12-14t21:59:43.10-05:00', '2001-12-14t21:59:43.10-05:00'],
  ['yes', true],
  ['Y', true],
  ['on', true],
  ['No', false],
  ['off', false],
  ['tRue', 'tRue'],
  ['~', null],
  ['', null],
  ['Null', null],
  ['nullx', 'nullx'],
])('%j is %j', (text, value) => {
  expect(goScalar(text)).toEqual({ value });
});

test('zero has no sign', () => {
  expect(goScalar('-0')).toEqual({ value: 0 });
});

test('infinity is no JSON', () => {
  expect(goScalar('.inf')).toEqual({ mistake: '`.inf` is no value of JSON' });
});
