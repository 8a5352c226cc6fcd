import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Connection, connect } from '../../src/cluster/connect.ts';
import { ownRight } from '../../src/cluster/own-rights.ts';
import { watchUntil } from '../../src/cluster/watch.ts';
import {
  createObject,
  createSubresource,
  deleteCollection,
  deleteObject,
  getObject,
  patchObject,
  replaceObject,
} from '../../src/cluster/write.ts';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { startMisbehavingProxy } from './misbehaving-proxy.ts';

const namespace = 'cluster-write';
let client: Connection;

beforeAll(async () => {
  client = await connect({ kubeconfig: inject('kubeconfig'), env: {} });
  await createObject(client, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
});

afterAll(async () => {
  await deleteObject(client, { kind: 'Namespace', name: namespace });
  client.close();
});

const configMap = (name: string, data: JsonObject = {}, metadata: JsonObject = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace, ...metadata },
  data,
});

const at = (name: string) => ({ kind: 'ConfigMap', namespace, name });

describe('an object', () => {
  test('is made, read, changed in four ways, replaced and deleted', async () => {
    await createObject(client, configMap('whole', { a: '1', b: '1' }));
    await patchObject(client, at('whole'), { data: { a: '2' } }, { type: 'merge' });
    await patchObject(client, at('whole'), { data: { b: '2' } }, { type: 'strategic' });
    await patchObject(client, at('whole'), [{ op: 'add', path: '/data/c', value: '3' }], { type: 'json' });
    const applied = { ...configMap('whole', { d: '4' }) };
    await patchObject(client, at('whole'), applied, { type: 'apply', fieldManager: 'somebody' });
    expect(await dataOf('whole')).toEqual({ a: '2', b: '2', c: '3', d: '4' });
    await replaceObject(client, configMap('whole', { e: '5' }));
    expect(await dataOf('whole')).toEqual({ e: '5' });
    expect(await deleteObject(client, at('whole'))).toEqual({ result: 'ok', object: undefined, warnings: [] });
    expect(await getObject(client, at('whole'))).toEqual({
      result: 'notFound',
      message: 'configmaps "whole" not found',
    });
  });

  test('is not made twice', async () => {
    await createObject(client, configMap('twice'));
    const message = 'configmaps "twice" already exists';
    expect(await createObject(client, configMap('twice'))).toEqual({ result: 'alreadyExists', message });
  });

  test('of a dry run is not stored', async () => {
    expect((await createObject(client, configMap('dry'), { dryRun: true })).result).toBe('ok');
    expect((await getObject(client, at('dry'))).result).toBe('notFound');
  });

  test('carries the field manager that was named', async () => {
    const made = await createObject(client, configMap('managed', { a: '1' }), {
      fieldManager: 'kubectl-client-side-apply',
    });
    const managers = made.result === 'ok' ? made.object.metadata.managedFields : undefined;
    expect(managers).toMatchObject([{ manager: 'kubectl-client-side-apply', operation: 'Update' }]);
  });

  test('brings the warnings of the API server', async () => {
    const made = await createObject(client, { ...configMap('warned'), colour: 'red', shape: 'round' });
    expect(made.result === 'ok' ? made.warnings : made).toEqual(['unknown field "colour"', 'unknown field "shape"']);
  });

  test('that is invalid is refused with the words of the API server', async () => {
    expect(await createObject(client, configMap('valid'), { fieldValidation: 'Strict' })).toMatchObject({
      result: 'ok',
    });
    expect(
      await createObject(client, { ...configMap('strict'), colour: 'red' }, { fieldValidation: 'Strict' }),
    ).toEqual({
      ...{ result: 'refused', status: 400, reason: 'BadRequest' },
      message:
        'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "colour"',
    });
  });

  test('of a kind that the cluster does not know', async () => {
    const message = 'this cluster knows no kind "Widget"';
    const widget = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w', namespace } };
    expect(await createObject(client, widget)).toEqual({ result: 'notFound', message });
  });
});

describe('a conflict', () => {
  test('with a version that is no longer current', async () => {
    await createObject(client, configMap('moved'));
    const stale = configMap('moved', {}, { resourceVersion: '1' });
    expect(await replaceObject(client, stale)).toMatchObject({ result: 'conflict' });
  });

  test('with the uid of another object: nothing is deleted', async () => {
    await createObject(client, configMap('kept'));
    const preconditions = { uid: '00000000-0000-0000-0000-000000000000' };
    expect(await deleteObject(client, at('kept'), { preconditions })).toMatchObject({ result: 'conflict' });
    expect((await getObject(client, at('kept'))).result).toBe('ok');
  });

  test('with fields of another manager, unless forced', async () => {
    await createObject(client, configMap('owned', { a: '1' }), { fieldManager: 'first' });
    const mine = configMap('owned', { a: '2' });
    const apply = { type: 'apply', fieldManager: 'second' } as const;
    expect(await patchObject(client, at('owned'), mine, apply)).toMatchObject({ result: 'conflict' });
    await patchObject(client, at('owned'), mine, { ...apply, force: true });
    expect(await dataOf('owned')).toEqual({ a: '2' });
  });
});

test('an object with a finalizer is still there after it was deleted', async () => {
  await createObject(client, configMap('held', {}, { finalizers: ['example.com/hold'] }));
  const deleted = await deleteObject(client, at('held'));
  const held = deleted.result === 'ok' ? deleted.object?.metadata : undefined;
  expect([typeof held?.deletionTimestamp, held?.finalizers]).toEqual(['string', ['example.com/hold']]);
  await patchObject(client, at('held'), { metadata: { finalizers: null } }, { type: 'merge' });
});

test('a collection is deleted by its labels', async () => {
  await createObject(client, configMap('one', {}, { labels: { batch: 'x' } }));
  await createObject(client, configMap('two', {}, { labels: { batch: 'x' } }));
  await createObject(client, configMap('three', {}, { labels: { batch: 'y' } }));
  const gone = await deleteCollection(client, { kind: 'ConfigMap', namespace, labelSelector: 'batch=x' });
  const left = await Promise.all(
    ['one', 'two', 'three'].map(async (name) => (await getObject(client, at(name))).result),
  );
  expect([gone, left]).toEqual([{ result: 'ok' }, ['notFound', 'notFound', 'ok']]);
});

test('a namespaced collection is never deleted in all namespaces', async () => {
  await expect(deleteCollection(client, { kind: 'ConfigMap' })).rejects.toThrow(
    'deleteCollection of ConfigMap needs a namespace',
  );
});

test('an eviction that a budget forbids is a refusal, and not asked again', async () => {
  const labels = { app: 'guarded' };
  const container = { name: 'c', image: 'nginx' };
  await createObject(client, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'guarded', namespace, labels },
    spec: { containers: [container] },
  });
  const budget = { minAvailable: 1, selector: { matchLabels: labels } };
  await createObject(client, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'guard', namespace },
    spec: budget,
  });
  await watchUntil(
    client,
    { kind: 'pdb', namespace },
    (all) => all.find((one) => Object(one.status).currentHealthy === 1),
    { timeoutMs: 20_000 },
  );
  const before = performance.now();
  const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'guarded', namespace } };
  const refused = await evict(eviction);
  expect(refused).toMatchObject({ result: 'refused', status: 429, reason: 'TooManyRequests' });
  expect(performance.now() - before).toBeLessThan(2000);
  await deleteObject(client, { kind: 'pdb', namespace, name: 'guard' });
  await expect.poll(async () => (await evict(eviction)).result).toBe('ok');
});

const evict = (eviction: KubeObject) =>
  createSubresource(client, { kind: 'Pod', namespace, name: eviction.metadata.name }, 'eviction', eviction);

describe('watching', () => {
  const watched = { kind: 'ConfigMap', namespace, labelSelector: 'watched=yes' };
  const labels = { watched: 'yes' };

  test('ends with the first value of the predicate', async () => {
    const met = watchUntil(client, watched, (all) => all.find((one) => Object(one.data).step === '2')?.metadata.name, {
      timeoutMs: 10_000,
    });
    await createObject(client, configMap('stepping', { step: '1' }, { labels }));
    await patchObject(client, at('stepping'), { data: { step: '2' } }, { type: 'merge' });
    expect(await met).toEqual({ result: 'met', value: 'stepping' });
  });

  test('sees an object go', async () => {
    await createObject(client, configMap('going', {}, { labels: { watched: 'going' } }));
    const going = { ...watched, labelSelector: 'watched=going' };
    const met = watchUntil(client, going, (all) => (all.length === 0 ? 'gone' : undefined), { timeoutMs: 10_000 });
    await deleteObject(client, at('going'));
    expect(await met).toEqual({ result: 'met', value: 'gone' });
  });

  test('gives up in time, with what was there', async () => {
    await createObject(client, configMap('idle', {}, { labels: { watched: 'idle' } }));
    const before = performance.now();
    const result = await watchUntil(client, { ...watched, labelSelector: 'watched=idle' }, () => undefined, {
      timeoutMs: 400,
    });
    const names = result.result === 'timedOut' ? result.last.map((one) => one.metadata.name) : undefined;
    expect(names).toEqual(['idle']);
    expect(performance.now() - before).toBeLessThan(2000);
  });

  test('begins again when its version has expired, and when its connection breaks', async () => {
    await using proxy = await startMisbehavingProxy({ kubeconfig: inject('kubeconfig') });
    const expired = { type: 'ERROR', object: { kind: 'Status', apiVersion: 'v1', code: 410, reason: 'Expired' } };
    let watches = 0;
    proxy.misbehave(({ path }) => {
      if (!path.includes('watch=true')) return undefined;
      watches++;
      if (watches === 1) return { do: 'answer', status: 200, body: `${JSON.stringify(expired)}\n` };
      return watches === 2 ? { do: 'hangUp' } : undefined;
    });
    const through = await connect({ kubeconfig: proxy.kubeconfig, env: {} });
    const target = { ...watched, labelSelector: 'watched=again' };
    const met = watchUntil(through, target, (all) => all[0]?.metadata.name, { timeoutMs: 20_000 });
    await expect.poll(() => watches, { timeout: 10_000 }).toBe(3);
    await createObject(client, configMap('again', {}, { labels: { watched: 'again' } }));
    expect(await met).toEqual({ result: 'met', value: 'again' });
    through.close();
  });

  test('says so when it may not read', async () => {
    await using proxy = await startMisbehavingProxy({ kubeconfig: inject('kubeconfig') });
    proxy.misbehave(() => ({ do: 'answer', status: 403, body: '{"kind":"Status","message":"no"}' }));
    const through = await connect({ kubeconfig: proxy.kubeconfig, env: {} });
    const watching = watchUntil(through, watched, () => undefined, { timeoutMs: 20_000 });
    await expect(watching).rejects.toMatchObject({ outage: { code: 'forbidden' } });
    through.close();
  });
});

test('own rights', async () => {
  expect(await ownRight(client, { verb: '*', group: '*', resource: '*' })).toEqual({ right: 'allowed' });
});

async function dataOf(name: string) {
  const got = await getObject(client, at(name));
  return got.result === 'ok' ? got.object.data : got;
}
