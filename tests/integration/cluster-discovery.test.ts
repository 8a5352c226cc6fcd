import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { type Connection, connect } from '../../src/cluster/connect.ts';
import { clusterIdentity } from '../../src/cluster/identity.ts';
import { takeAnswers } from '../../src/cluster/reads.ts';
import { watchUntil } from '../../src/cluster/watch.ts';
import { createObject, deleteObject, getObject } from '../../src/cluster/write.ts';
import { startMisbehavingProxy } from './misbehaving-proxy.ts';

const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'gadgets.discovery.example.com' },
  spec: {
    group: 'discovery.example.com',
    scope: 'Namespaced',
    names: { kind: 'Gadget', plural: 'gadgets', singular: 'gadget', shortNames: ['gdg'] },
    versions: ['v1', 'v1beta1'].map((name) => ({
      ...{ name, served: true, storage: name === 'v1' },
      schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
    })),
  },
};

const gadget = {
  ...{ kind: 'Gadget', group: 'discovery.example.com', version: 'v1', resource: 'gadgets' },
  ...{ isNamespaced: true, shortNames: ['gdg'] },
  verbs: ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'],
};

let client: Connection;

beforeAll(async () => {
  client = await connect({ kubeconfig: inject('kubeconfig'), env: {} });
  await createObject(client, definition);
  const isShown = async () => (await client.discover()).kinds.some((one) => one.kind === 'Gadget');
  await vi.waitUntil(isShown, { timeout: 30_000, interval: 300 });
});

afterAll(async () => {
  await deleteObject(client, { kind: 'CustomResourceDefinition', name: definition.metadata.name });
  client.close();
});

test.each([['Gadget.discovery.example.com'], ['gadgets.discovery.example.com'], ['Gadget'], ['gadget'], ['gdg']])(
  '%s is found',
  async (word) => {
    expect(await client.resourceOf(word)).toEqual(gadget);
  },
);

test('another group is another kind', async () => {
  expect(await client.resourceOf('Gadget.elsewhere.example.com')).toBe(undefined);
});

test('a built-in kind is known without a request', async () => {
  await using proxy = await startMisbehavingProxy({ kubeconfig: inject('kubeconfig') });
  const through = await connect({ kubeconfig: proxy.kubeconfig, env: {} });
  expect((await through.resourceOf('deploy'))?.resource).toBe('deployments');
  expect(proxy.requests).toEqual([]);
  through.close();
});

test('discovery is asked once for several words', async () => {
  await using proxy = await startMisbehavingProxy({ kubeconfig: inject('kubeconfig') });
  const through = await connect({ kubeconfig: proxy.kubeconfig, env: {} });
  await Promise.all(['Gadget', 'gdg', 'gadgets.discovery.example.com'].map(through.resourceOf));
  expect(proxy.requests.map((request) => request.path).sort()).toEqual(['/api', '/apis']);
  through.close();
});

test('the form without aggregation finds the same kinds', async () => {
  const answers = await Promise.all(
    ['/api', '/apis'].map(async (path) => {
      const response = await client.request({ method: 'GET', path, accept: 'application/json' });
      return [path, JSON.stringify(response.body)] as const;
    }),
  );
  const bodies: Readonly<Record<string, string>> = Object.fromEntries(answers);
  await using proxy = await startMisbehavingProxy({ kubeconfig: inject('kubeconfig') });
  proxy.misbehave(({ path }) => {
    const body = bodies[path];
    return body === undefined ? undefined : { do: 'answer', status: 200, body };
  });
  const through = await connect({ kubeconfig: proxy.kubeconfig, env: {} });
  const byName = (kinds: readonly { readonly resource: string; readonly group: string }[]) =>
    kinds.map((kind) => `${kind.resource}.${kind.group}`).sort();
  const [plain, aggregated] = await Promise.all([through.discover(), client.discover()]);
  expect(byName(plain.kinds)).toEqual(byName(aggregated.kinds));
  expect(plain.kinds.find((one) => one.kind === 'Gadget')).toEqual({ ...gadget, verbs: expect.any(Array) });
  through.close();
});

test('items of a list carry their kind and version', async () => {
  const made = {
    apiVersion: 'discovery.example.com/v1',
    kind: 'Gadget',
    metadata: { name: 'g', namespace: 'default' },
  };
  await createObject(client, made);
  const answers = await takeAnswers(client, [
    { read: 'list', kind: 'Gadget.discovery.example.com', namespace: 'default' },
  ]);
  const answer = answers['list Gadget.discovery.example.com in default'];
  const items = answer?.answer === 'list' ? answer.items : [];
  expect(items.map(({ apiVersion, kind, metadata }) => [apiVersion, kind, metadata.name])).toEqual([
    ['discovery.example.com/v1', 'Gadget', 'g'],
  ]);
});

test('an object in the version that is asked for', async () => {
  await createObject(client, {
    apiVersion: 'discovery.example.com/v1',
    kind: 'Gadget',
    metadata: { name: 'v', namespace: 'default' },
  });
  const target = { apiVersion: 'discovery.example.com/v1beta1', kind: 'Gadget', namespace: 'default', name: 'v' };
  expect(await getObject(client, target)).toMatchObject({
    result: 'ok',
    object: { apiVersion: 'discovery.example.com/v1beta1' },
  });
});

test('a kind that comes and goes while somebody looks', async () => {
  const late = structuredClone({ ...definition, metadata: { name: 'widgets.late.example.com' } });
  late.spec.group = 'late.example.com';
  late.spec.names = { kind: 'Widget', plural: 'widgets', singular: 'widget', shortNames: [] };
  const read = { read: 'list', kind: 'Widget.late.example.com', namespace: 'default' } as const;
  const answer = async () => Object.values(await takeAnswers(client, [read]))[0]?.answer;
  expect(await answer()).toBe('absentKind');
  await createObject(client, late);
  await expect.poll(answer, { timeout: 30_000, interval: 300 }).toBe('list');
  await deleteObject(client, { kind: 'CustomResourceDefinition', name: late.metadata.name });
  await expect.poll(answer, { timeout: 30_000, interval: 300 }).toBe('absentKind');
});

test('a kind that does not exist is watched as one without objects', async () => {
  const watching = watchUntil(client, { kind: 'Never.never.example.com' }, (all) => all.length, { timeoutMs: 5000 });
  expect(await watching).toEqual({ result: 'met', value: 0 });
});

test('the identity is the uid of kube-system', async () => {
  const system = await getObject(client, { kind: 'Namespace', name: 'kube-system' });
  const uid = system.result === 'ok' ? system.object.metadata.uid : undefined;
  expect(await clusterIdentity(client)).toEqual({ uid, version: 'v1.36.4', context: inject('context') });
});
