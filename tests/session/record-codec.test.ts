import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { packRecord, unpackRecord } from '../../src/session/record-codec.ts';
import { UserError } from '../../src/user-error.ts';
import { copyRecord } from './copy-record.ts';

const record = copyRecord({ answers: { task: '42' } });
const packed = (value: unknown): string => gzipSync(JSON.stringify(value)).toString('base64');

test('a record comes back as it was stored', () => {
  expect(unpackRecord(packRecord(record), record)).toEqual({ unpacked: 'record', record });
});

test.each([
  ['no base64 of gzip', 'bm90aGluZw==', 'it is not the packed text that kubeproctor wrote'],
  ['cut off', packRecord(record).slice(0, 40), 'it is not the packed text that kubeproctor wrote'],
  [
    'a bomb',
    gzipSync(Buffer.alloc(40 * 1024 * 1024)).toString('base64'),
    'it is not the packed text that kubeproctor wrote',
  ],
  ['no JSON', gzipSync('{').toString('base64'), 'at its top: Invalid input: expected object, received undefined'],
  ['of a later format', packed({ ...record, format: 2 }), 'at format: Invalid input: expected 1'],
  [
    'without a field',
    packed({ ...record, before: undefined }),
    'at before: Invalid input: expected array, received undefined',
  ],
  ['of another copy', packed({ ...record, copy: 'bob' }), 'it speaks of lab (copy bob)'],
])('%s is broken', (_, base64, why) => {
  expect(unpackRecord(base64, record)).toEqual({ unpacked: 'broken', why });
});

test('what a ConfigMap cannot hold is refused', () => {
  const noise = Array.from({ length: 40_000 }, (_, index) =>
    createHash('sha256').update(`${index}`).digest('hex'),
  ).join('');
  const packing = () => packRecord({ ...record, labText: noise });
  expect(packing).toThrow(UserError);
  expect(packing).toThrow(/^The record of lab is too large for the cluster: \d+ KiB\.$/);
});
