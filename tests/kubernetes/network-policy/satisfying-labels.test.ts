import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Labels, Requirement } from '../../../src/kubernetes/label-selector.ts';
import { meetsAll } from '../../../src/kubernetes/label-selector.ts';
import { satisfyingLabels, spokenOf } from '../../../src/kubernetes/network-policy/satisfying-labels.ts';

const key = fc.constantFrom('app', 'role', 'tier');
const value = fc.constantFrom('a', 'b', 'another');
const requirement: fc.Arbitrary<Requirement> = fc.record({
  key,
  operator: fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist'),
  values: fc.uniqueArray(value, { minLength: 1 }),
});
const selector = fc.array(requirement, { maxLength: 4 });
const labels = fc.dictionary(key, value) as fc.Arbitrary<Labels>; // of keys and values that are texts

test('what it answers meets the selector', () => {
  fc.assert(
    fc.property(selector, selector, selector, (requirements, others, more) => {
      const found = satisfyingLabels(requirements, { avoid: spokenOf([others]), further: spokenOf([more]) });
      expect(found.every((one) => meetsAll(one, requirements))).toBe(true);
    }),
  );
});

/** The claim on which `only` rests: whoever is let in and not wanted has a witness that is let in and not wanted. */
test('whoever meets the selector, and not the wanted labels, has a witness', () => {
  fc.assert(
    fc.property(selector, labels, labels, (requirements, wanted, somebody) => {
      const isWanted = (one: Labels): boolean => Object.entries(wanted).every(([name, text]) => one[name] === text);
      fc.pre(meetsAll(somebody, requirements) && !isWanted(somebody));
      const avoid = new Map(Object.entries(wanted).map(([name, text]) => [name, new Set([text])]));
      expect(satisfyingLabels(requirements, { avoid }).some((one) => !isWanted(one))).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('a selector that contradicts itself has no witness', () => {
  const contradiction: readonly Requirement[] = [
    { key: 'app', operator: 'In', values: ['a'] },
    { key: 'app', operator: 'DoesNotExist', values: [] },
  ];
  expect(satisfyingLabels(contradiction, { avoid: new Map() })).toEqual([]);
});

/** `only` rests on this, too: whatever selectors can tell apart of the keys that matter besides has a witness. */
test('what matters besides is tried in every combination', () => {
  fc.assert(
    fc.property(selector, fc.array(selector, { maxLength: 2 }), labels, (requirements, besides, somebody) => {
      fc.pre(meetsAll(somebody, requirements));
      const verdicts = (one: Labels): string => JSON.stringify(besides.map((other) => meetsAll(one, other)));
      const found = satisfyingLabels(requirements, { avoid: new Map(), further: spokenOf(besides) });
      expect(found.some((one) => verdicts(one) === verdicts(somebody))).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('a value of no meaning keeps away from those that mean something', () => {
  const exists: readonly Requirement[] = [{ key: 'role', operator: 'Exists', values: [] }];
  const avoid = new Map([['role', new Set(['another'])]]);
  expect(satisfyingLabels(exists, { avoid, further: new Map([['app', new Set(['web'])]]) })).toEqual([
    { role: 'another-x' },
    { role: 'another-x', app: 'web' },
    { role: 'another-x', app: 'another' },
  ]);
});
