import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { type Connection, connect } from '../../src/cluster/connect.ts';
import { judgeCluster } from '../../src/cluster/guard.ts';
import { gatherGuardEvidence } from '../../src/cluster/guard-evidence.ts';
import { takeAnswers } from '../../src/cluster/reads.ts';
import { createObject, deleteObject } from '../../src/cluster/write.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { type Answer, type Read, readKey } from '../../src/snapshot/read.ts';
import { type MisbehavingProxy, type Rule, startMisbehavingProxy } from './misbehaving-proxy.ts';

const namespace = 'outages';
const list = (kind: string): Read => ({ read: 'list', kind, namespace });
const mayRead: Read = {
  read: 'review',
  user: 'jane',
  groups: ['system:authenticated'],
  action: { verb: 'get', group: '', resource: 'pods', namespace },
};
const reads: readonly Read[] = [
  ...[list('ConfigMap'), list('Secret'), list('Pod'), list('Deployment.apps')],
  ...[list('Role.rbac.authorization.k8s.io'), list('Ingress.networking.k8s.io'), mayRead],
];
const configMaps = readKey(list('ConfigMap'));

let admin: Connection;
let proxy: MisbehavingProxy;
let undisturbed: Readonly<Record<string, Answer>>;

beforeAll(async () => {
  admin = await connect({ kubeconfig: inject('kubeconfig'), env: {} });
  await create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  await createMany(501); // one more than a page
  proxy = await startMisbehavingProxy({ kubeconfig: inject('kubeconfig') });
  undisturbed = await takeAnswers(admin, reads);
});

afterAll(async () => {
  await proxy?.[Symbol.asyncDispose]();
  await deleteObject(admin, { kind: 'Namespace', name: namespace });
  admin.close();
});

test('through the proxy everything is as without it', async () => {
  expect(await answersUnder(() => undefined)).toEqual(undisturbed);
});

test('one list a kind and page, one review', async () => {
  await answersUnder(() => undefined, { reads: [...reads, ...reads] });
  expect(
    proxy.requests.map(({ method, path }) => `${method} ${path.replace(/&continue=.*/, '&continue=…')}`).sort(),
  ).toEqual([
    'GET /api/v1/namespaces/outages/configmaps?limit=500',
    'GET /api/v1/namespaces/outages/configmaps?limit=500&continue=…',
    'GET /api/v1/namespaces/outages/pods?limit=500',
    'GET /api/v1/namespaces/outages/secrets?limit=500',
    'GET /apis/apps/v1/namespaces/outages/deployments?limit=500',
    'GET /apis/networking.k8s.io/v1/namespaces/outages/ingresses?limit=500',
    'GET /apis/rbac.authorization.k8s.io/v1/namespaces/outages/roles?limit=500',
    'POST /apis/authorization.k8s.io/v1/namespaces/outages/localsubjectaccessreviews',
  ]);
});

describe('an answer cut after its first bytes', () => {
  const requestCount = 8;

  test.each(Array.from({ length: requestCount }, (_, index) => index + 1))('in the body of answer %i', async (nth) => {
    const answers = await answersUnder(({ number }) => (number === nth ? { do: 'cut', in: 'body' } : undefined));
    const truncated = { code: 'truncated', detail: 'the answer of the API server ended early' };
    expect(answers).toEqual({ ...undisturbed, [keyOfRequest(nth)]: { answer: 'outage', outage: truncated } });
  });

  test.each(Array.from({ length: requestCount }, (_, index) => index + 1))(
    'in the head of answer %i: it is asked again',
    async (nth) => {
      const answers = await answersUnder(({ number }) => (number === nth ? { do: 'cut', in: 'head' } : undefined));
      expect(answers).toEqual(undisturbed);
    },
  );
});

test('half a list under 200', async () => {
  const answers = await answersUnder(onConfigMaps({ do: 'halve' }));
  expect(answers).toEqual(withOutage('truncated', 'the answer of the API server is no valid JSON'));
});

test('a whole answer that is no list', async () => {
  const answers = await answersUnder(onConfigMaps({ do: 'answer', status: 200, body: '{}' }));
  expect(answers).toEqual(withOutage('truncated', 'the answer is no whole list of configmaps'));
});

describe('a continue token that has expired', () => {
  // as kube-apiserver words it: staging/src/k8s.io/apiserver/pkg/storage/errors.go
  const expired = statusBody(
    410,
    'Expired',
    'The provided continue parameter is too old to display a consistent list result.',
  );

  test('once: the list is read again from its beginning', async () => {
    let times = 0;
    const answers = await answersUnder(({ path }) =>
      path.includes('continue=') && times++ === 0 ? { do: 'answer', status: 410, body: expired } : undefined,
    );
    expect(answers).toEqual(undisturbed);
  });

  test('twice', async () => {
    const answers = await answersUnder(({ path }) =>
      path.includes('continue=') ? { do: 'answer', status: 410, body: expired } : undefined,
    );
    expect(answers).toEqual(
      withOutage('expired_list', 'the list of configmaps expired twice before it was read to its end'),
    );
  });
});

describe('429 with Retry-After', () => {
  const throttled = (seconds: number) => ({
    ...({ do: 'answer', status: 429, headers: { 'retry-after': String(seconds) } } as const),
    body: statusBody(429, 'TooManyRequests', 'Too many requests, please try again later.'),
  });

  test('once: asked again after that time', async () => {
    let throttledAt = 0;
    let repeatedAfterMs = 0;
    const answers = await answersUnder(({ path }) => {
      if (!path.includes('/secrets')) return undefined;
      if (throttledAt > 0) repeatedAfterMs = performance.now() - throttledAt;
      throttledAt ||= performance.now();
      return repeatedAfterMs === 0 ? throttled(1) : undefined;
    });
    expect(answers).toEqual(undisturbed);
    expect(repeatedAfterMs).toBeGreaterThanOrEqual(1000);
  });

  test('longer than the time-out: said at once', async () => {
    const before = performance.now();
    const answers = await answersUnder(onConfigMaps(throttled(60)));
    expect(answers).toEqual(
      withOutage('throttled', 'the API server answered 429: Too many requests, please try again later.'),
    );
    expect(performance.now() - before).toBeLessThan(5000);
  });
});

test('403 on one kind', async () => {
  const message =
    'configmaps is forbidden: User "jane" cannot list resource "configmaps" in API group "" in the namespace "outages"';
  const answers = await answersUnder(
    onConfigMaps({ do: 'answer', status: 403, body: statusBody(403, 'Forbidden', message) }),
  );
  expect(answers).toEqual(withOutage('forbidden', `the API server answered 403: ${message}`));
});

test('403 on reviews', async () => {
  const answers = await answersUnder(({ method }) =>
    method === 'POST' ? { do: 'answer', status: 403, body: statusBody(403, 'Forbidden', 'no') } : undefined,
  );
  const outage = { code: 'forbidden', detail: 'the API server answered 403: no' };
  expect(answers).toEqual({ ...undisturbed, [readKey(mayRead)]: { answer: 'outage', outage } });
});

test('500 with control characters', async () => {
  const body = statusBody(500, 'InternalError', 'one\u001b[31m\ntwo\u202e');
  const answers = await answersUnder(onConfigMaps({ do: 'answer', status: 500, body }));
  expect(answers).toEqual(withOutage('server_error', 'the API server answered 500: one [31m two'));
});

test('a slow list', async () => {
  const answers = await answersUnder(onConfigMaps({ do: 'delay', ms: 5000 }), { timeoutMs: 1500 });
  expect(answers).toEqual(withOutage('timeout', 'the API server did not answer in time'));
});

test('slow lists keep nobody else waiting', async () => {
  const before = performance.now();
  const answers = await answersUnder(({ method }) => (method === 'GET' ? { do: 'delay', ms: 8000 } : undefined), {
    timeoutMs: 2500,
  });
  const codes = Object.values(answers).map((answer) =>
    answer.answer === 'outage' ? answer.outage.code : answer.answer,
  );
  expect(codes).toEqual([...Array(6).fill('timeout'), 'review']);
  expect(performance.now() - before).toBeLessThan(4800); // one after another they would take twice 2.5 s
});

test('an aggregated API that is down touches only its own kinds', async () => {
  await create(downApiService); // for this test only: it keeps namespaces from being deleted
  try {
    expect(await answersOnceDown()).toEqual({
      'list Broken.down.example.com in outages': { answer: 'outage', outage: downOutage('Broken.down.example.com') },
      'list Widget.up.example.com in outages': { answer: 'absentKind' },
      'list Widget in outages': { answer: 'outage', outage: downOutage('Widget') },
      [configMaps]: undisturbed[configMaps],
    });
  } finally {
    await deleteObject(admin, { kind: 'APIService', name: downApiService.metadata.name });
  }
});

/** Discovery shows a new APIService after some tenths of a second. */
async function answersOnceDown(): Promise<Readonly<Record<string, Answer>>> {
  const kinds = ['Broken.down.example.com', 'Widget.up.example.com', 'Widget', 'ConfigMap'].map(list);
  const isShown = async () => (await admin.discover()).unansweredGroups.includes('down.example.com');
  await expect.poll(isShown, { timeout: 20_000, interval: 300 }).toBe(true);
  return takeAnswers(admin, kinds);
}

const downOutage = (kind: string) => ({
  code: 'discovery',
  detail: `the kind "${kind}" could not be looked up: the server of API group down.example.com does not answer`,
});

test('404 for a built-in kind that discovery shows is no absence', async () => {
  const answers = await answersUnder(onConfigMaps({ do: 'answer', status: 404, body: '{}' }));
  expect(answers).toEqual(
    withOutage('server_error', 'discovery shows configmaps and the server answered 404 for their list'),
  );
});

test('404 for a built-in kind that discovery does not know is absence', async () => {
  const bare = JSON.stringify({ kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', items: [] });
  const answers = await answersUnder(({ path }) => {
    if (path.includes('/configmaps')) return { do: 'answer', status: 404, body: '{}' };
    return path === '/api' || path === '/apis' ? { do: 'answer', status: 200, body: bare } : undefined;
  });
  expect(answers).toEqual({ ...undisturbed, [configMaps]: { answer: 'absentKind' } });
});

describe('no answer at all', () => {
  test('an expired certificate', async () => {
    await using expired = await startMisbehavingProxy({ kubeconfig: inject('kubeconfig'), certificate: 'expired' });
    const answers = await answersThrough(expired.kubeconfig);
    expect(answers).toEqual(allOutages('certificate', "the API server's certificate has expired"));
    expect(expired.requests).toEqual([]);
  });

  test('a certificate of another authority', async () => {
    await using other = await startMisbehavingProxy({ kubeconfig: inject('kubeconfig') });
    const kubeconfig = await edited(other.kubeconfig, proxy.url);
    const detail = "the API server's certificate was not issued by the authority that the kubeconfig names";
    expect(await answersThrough(kubeconfig)).toEqual(allOutages('certificate', detail));
  });

  test('nobody listens', async () => {
    const gone = await startMisbehavingProxy({ kubeconfig: inject('kubeconfig') });
    const kubeconfig = await edited(gone.kubeconfig, gone.url, `${proxy.kubeconfig}-gone`);
    await gone[Symbol.asyncDispose]();
    const detail = 'the API server refused the connection; it is not running, or not there';
    expect(await answersThrough(kubeconfig)).toEqual(allOutages('unreachable', detail));
  });

  test('401', async () => {
    const body = statusBody(401, 'Unauthorized', 'Unauthorized');
    const answers = await answersUnder(() => ({ do: 'answer', status: 401, body }));
    expect(answers).toEqual(allOutages('unauthorized', 'the API server answered 401: Unauthorized'));
  });

  test('interrupted', async () => {
    const answers = await takeAnswers(admin, reads, { signal: AbortSignal.abort() });
    expect(answers).toEqual(allOutages('unreachable', 'interrupted'));
  });
});

describe('a cluster that is not for practice', () => {
  test('simulated nodes prove nothing through another certificate', async () => {
    proxy.misbehave(() => undefined);
    const client = await connect({ kubeconfig: proxy.kubeconfig, env: {} });
    const judgement = judgeCluster(await gatherGuardEvidence(client, { isEmbedded: false }));
    client.close();
    expect(judgement).toEqual({ practice: false, why: { doubt: 'unmarkedNode', node: 'node-1' } });
  });

  test('nodes that may not be read', async () => {
    proxy.misbehave(() => ({ do: 'answer', status: 403, body: statusBody(403, 'Forbidden', 'no') }));
    const client = await connect({ kubeconfig: proxy.kubeconfig, env: {} });
    const judgement = judgeCluster(await gatherGuardEvidence(client, { isEmbedded: false }));
    client.close();
    const outage = { code: 'forbidden', detail: 'the API server answered 403: no' };
    expect(judgement).toEqual({ practice: false, why: { doubt: 'nodesUnreadable', outage } });
  });
});

const downApiService = {
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  metadata: { name: 'v1.down.example.com' },
  spec: {
    ...{ group: 'down.example.com', version: 'v1', groupPriorityMinimum: 100, versionPriority: 100 },
    insecureSkipTLSVerify: true,
    service: { name: 'nobody', namespace: 'default' },
  },
};

async function answersUnder(
  rule: Rule,
  options: { readonly reads?: readonly Read[]; readonly timeoutMs?: number } = {},
): Promise<Readonly<Record<string, Answer>>> {
  proxy.misbehave(rule);
  return answersThrough(proxy.kubeconfig, options);
}

async function answersThrough(
  kubeconfig: string,
  options: { readonly reads?: readonly Read[]; readonly timeoutMs?: number } = {},
): Promise<Readonly<Record<string, Answer>>> {
  const client = await connect({ kubeconfig, env: {} });
  try {
    return await takeAnswers(client, options.reads ?? reads, { timeoutMs: options.timeoutMs ?? 20_000 });
  } finally {
    client.close();
  }
}

const onConfigMaps =
  (misbehaviour: ReturnType<Rule>): Rule =>
  ({ path }) =>
    path.includes('/configmaps') ? misbehaviour : undefined;

const withOutage = (code: string, detail: string) => ({
  ...undisturbed,
  [configMaps]: { answer: 'outage', outage: { code, detail } },
});

const allOutages = (code: string, detail: string) =>
  Object.fromEntries(reads.map((read) => [readKey(read), { answer: 'outage', outage: { code, detail } }]));

/** The read that the n-th request since `misbehave` served. */
function keyOfRequest(nth: number): string {
  const path = proxy.requests[nth - 1]?.path ?? '';
  const resource = /\/namespaces\/outages\/(\w+)/.exec(path)?.[1] ?? '';
  return readKey(readOf[resource] ?? mayRead);
}

const readOf: Readonly<Record<string, Read>> = {
  configmaps: list('ConfigMap'),
  secrets: list('Secret'),
  pods: list('Pod'),
  deployments: list('Deployment.apps'),
  roles: list('Role.rbac.authorization.k8s.io'),
  ingresses: list('Ingress.networking.k8s.io'),
};

function statusBody(code: number, reason: string, message: string): string {
  return JSON.stringify({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code });
}

/** A copy of a kubeconfig that leads to another server. */
async function edited(kubeconfig: string, server: string, path = `${kubeconfig}-edited`): Promise<string> {
  const content = parse(await readFile(kubeconfig, 'utf8'));
  content.clusters[0].cluster.server = server;
  await writeFile(path, stringify(content));
  return path;
}

async function createMany(count: number): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => `filler-${index}`);
  await Promise.all(
    names.map((name) => create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace } })),
  );
}

async function create(object: KubeObject): Promise<void> {
  const { result } = await createObject(admin, object, { timeoutMs: 60_000 });
  if (result !== 'ok') throw new Error(`could not create ${object.kind} ${object.metadata.name}: ${result}`);
}
