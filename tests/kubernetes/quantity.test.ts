import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSameQuantity, parseQuantity } from '../../src/kubernetes/quantity.ts';

test.each([
  ['1', '1000m'],
  ['0.5', '500m'],
  ['1Gi', '1024Mi'],
  ['1Mi', '1048576'],
  ['1k', '1000'],
  ['1M', '1e6'],
  ['1G', '1E9'],
  ['2T', '2000G'],
  ['1P', '1000T'],
  ['1E', '1000P'],
  ['1Ti', '1024Gi'],
  ['1Pi', '1024Ti'],
  ['1Ei', '1024Pi'],
  ['1u', '1000n'],
  ['1m', '1000u'],
  ['.5', '500m'],
  ['5.', '5'],
  ['+1', '1'],
  ['1e3', '1k'],
  ['1e-3', '1m'],
  ['1.5Gi', '1536Mi'],
  ['0.1n', '1n'], // smaller parts round away from zero
  ['-0.1n', '-1n'],
  ['0', '0Gi'],
])('%s is %s', (left, right) => expect(isSameQuantity(left, right)).toBe(true));

test.each([
  ['1G', '1Gi'],
  ['1m', '1M'],
  ['128Mi', '128M'],
  ['1', '-1'],
  ['100m', '100'],
])('%s is not %s', (left, right) => expect(isSameQuantity(left, right)).toBe(false));

test.each(['', 'Mi', '1 Gi', '1gi', '1K', '1.2.3', 'a', '1e', '0x10', '--1', '1Mib'])('%j is no quantity', (text) =>
  expect(parseQuantity(text)).toBeUndefined(),
);

test('a number is a quantity', () => expect(isSameQuantity(2, '2000m')).toBe(true));

test('milli-units are exact for every number', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (number) =>
      isSameQuantity(`${number}m`, (number / 1000).toFixed(3)),
    ),
  );
});
