import { expect, test } from 'vitest';
import {
  addressSamples,
  addressText,
  blockHolds,
  isOneAddress,
  parseAddress,
  parseBlock,
  parseRange,
} from '../../../src/kubernetes/network-policy/ip-block.ts';

test.each([
  ['10.0.0.0/8', '10.255.255.255', true],
  ['10.0.0.0/8', '11.0.0.0', false],
  ['0.0.0.0/0', '255.255.255.255', true],
  ['192.168.1.7/32', '192.168.1.7', true],
  ['192.168.1.7', '192.168.1.7', true],
  ['2001:db8::/64', '2001:db8::ffff', true],
  ['2001:db8::/64', '2001:db8:0:1::', false],
  ['10.0.0.0/8', '::ffff:10.1.2.3', true],
  ['010.0.0.0/8', '10.1.2.3', true],
  ['10.0.0.0/33', '10.1.2.3', false],
  ['10.0.0.0/8/8', '10.1.2.3', false],
  ['10.0.0/8', '10.0.0.1', false],
  ['nonsense', '10.0.0.1', false],
  ['10.0.0.0/8', 'nonsense', false],
])('%s holds %s: %s', (cidr, address, isHeld) => {
  expect(blockHolds(parseBlock(cidr, []), address)).toBe(isHeld);
});

test('a range is its first to its last address', () => {
  expect(parseRange('203.0.113.9/29')).toEqual({ family: 4, first: 0xcb_00_71_08n, last: 0xcb_00_71_0fn });
});

test('there is a sample of each kind of address that blocks tell apart', () => {
  const blocks = [parseBlock('203.0.113.0/24', ['203.0.113.128/25']), parseBlock('2001:db8::/127', [])];
  const samples = addressSamples(blocks.filter((block) => block !== undefined)).map(addressText);
  expect(samples).toEqual([
    ...['0.0.0.1', '203.0.113.1', '203.0.113.129', '203.0.114.1'],
    ...['::1', '2001:db8::1', '2001:db8::3'],
  ]);
  expect(addressSamples([])).toEqual([]);
});

test('an address is one however it is written', () => {
  expect(isOneAddress('2001:db8:0::1', '2001:DB8::1')).toBe(true);
  expect(isOneAddress('10.0.0.1', '10.0.0.2')).toBe(false);
  expect(parseAddress('')).toBeUndefined();
});
