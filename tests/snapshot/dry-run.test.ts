import { expect, test } from 'vitest';
import type { DryRunRead } from '../../src/snapshot/dry-run.ts';
import { readKey, readTitle } from '../../src/snapshot/read.ts';

const read = (metadata: { readonly [key: string]: string }, namespace?: string): DryRunRead => ({
  read: 'dryRun',
  object: { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
  ...(namespace === undefined ? {} : { namespace }),
});

test('the key is the same whatever the order of keys, and says nothing of what is in the object', () => {
  const one = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { a: [1, { b: 2, c: 'secret' }] } };
  const same = { spec: { a: [1, { c: 'secret', b: 2 }] }, metadata: { name: 'web' }, kind: 'Pod', apiVersion: 'v1' };
  const keys = [one, same].map((object) => readKey({ read: 'dryRun', object, namespace: 'shop' }));
  expect(keys[0]).toBe(keys[1]);
  expect(keys[0]).toMatch(/^dry run of Pod in shop [0-9a-f]{32}$/);
});

test('every other object, and every other place, has another key', () => {
  const reads = [
    read({ name: 'web' }, 'shop'),
    read({ name: 'web' }, 'back'),
    read({ name: 'web' }),
    read({ generateName: 'web' }, 'shop'),
    { ...read({ name: 'web' }, 'shop'), object: { ...read({ name: 'web' }).object, spec: { containers: [] } } },
  ];
  expect(new Set(reads.map(readKey)).size).toBe(reads.length);
});

test.each([
  [read({ name: 'web' }, 'shop'), 'whether Pod web in shop would be admitted'],
  [read({ generateName: 'web-' }, 'shop'), 'whether Pod web-… in shop would be admitted'],
  [read({ name: 'web' }), 'whether Pod web would be admitted'],
])('in words: %#', (one, title) => expect(readTitle(one)).toBe(title));
