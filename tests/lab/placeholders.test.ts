// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of labs look like this
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  escapePlaceholders,
  misspeltPlaceholders,
  replaceInText,
  replacePlaceholders,
} from '../../src/lab/placeholders.ts';

const names = { shop: 'shop-alice', reader: 'reader-alice' };

test.each([
  ['in ${shop}', 'in shop-alice'],
  ['${shop}${reader}', 'shop-alicereader-alice'],
  ['${HOME}/${shop}', '${HOME}/shop-alice'],
  ['$${shop}', '${shop}'],
  ['$${HOME}', '${HOME}'],
  ['$$${shop}', '$${shop}'],
  ['$shop $(shop) ${shop', '$shop $(shop) ${shop'],
  ['${toString}', '${toString}'],
])('%s becomes %s', (text, replaced) => {
  expect(replaceInText(text, names)).toBe(replaced);
});

test('texts and keys are replaced at any depth, and other values stay as they are', () => {
  const value = { '${reader}/x': [{ a: '${shop}', n: 1, no: null, yes: true }] };
  expect(replacePlaceholders(value, names)).toEqual({
    'reader-alice/x': [{ a: 'shop-alice', n: 1, no: null, yes: true }],
  });
});

test('what is put in is not read again', () => {
  expect(replaceInText('${shop}', { shop: '${reader}', reader: 'x' })).toBe('${reader}');
});

test('an escaped text is what it was once it is replaced', () => {
  const text = fc
    .array(fc.constantFrom('$', '{', '}', 'shop', '${shop}', '$${reader}', 'x', ' '))
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (one) => {
      expect(replaceInText(escapePlaceholders(one), names)).toBe(one);
    }),
  );
});

test.each([
  ['${shpo}', [{ name: 'shpo', meant: 'shop' }]],
  ['${Shop}', [{ name: 'Shop', meant: 'shop' }]],
  ['${raeder}', [{ name: 'raeder', meant: 'reader' }]],
  ['${shop}', []],
  ['$${shpo}', []],
  ['${SHOP}', []],
  ['${ship-date}', []],
  ['${1}', []],
])('of %s the misspelt are %j', (text, misspelt) => {
  expect(misspeltPlaceholders(text, ['shop', 'reader'])).toEqual(misspelt);
});
