import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maximumMatching } from '../../src/checks/match/maximum-matching.ts';

/** The largest number of pairs, by trying everything. */
function bruteForce(pairs: readonly (readonly boolean[])[], left = 0, taken: ReadonlySet<number> = new Set()): number {
  const row = pairs[left];
  if (row === undefined) return 0;
  const without = bruteForce(pairs, left + 1, taken);
  const withOne = row.map((isPair, right) =>
    isPair && !taken.has(right) ? 1 + bruteForce(pairs, left + 1, new Set([...taken, right])) : 0,
  );
  return Math.max(without, ...withOne);
}

test('no other matching is larger, and nobody is paired twice', () => {
  const rows = fc
    .integer({ min: 0, max: 5 })
    .chain((rights) => fc.array(fc.array(fc.boolean(), { minLength: rights, maxLength: rights }), { maxLength: 5 }));
  fc.assert(
    fc.property(rows, (pairs) => {
      const partners = maximumMatching(
        pairs.length,
        pairs[0]?.length ?? 0,
        (left, right) => pairs[left]?.[right] === true,
      );
      const paired = partners.filter((right) => right !== undefined);
      expect(paired.length).toBe(bruteForce(pairs));
      expect(new Set(paired).size).toBe(paired.length);
      expect(partners.every((right, left) => right === undefined || pairs[left]?.[right] === true)).toBe(true);
    }),
  );
});

test('an early choice is given up for a later one', () =>
  expect(maximumMatching(2, 2, (left, right) => left === 0 || right === 0)).toEqual([1, 0]));
