import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Labels, Requirement } from '../../../src/kubernetes/label-selector.ts';
import { meetsAll } from '../../../src/kubernetes/label-selector.ts';
import {
  satisfyingLabels,
  spokenOf,
  withFreshLabels,
} from '../../../src/kubernetes/network-policy/satisfying-labels.ts';

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
    fc.property(selector, selector, (requirements, others) => {
      const found = satisfyingLabels(requirements, spokenOf([others]));
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
      expect(satisfyingLabels(requirements, avoid).some((one) => !isWanted(one))).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('a selector that contradicts itself has no witness', () => {
  const contradiction: readonly Requirement[] = [
    { key: 'app', operator: 'In', values: ['a'] },
    { key: 'app', operator: 'DoesNotExist', values: [] },
  ];
  expect(satisfyingLabels(contradiction, new Map())).toEqual([]);
});

test('fresh labels keep away from values that mean something', () => {
  const avoid = new Map([['role', new Set(['another'])]]);
  expect(withFreshLabels({ app: 'web' }, ['app', 'role', 'tier'], avoid)).toEqual({
    app: 'web',
    role: 'another-x',
    tier: 'another',
  });
});
