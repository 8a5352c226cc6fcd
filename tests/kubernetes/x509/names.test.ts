import { expect, test } from 'vitest';
import { isNameFor, isSameName } from '../../../src/kubernetes/x509/names.ts';

test.each<[alternative: string, wanted: string, covers: boolean, is: boolean]>([
  ['shop.example.com', 'shop.example.com', true, true],
  ['SHOP.example.com', 'shop.example.com.', true, true],
  ['shop.example.com', 'example.com', false, false],
  ['*.example.com', 'shop.example.com', true, false],
  ['*.example.com', 'a.shop.example.com', false, false],
  ['*.example.com', 'example.com', false, false],
  ['*.example.com', '*.example.com', true, true],
  ['*.example.com', '*.shop.example.com', false, false],
  ['s*.example.com', 'shop.example.com', false, false],
  ['*', 'localhost', false, false],
  ['10.0.0.1', '10.0.0.1', true, true],
  ['*.0.0.1', '10.0.0.1', false, false],
  ['DNS:10.0.0.1', '10.0.0.1', false, false],
  ['email:shop.example.com', 'shop.example.com', false, false],
  ['2001:db8::1', '2001:DB8:0::1', true, true],
  ['::ffff:10.0.0.1', '10.0.0.1', true, true],
  ['spiffe://a/b', 'spiffe://a/b', true, true],
  ['spiffe://a/b', 'spiffe://a/B', false, false],
  ['jane@example.com', 'jane@example.com', true, true],
])('%s for %s', (alternative, wanted, covers, is) =>
  expect([isNameFor(alternative, wanted), isSameName(alternative, wanted)]).toEqual([covers, is]),
);
