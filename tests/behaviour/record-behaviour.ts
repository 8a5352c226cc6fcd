import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiResponse } from '../../src/cluster/client.ts';
import { connect } from '../../src/cluster/connect.ts';
import { listAll } from '../../src/cluster/list.ts';
import { containerRun } from '../../src/kubernetes/container-run.ts';
import type { Json } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';

/**
 * Writes down what the API server answers about the programs of shop.yaml, where kubelets run them:
 * `kubectl apply -f tests/behaviour/shop.yaml`, then `node tests/behaviour/record-behaviour.ts`.
 */
const client = await connect({ env: process.env });

const kinds = ['Deployment', 'ReplicaSet', 'Pod', 'Service', 'EndpointSlice'];
await rests();
const objects = (await Promise.all(kinds.map(listed))).flat();

/** Until the program that crashes has done so three times, and rests for a while. */
async function rests(): Promise<void> {
  for (;;) {
    const pod = (await listed('Pod')).find(({ metadata }) => metadata.labels?.app === 'crash');
    const run = pod === undefined ? undefined : containerRun(pod, 'app');
    if (run !== undefined && run.restarts >= 2 && run.isEndedNow) return;
    await sleep(500);
  }
}

async function listed(kind: string): Promise<readonly KubeObject[]> {
  const resource = await client.resourceOf(kind);
  if (resource === undefined) throw new Error(`no ${kind}`);
  const result = await listAll(client, resource, { namespace: 'shop' });
  return result.list === 'whole' ? result.items.map(withoutFields) : [];
}

/** Which manager wrote which field is long, and of no use here; when it did is. */
function withoutFields(object: KubeObject): KubeObject {
  const { managedFields, ...metadata } = object.metadata;
  const times = Array.isArray(managedFields) ? managedFields.map(({ time }) => ({ time })) : [];
  return { ...object, metadata: { ...metadata, managedFields: times } } as KubeObject; // a metadata with less in it
}

const pod = (app: string): KubeObject => {
  const found = objects.find(({ kind, metadata }) => kind === 'Pod' && metadata.labels?.app === app);
  if (found === undefined) throw new Error(`no Pod of ${app}`);
  return found;
};

const services = '/services';
const web = `${services}/web:http/proxy`;
const proxied = {
  home: `${web}/`,
  healthz: `${services}/web:80/proxy/healthz`,
  'one Pod': `/pods/${pod('web').metadata.name}:8080/proxy/healthz`,
  broken: `${web}/cgi-bin/broken`,
  busy: `${web}/cgi-bin/busy`,
  moved: `${web}/cgi-bin/moved`,
  version: `${web}/cgi-bin/version`,
  half: `${web}/cgi-bin/half`,
  endless: `${web}/cgi-bin/endless`,
  'no such page': `${web}/nowhere`,
  refused: `${services}/web:closed/proxy/`,
  'no TLS': `${services}/https:web:http/proxy/`,
  'no HTTP': `${services}/gruff:6379/proxy/`,
  'no endpoints': `${services}/nobody:80/proxy/`,
  'no port': `${services}/web:99/proxy/`,
  'no Service': `${services}/gone:80/proxy/`,
  'no Pod': '/pods/gone:80/proxy/',
};

const logs = {
  'log of web': `/pods/${pod('web').metadata.name}/log?container=app`,
  'log of a run that has ended': `/pods/${pod('crash').metadata.name}/log?container=app`,
  'log of the run before': `/pods/${pod('crash').metadata.name}/log?container=app&previous=true`,
  'no run before': '/pods/probe/log?container=probe&previous=true',
  'no image': '/pods/pull/log?container=app',
  'no container': '/pods/probe/log?container=app',
  'no Pod to log': '/pods/gone/log',
};

async function recorded(path: string): Promise<Json> {
  const request = { method: 'GET', path: `/api/v1/namespaces/shop${path}`, textLimit: 2_000 } as const;
  return plain(await client.request(request));
}

const plain = ({ status, headers, body, isCut }: ApiResponse): Json => ({
  status,
  headers: Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  ),
  body,
  isCut: isCut === true,
});

const responses = Object.fromEntries(
  await Promise.all(
    Object.entries({ ...proxied, ...logs }).map(async ([name, path]) => [name, await recorded(path)] as const),
  ),
);
const probe = 'probe/exec?container=probe';
const nslookup = (name: string): string => `${probe}&command=nslookup&command=${name}`;
const commands = {
  output: `${probe}&command=cat&command=/data/x`,
  'an error': `${probe}&command=cat&command=/data/y`,
  'no such program': `${probe}&command=nope`,
  'no program': `${probe}&command=/data/x`,
  'no image': 'pull/exec?container=app&command=ls',
  'no container': 'probe/exec?container=app&command=ls',
  'no Pod': 'gone/exec?command=ls',
  settings: `${probe}&command=cat&command=/etc/resolv.conf`,
  'name of a Service': nslookup('web.shop.svc.cluster.local.'),
  'name without its domain': nslookup('web'),
  'name of Pods': nslookup('web-direct.shop.svc.cluster.local.'),
  'no name': nslookup('nothing.shop.svc.cluster.local.'),
};

async function run(query: string): Promise<Json> {
  const path = `/api/v1/namespaces/shop/pods/${query}&stdout=true&stderr=true`;
  const outcome = await client.exchange({ path, protocols: ['v5.channel.k8s.io'], maxBytes: 100_000 });
  return 'status' in outcome ? plain(outcome) : outcome.map((message) => message.toString('base64'));
}

const ran: Record<string, Json> = {};
for (const [name, query] of Object.entries(commands)) ran[name] = await run(query);
const file = join(import.meta.dirname, '../fixtures/behaviour/recorded.json');
writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), objects, responses, commands: ran })}\n`);
client.close();
