import { expect, test } from 'vitest';
import { matchesSelector, requirementsOf, selectorText } from '../../src/kubernetes/label-selector.ts';

const labels = { app: 'web', tier: 'front', level: '5' };

test.each([
  ['an empty selector', {}, true],
  ['no selector', undefined, true],
  ['matchLabels', { matchLabels: { app: 'web' } }, true],
  ['matchLabels, one of two wrong', { matchLabels: { app: 'web', tier: 'back' } }, false],
  ['In', { matchExpressions: [{ key: 'app', operator: 'In', values: ['api', 'web'] }] }, true],
  ['In, absent key', { matchExpressions: [{ key: 'x', operator: 'In', values: [''] }] }, false],
  ['NotIn', { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] }, false],
  ['NotIn, absent key', { matchExpressions: [{ key: 'x', operator: 'NotIn', values: ['web'] }] }, true],
  ['Exists', { matchExpressions: [{ key: 'app', operator: 'Exists' }] }, true],
  ['DoesNotExist', { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] }, false],
  ['DoesNotExist, absent key', { matchExpressions: [{ key: 'x', operator: 'DoesNotExist' }] }, true],
  [
    'both kinds, both have to hold',
    { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] },
    false,
  ],
  ['Gt', { matchExpressions: [{ key: 'level', operator: 'Gt', values: ['4'] }] }, true],
  ['Gt, equal', { matchExpressions: [{ key: 'level', operator: 'Gt', values: ['5'] }] }, false],
  ['Lt, as numbers', { matchExpressions: [{ key: 'level', operator: 'Lt', values: ['10'] }] }, true],
  ['Lt, no number', { matchExpressions: [{ key: 'app', operator: 'Lt', values: ['10'] }] }, false],
])('%s', (_name, selector, matches) => expect(matchesSelector(labels, selector)).toBe(matches));

test('a key that every mapping inherits is absent', () =>
  expect(matchesSelector({}, { matchExpressions: [{ key: 'constructor', operator: 'Exists' }] })).toBe(false));

test('matchLabels are In of one value', () =>
  expect(requirementsOf({ matchLabels: { app: 'web' } })).toEqual(
    requirementsOf({ matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'web'] }] }),
  ));

test('selectors print as kubectl prints them', () =>
  expect(
    selectorText(
      requirementsOf({
        matchLabels: { app: 'web' },
        matchExpressions: [
          { key: 'tier', operator: 'In', values: ['b', 'a'] },
          { key: 'x', operator: 'NotIn', values: ['y'] },
          { key: 'debug', operator: 'DoesNotExist' },
          { key: 'zone', operator: 'Exists' },
        ],
      }),
    ),
  ).toBe('app=web,tier in (a,b),x!=y,!debug,zone'));
