import { expect, test } from 'vitest';
import { editDistance, nearestMiss } from '../../src/checks/near-miss.ts';
import type { Json } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';

const service = (name: string, spec: Json, namespace = 'shop'): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace },
  spec,
});
const wanted = { name: 'web', namespace: 'shop', pattern: { spec: { type: 'ClusterIP', ports: [{ port: 80 }] } } };
const right = { type: 'ClusterIP', ports: [{ port: 80 }] };
const nearest = (...candidates: readonly KubeObject[]) => nearestMiss(wanted, candidates)?.object;
const at = (name: string, namespace = 'shop') => ({ kind: 'Service', name, namespace });

test('fewest differing values come first, before the likest name', () =>
  expect(nearest(service('web2', { type: 'NodePort' }), service('frontend', right))).toEqual(at('frontend')));

test('then the likest name', () =>
  expect(nearest(service('webshop', right), service('wbe', right))).toEqual(at('wbe')));

test('then the right namespace', () =>
  expect(nearest(service('web-1', right, 'backroom'), service('web-2', right))).toEqual(at('web-2')));

test('the right object in the wrong namespace', () =>
  expect(nearestMiss(wanted, [service('web', right, 'default')])).toEqual({
    object: at('web', 'default'),
    differences: [],
  }));

test('a namespace of the same words in another order', () => {
  const candidates = ['default', 'trial-orders'].map(
    (name): KubeObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }),
  );
  expect(nearestMiss({ name: 'orders-trial' }, candidates)?.object).toEqual({
    kind: 'Namespace',
    name: 'trial-orders',
  });
});

test('what the start made is no attempt at it, unless its name is alike', () => {
  const made = (name: string): KubeObject => {
    const { metadata, ...rest } = service(name, right);
    return { ...rest, metadata: { ...metadata, uid: 'u1' } } as KubeObject; // spread of one
  };
  const madeByStart = new Set(['u1']);
  const found = [made('cellar'), made('webs')].map((one) => nearestMiss({ ...wanted, madeByStart }, [one])?.object);
  expect(found).toEqual([undefined, at('webs')]);
});

test('an attempt in the wrong place comes before what the start made', () => {
  const original = {
    ...service('web', right, 'backroom'),
    metadata: { name: 'web', namespace: 'backroom', uid: 'u1' },
  };
  const attempt = service('web', { type: 'NodePort' }, 'default');
  const found = nearestMiss({ ...wanted, madeByStart: new Set(['u1']) }, [original, attempt]);
  expect(found?.object).toEqual(at('web', 'default'));
});

test('nothing is near where no value is met and no name is alike', () =>
  expect(nearest(service('database', { type: 'NodePort', ports: [{ port: 5432 }] }))).toBeUndefined());

test('what lacks everything is not near for lacking it as one', () =>
  expect(nearestMiss({ pattern: { spec: { a: 1, b: 2 } } }, [service('x', null)])).toBeUndefined());

test.each([
  ['web', 'web', 0],
  ['web', 'wbe', 2],
  ['web', 'webs', 1],
  ['', 'web', 3],
])('%j to %j takes %d steps', (left, other, steps) => expect(editDistance(left, other)).toBe(steps));
