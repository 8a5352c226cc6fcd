import { expect, test } from 'vitest';
import { proxyAnswer } from '../../src/cluster/behaviour/proxied.ts';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import { valueAt } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { mappingsAt } from '../../src/kubernetes/pod-template.ts';
import type { BehaviourRead } from '../../src/snapshot/behaviour/behaviour-read.ts';
import type { Answer } from '../../src/snapshot/read.ts';
import { behaviourObjects, behaviourResponse, behaviourTime } from '../fixtures/behaviour.ts';
import { named } from '../fixtures/real-objects.ts';
import type { Circumstances } from './judging.ts';
import { brief, changed, evidenceOf, issuesOf, judge, without } from './judging.ts';
import { testRows } from './test-rows.ts';

const answerOf = (name: string): Answer => proxyAnswer(behaviourResponse(name));
const byPath: Readonly<Record<string, string>> = {
  ...{ '/': 'home', '/healthz': 'healthz', '/broken': 'broken', '/moved': 'moved', '/version': 'version' },
  ...{ '/half': 'half', '/endless': 'endless', '/busy': 'busy' },
};
/** As recorded: by the path, whichever Pod is asked; and by the port or the Service, where those decide. */
function shopAnswer(read: BehaviourRead): Answer {
  if (read.read !== 'proxy') throw new Error(`not asked over HTTP: ${read.read}`);
  if (read.isHttps) return answerOf('no TLS');
  if (read.name === 'gruff') return answerOf('no HTTP');
  return read.port === 'closed' || read.port === 81
    ? answerOf('refused')
    : answerOf(byPath[read.path] ?? 'no such page');
}
const pods = behaviourObjects.filter(({ kind, metadata }) => kind === 'Pod' && metadata.labels?.app === 'web');
const [one = '', two = ''] = pods.map(({ metadata }) => metadata.name).sort();
/** The second Pod of web answers otherwise than recorded. */
const secondSays =
  (name: string) =>
  (read: BehaviourRead): Answer =>
    read.read === 'proxy' && read.name === two ? answerOf(name) : shopAnswer(read);

const afterSeconds = (time: string, seconds: number): string =>
  new Date(Date.parse(time) + seconds * 1000).toISOString();
const later = afterSeconds(behaviourTime, 600);
const readyAt = pods
  .flatMap((pod) => mappingsAt(pod, 'status', 'conditions'))
  .filter(({ type }) => type === 'Ready')
  .map(({ lastTransitionTime }) => String(lastTransitionTime))
  .sort()
  .at(-1);
const justReady = afterSeconds(String(readyAt), 1);
const madeAt = String(named(behaviourObjects, 'Service/nobody').metadata.creationTimestamp);
const judged = (http: JsonObject, circumstances: Circumstances = {}) =>
  judge(
    { http: { in: 'shop', ...http } },
    { objects: behaviourObjects, now: later, behaviour: shopAnswer, ...circumstances },
  );
const waiting = { name: 'app', restartCount: 0, state: { waiting: { reason: 'ContainerCreating' } } };
const beingMade = changed(behaviourObjects, `Pod/${two}`, {
  metadata: { creationTimestamp: afterSeconds(later, -2) },
  status: { containerStatuses: [waiting], conditions: null, podIP: null },
});
const justChanged = changed(behaviourObjects, 'Deployment/web', {
  metadata: { managedFields: [{ time: afterSeconds(later, -1) }] },
});
const withUdp = changed(behaviourObjects, 'Service/web', {
  spec: {
    ports: [
      { name: 'names', port: 80, protocol: 'UDP', targetPort: 53 },
      { name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' },
    ],
  },
});
const web = (more: JsonObject = {}): JsonObject => ({ service: 'web', port: 'http', path: '/healthz', ...more });
const podsOfWeb = (more: JsonObject = {}): JsonObject => ({
  podsOf: 'deployment/web',
  port: 'http',
  path: '/healthz',
  ...more,
});

testRows<[name: string, http: JsonObject, brief: string, circumstances?: Circumstances]>(
  [
    ['a status of success is enough', web(), 'holds'],
    ['by number', web({ port: 80 }), 'holds'],
    ['the text of the body', web({ body: 'ok' }), 'holds'],
    ['a part of the body', web({ path: '/', body: { $matches: 'Lantern' } }), 'holds'],
    ['another body', web({ body: 'fine' }), 'http_differs http_differs'],
    ['the status that is wanted', web({ path: '/broken', status: 500 }), 'holds'],
    ['another status', web({ path: '/broken' }), 'http_differs http_differs'],
    ["a program's own 429", web({ path: '/busy', status: 429 }), 'holds'],
    ['a page that is not there', web({ path: '/nowhere', status: 404 }), 'holds'],
    ['a redirect', web({ path: '/moved', status: 302, headers: { location: 'http://elsewhere.example/x' } }), 'holds'],
    [
      'a redirect elsewhere',
      web({ path: '/moved', status: 302, headers: { location: '/x' } }),
      'http_differs http_differs',
    ],
    ['JSON by meaning', web({ path: '/version', json: { version: 2, parts: ['b'] } }), 'holds'],
    ['other JSON', web({ path: '/version', json: { version: 3 } }), 'http_differs http_differs'],
    ['no JSON', web({ path: '/half', json: { version: 2 } }), 'http_differs http_differs'],
    ['the beginning of a body without end decides', web({ path: '/endless', body: { $matches: '^first' } }), 'holds'],
    ['or does not', web({ path: '/endless', body: { $matches: 'last' } }), 'unknown'],
    ['nor what must not stand there', web({ path: '/endless', body: { $not: { $matches: 'last' } } }), 'unknown'],
    ['nor its end', web({ path: '/endless', body: { $matches: 'y$' } }), 'unknown'],
    ['nor JSON', web({ path: '/endless', json: {} }), 'unknown'],
    [
      'but the status does',
      web({ path: '/endless', status: 404, body: { $matches: 'last' } }),
      'http_differs http_differs',
    ],
    ['nothing listens', web({ port: 'closed' }), 'http_unreached http_unreached'],
    ['no TLS', web({ https: true }), 'http_unreached http_unreached'],
    ['no HTTP', { service: 'gruff', port: 6379 }, 'http_unreached'],
    ['no endpoint is ready', { service: 'crash', port: 80 }, 'http_unreached'],
    ['no Pod is selected', { service: 'nobody', port: 80 }, 'http_unreached'],
    ['no such port', web({ port: 99 }), 'port_differs'],
    ['no such Service', { service: 'wep', port: 80 }, 'object_missing'],
    ['one of two Pods answers otherwise', web(), 'http_differs', { behaviour: secondSays('broken') }],
    [
      'a Pod that could not be asked',
      web(),
      'unknown',
      { behaviour: (read) => (read.read === 'proxy' && read.name === two ? silent : shopAnswer(read)) },
    ],
    ['nobody could be asked', web(), 'unknown', { behaviour: () => silent }],
    ['one Pod of a workload is enough', podsOfWeb(), 'holds', { behaviour: secondSays('broken') }],
    ['every one', podsOfWeb({ every: true }), 'holds'],
    ['not every one', podsOfWeb({ every: true }), 'http_differs', { behaviour: secondSays('broken') }],
    ['none', podsOfWeb({ path: '/broken' }), 'http_differs'],
    ['a Pod itself', { podsOf: 'pod/gruff', port: 8080, path: '/healthz' }, 'http_unreached'],
    ['a port that the Pods do not name', podsOfWeb({ port: 'web' }), 'port_differs'],
    ['a Pod that never started', { podsOf: 'pod/pull', port: 80 }, 'http_unreached'],
    ['a crash loop', { podsOf: 'deployment/crash', port: 80 }, 'http_unreached'],
    ['no such workload', { podsOf: 'deployment/wep', port: 80 }, 'object_missing'],
    [
      'a workload without Pods',
      podsOfWeb(),
      'object_missing',
      {
        objects: pods.reduce<readonly KubeObject[]>(
          (all, { metadata }) => without(all, `Pod/${metadata.name}`),
          behaviourObjects,
        ),
      },
    ],
    [
      'one answers otherwise, and of another too little is read',
      podsOfWeb({ body: { $matches: 'last' } }),
      'unknown',
      { behaviour: secondSays('endless') },
    ],
    ['a Pod became ready a moment ago', podsOfWeb(), 'holds, moving', { now: justReady }],
    ['the workload was changed a moment ago', podsOfWeb(), 'holds, moving', { objects: justChanged }],
    ['a port of the same number for UDP', web({ port: 80 }), 'holds', { objects: withUdp }],
    ['no port but for UDP', web({ port: 'names' }), 'port_differs', { objects: withUdp }],
    ['a container is being made', podsOfWeb({ every: true }), 'http_unreached*', { objects: beingMade }],
    ['a refusal that a policy may be', web({ port: 'closed' }), 'unknown', { objects: guarded({ app: 'web' }) }],
    ['of a Pod', podsOfWeb({ port: 81 }), 'unknown', { objects: guarded({}) }],
    [
      'not one of other Pods',
      web({ port: 'closed' }),
      'http_unreached http_unreached',
      { objects: guarded({ app: 'x' }) },
    ],
    ['nor one of what goes out', podsOfWeb({ port: 81 }), 'http_unreached', { objects: guarded({}, ['Egress']) }],
    ['what answers is let through', web({ body: 'fine' }), 'http_differs http_differs', { objects: guarded({}) }],
    ['a moment after it became ready, a pass is moving', web(), 'holds, moving', { now: justReady }],
    ['and a failure', web({ body: 'fine' }), 'http_differs* http_differs*', { now: justReady }],
    [
      'a Service changed a moment ago',
      { service: 'nobody', port: 80 },
      'http_unreached*',
      { now: afterSeconds(madeAt, 2) },
    ],
  ],
  (_, http, wanted, circumstances) => expect(brief(judged(http, circumstances))).toBe(wanted),
);

const silent: Answer = { answer: 'outage', outage: { code: 'no_answer', detail: 'i/o timeout' } };

test('only ready endpoints are asked', () => {
  const slice = behaviourObjects.find(
    ({ kind, metadata }) => kind === 'EndpointSlice' && metadata.labels?.['kubernetes.io/service-name'] === 'web',
  );
  const endpoints = mappingsAt(slice, 'endpoints').map((endpoint) =>
    valueAt(endpoint, 'targetRef', 'name') === two ? { ...endpoint, conditions: { ready: false } } : endpoint,
  );
  const objects = changed(behaviourObjects, `EndpointSlice/${slice?.metadata.name}`, { endpoints });
  const [evidence] = evidenceOf(judged(web(), { objects }));
  expect(evidence).toEqual({
    ...{ code: 'http', status: 200, line: 'ok' },
    request: {
      ...{ to: { kind: 'Service', name: 'web', namespace: 'shop' }, port: 'http', isHttps: false, path: '/healthz' },
    },
    pods: [{ kind: 'Pod', name: one, namespace: 'shop' }],
  });
});

function guarded(matchLabels: JsonObject, policyTypes: readonly string[] = ['Ingress']): readonly KubeObject[] {
  const metadata = { name: 'guard', namespace: 'shop' };
  const spec = { podSelector: { matchLabels }, policyTypes };
  return [...behaviourObjects, { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec }];
}

test('a Service that leads to one Pod says which', () => {
  expect(issuesOf(judged({ service: 'gruff', port: 6379 }))).toEqual([
    {
      ...{ code: 'http_unreached', why: 'no_http', isMoving: false },
      request: { to: { kind: 'Service', name: 'gruff', namespace: 'shop' }, port: 6379, isHttps: false, path: '/' },
      pods: [{ kind: 'Pod', name: 'gruff', namespace: 'shop' }],
      words:
        'error trying to reach service: net/http: HTTP/1.x transport connection broken: malformed HTTP status code "unknown"',
      raw: '/api/v1/namespaces/shop/services/gruff:6379/proxy/',
    },
  ]);
});

test('the Pod that answers otherwise is named, with what it says', () => {
  expect(issuesOf(judged(web(), { behaviour: secondSays('broken') }))).toEqual([
    {
      ...{ code: 'http_differs', status: 500, line: 'no database', isMoving: false },
      request: {
        to: { kind: 'Service', name: 'web', namespace: 'shop' },
        port: 'http',
        isHttps: false,
        path: '/healthz',
      },
      by: { kind: 'Pod', name: two, namespace: 'shop' },
      difference: { path: 'status', wanted: { $min: 200, $max: 299 }, found: 500 },
      raw: `/api/v1/namespaces/shop/pods/${two}:8080/proxy/healthz`,
    },
  ]);
});

test('a pass tells the status, the first line and who answered', () => {
  expect(evidenceOf(judged(web()))).toEqual([
    {
      ...{ code: 'http', status: 200, line: 'ok' },
      request: {
        to: { kind: 'Service', name: 'web', namespace: 'shop' },
        port: 'http',
        isHttps: false,
        path: '/healthz',
      },
      pods: [one, two].map((name) => ({ kind: 'Pod', name, namespace: 'shop' })),
    },
  ]);
});

test('the Pods that are not ready are named', () => {
  const [issue] = issuesOf(judged({ service: 'crash', port: 80 }));
  const crash = behaviourObjects.find(({ kind, metadata }) => kind === 'Pod' && metadata.labels?.app === 'crash');
  expect(issue).toEqual({
    ...{ code: 'http_unreached', why: 'no_endpoints', words: '', isMoving: false },
    request: { to: { kind: 'Service', name: 'crash', namespace: 'shop' }, port: 80, isHttps: false, path: '/' },
    pods: [{ kind: 'Pod', name: crash?.metadata.name, namespace: 'shop' }],
  });
});

test('a Pod on its way out is not asked', () => {
  const going = changed(behaviourObjects, `Pod/${two}`, { metadata: { deletionTimestamp: later } });
  const asked: string[] = [];
  const behaviour = (read: BehaviourRead): Answer => {
    if (read.read === 'proxy') asked.push(read.name);
    return shopAnswer(read);
  };
  judged(podsOfWeb({ every: true }), { objects: going, behaviour });
  expect(asked).toEqual([one]);
});
