import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { ClusterClient } from '../../src/cluster/client.ts';
import type { Connection } from '../../src/cluster/connect.ts';
import { connect } from '../../src/cluster/connect.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { emptyNamespace } from '../../src/session/empty-namespace.ts';
import { type MisbehavingProxy, startMisbehavingProxy } from './misbehaving-proxy.ts';
import { kubectl, sessionOn } from './session-cluster.ts';

const namespace = 'emptied';
let proxy: MisbehavingProxy;
let client: Connection;

beforeAll(async () => {
  await kubectl(['create', 'namespace', namespace]);
  await kubectl(['create', 'secret', 'generic', 'settings', '-n', namespace]);
  proxy = await startMisbehavingProxy({ kubeconfig: inject('kubeconfig') });
  client = await connect({ kubeconfig: proxy.kubeconfig, env: {} });
});

afterAll(async () => {
  client?.close();
  await proxy?.[Symbol.asyncDispose]();
  await kubectl(['delete', 'namespace', namespace, '--wait=false']);
});

test('what takes longer to delete than a request may is gone on with', async () => {
  let isFirst = true;
  proxy.misbehave(({ method }) => {
    if (method !== 'DELETE' || !isFirst) return undefined;
    isFirst = false;
    return { do: 'delay', ms: 1000 };
  });
  const impatient: ClusterClient = { ...client, request: (request) => client.request({ timeoutMs: 500, ...request }) };
  const { context } = sessionOn(impatient);
  const keeps = ({ metadata }: KubeObject) => ['default', 'kube-root-ca.crt'].includes(metadata.name);
  expect(await emptyNamespace(context, namespace, { keeps, passes: () => false })).toEqual([]);
  expect(isFirst).toBe(false);
  expect(await kubectl(['get', 'secrets', '-n', namespace, '-o', 'name'])).toBe('');
});
