import { expect, test } from 'vitest';
import {
  bitString,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  time,
  utf8String,
} from '../../src/embedded/der.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

// Expected values by X.690 and `openssl asn1parse`.
test.each([
  ['zero', integer(Buffer.from([0])), '020100'],
  ['leading zeros are dropped', integer(Buffer.from([0, 0, 5])), '020105'],
  ['a high bit gets a zero before it', integer(Buffer.from([0x80])), '02020080'],
  ['ecdsa-with-SHA256', objectIdentifier('1.2.840.10045.4.3.2'), '06082a8648ce3d040302'],
  ['id-ce-subjectAltName', objectIdentifier('2.5.29.17'), '0603551d11'],
  ['text outside ASCII', utf8String('é'), '0c02c3a9'],
  ['three bits', bitString(Buffer.from([0xa0]), 5), '030205a0'],
  ['an empty sequence', sequence(), '3000'],
  ['the last short length', octetString(Buffer.alloc(127)).subarray(0, 2), '047f'],
  ['the first long length', octetString(Buffer.alloc(128)).subarray(0, 3), '048180'],
  ['a length of two bytes', octetString(Buffer.alloc(256)).subarray(0, 4), '04820100'],
  ['UTCTime', time(new Date('2049-12-31T23:59:59.999Z')), `170d${hex(Buffer.from('491231235959Z'))}`],
  ['GeneralizedTime', time(new Date('2050-01-01T00:00:00Z')), `180f${hex(Buffer.from('20500101000000Z'))}`],
])('%s', (_name, bytes, expected) => {
  expect(hex(bytes)).toBe(expected);
});
