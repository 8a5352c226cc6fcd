import { expect } from 'vitest';
import type { Json, JsonObject } from '../../src/kubernetes/json.ts';
import { spelled, spelledTime } from '../fixtures/real-objects.ts';
import type { Circumstances } from './judging.ts';
import { brief, changed, judge, without } from './judging.ts';
import { testRows } from './test-rows.ts';

const stored: Circumstances = { objects: spelled, now: spelledTime };
const object = (ref: string, has: JsonObject): Json => ({ object: ref, in: 'shop', has });
const workload = (spec: JsonObject): Json => ({ workload: { of: 'deployment/tolerant', in: 'shop', ...spec } });
const selects = (spec: JsonObject): Json => ({ selects: { in: 'shop', ...spec } });
const spec = (inner: JsonObject): JsonObject => ({ spec: inner });
const podSpec = (inner: JsonObject): JsonObject => spec({ template: spec(inner) });
const path = (url: string, name: string, port: JsonObject): JsonObject =>
  spec({ rules: [{ http: { paths: [{ path: url, backend: { service: { name, port } } }] } }] });
const containers = (patch: JsonObject): Circumstances => ({
  objects: changed(spelled, 'Deployment/tolerant', podSpec({ containers: [{ name: 'web', image: 'x', ...patch }] })),
});
const slowSlice = 'EndpointSlice/slow-xhwjq';
const volume = (inner: JsonObject): Circumstances => ({
  objects: [{ apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'disk' }, spec: inner }],
});

const current = spelled.find(({ kind, metadata }) => kind === 'ReplicaSet' && metadata.name.startsWith('tolerant'));
const replicaSet = `replicaset/${current?.metadata.name}`;

testRows<readonly [string, Json, string, Circumstances?]>(
  [
    [
      'a toleration, its operator left out',
      object('deployment/tolerant', podSpec({ tolerations: [{ key: 'gpu', operator: 'Equal', value: 'true' }] })),
      'holds',
    ],
    ['no seconds to be ready', object('deployment/tolerant', spec({ minReadySeconds: 0 })), 'holds'],
    [
      'the default account of a template',
      object('deployment/tolerant', podSpec({ serviceAccountName: 'default' })),
      'holds',
    ],
    ['links to Services, of a template', object('deployment/tolerant', podSpec({ enableServiceLinks: true })), 'holds'],
    [
      'how Pods are spread by default',
      object('deployment/tolerant', podSpec({ topologySpreadConstraints: [{ nodeTaintsPolicy: 'Ignore' }] })),
      'holds',
    ],
    [
      'an empty label of the template',
      object('deployment/tolerant', spec({ template: { metadata: { labels: { front: '' } } } })),
      'holds',
    ],
    [
      'an empty label that is not there',
      object('deployment/tolerant', spec({ template: { metadata: { labels: { back: '' } } } })),
      'value_differs',
    ],
    [
      'a probe on a port by its number',
      object('deployment/tolerant', podSpec({ containers: [{ readinessProbe: { httpGet: { port: 8080 } } }] })),
      'holds',
    ],
    ['an account that mounts its token', object('serviceaccount/bot', { automountServiceAccountToken: true }), 'holds'],
    ['a quota of requests', object('quota/budget', spec({ hard: { 'requests.cpu': 20, memory: '40Gi' } })), 'holds'],
    ['a quota of Services', object('quota/budget', spec({ hard: { services: 30 } })), 'holds'],
    ['a quota of limits', object('quota/budget', spec({ hard: { 'limits.cpu': 20 } })), 'value_differs'],
    ['a budget, half of three', object('pdb/half', spec({ minAvailable: 2 })), 'holds'],
    ['a budget, as many as may be away', object('pdb/half', spec({ maxUnavailable: 1 })), 'holds'],
    ['a budget, as many as must stay', object('pdb/one-less', spec({ minAvailable: 2 })), 'holds'],
    ['a budget that is too small', object('pdb/one-less', spec({ minAvailable: 3 })), 'value_differs'],
    ['a budget at least', object('pdb/half', spec({ minAvailable: { $min: 2, $max: '80%' } })), 'holds'],
    ['a budget that must be given so', object('pdb/one-less', spec({ minAvailable: { $absent: true } })), 'holds'],
    [
      'a budget that its controller has not seen',
      object('pdb/half', spec({ minAvailable: 2 })),
      'value_differs',
      { objects: changed(spelled, 'PodDisruptionBudget/half', { metadata: { generation: 9 } }) },
    ],
    [
      'a block in capital letters',
      object('netpol/blocks', spec({ egress: [{ to: [{ ipBlock: { cidr: 'fd00::/48' } }] }] })),
      'holds',
    ],
    [
      'a selector, exactly',
      object('netpol/blocks', spec({ podSelector: { $exactly: { matchLabels: { app: 'tolerant' } } } })),
      'holds',
    ],
    ['midnight in UTC', object('cronjob/nightly', spec({ schedule: '0 0 * * *', timeZone: 'Etc/UTC' })), 'holds'],
    ['a metric', object('hpa/tolerant', spec({ metrics: [{ external: { target: { value: '1.5' } } }] })), 'holds'],
    ['verbs, one said twice', object('role/reader', { rules: [{ verbs: { $exactly: ['list', 'get'] } }] }), 'holds'],
    ['a backend by number', object('ingress/site', path('/', 'tolerant', { number: 80 })), 'holds'],
    ['a backend by name', object('ingress/site', path('/', 'tolerant', { name: 'web' })), 'holds'],
    ['another port of a backend', object('ingress/site', path('/', 'tolerant', { number: 8080 })), 'value_differs'],
    ['a port without a name', object('ingress/site', path('/db', 'slow', { number: 5432 })), 'holds'],
    [
      'a backend that is not there',
      object('ingress/site', path('/', 'tolerant', { number: 80 })),
      'value_differs',
      { objects: without(spelled, 'Service/tolerant') },
    ],
    [
      'a claim template',
      object('statefulset/by-hand', spec({ volumeClaimTemplates: [{ spec: { storageClassName: '' } }] })),
      'holds',
    ],
    ['a volume of no class', { object: 'pv/disk', has: spec({ storageClassName: '' }) }, 'holds', volume({})],
    [
      'a volume of a class, where none is wanted',
      { object: 'pv/disk', has: spec({ storageClassName: '' }) },
      'value_differs',
      volume({ storageClassName: 'fast' }),
    ],
    [
      'a claim of the default class, where none is wanted',
      object('pvc/data-by-hand-0', spec({ storageClassName: '' })),
      'value_differs',
      { objects: changed(spelled, 'PersistentVolumeClaim/data-by-hand-0', spec({ storageClassName: null })) },
    ],
    [
      'Pods behind a Service, and one that has ended',
      { object: { any: 'Pod', in: 'shop', selectedBy: 'service/slow' }, count: 1 },
      'holds',
    ],
  ],
  (_name, check, expected, circumstances) =>
    expect(brief(judge(check, { ...stored, ...circumstances }))).toBe(expected),
  'object: ',
);

testRows<readonly [string, Json, string, Circumstances?]>(
  [
    ['a sidecar is a container', workload({ container: 'ships-logs', image: 'busybox' }), 'holds'],
    ['a sidecar is an init container', workload({ initContainer: 'ships-logs', env: { LEVEL: 'debug' } }), 'holds'],
    ['the later variable', workload({ container: 'web', env: { MODE: 'live' } }), 'holds'],
    ['the earlier variable', workload({ container: 'web', env: { MODE: 'test' } }), 'value_differs'],
    ['a variable without a value', workload({ container: 'web', env: { EMPTY: '' } }), 'holds'],
    ['an empty variable that is not there', workload({ container: 'web', env: { MISSING: '' } }), 'value_differs'],
    ['no variable, by null', workload({ container: 'web', env: { MISSING: null } }), 'holds'],
    ['a variable, one of two', workload({ container: 'web', env: { MODE: { $oneOf: ['live', 'prod'] } } }), 'holds'],
    ['a variable that matches', workload({ container: 'web', env: { MODE: { $matches: '^l' } } }), 'holds'],
    [
      'a variable that does not match',
      workload({ container: 'web', env: { MODE: { $matches: '^t' } } }),
      'value_differs',
    ],
    ['a variable that is not this', workload({ container: 'web', env: { MODE: { $not: 'test' } } }), 'holds'],
    ['a variable that is this', workload({ container: 'web', env: { MODE: { $not: 'live' } } }), 'value_differs'],
    [
      'exactly these variables',
      workload({ container: 'web', env: { $exactly: { MODE: 'live', EMPTY: '' } } }),
      'holds',
    ],
    ['exactly one variable', workload({ container: 'web', env: { $exactly: { MODE: 'live' } } }), 'value_differs'],
    ['no variable of this value', workload({ container: 'web', env: { $none: 'live' } }), 'value_differs'],
    [
      'one of two sources, and neither there',
      workload({ env: { A: { $oneOf: [{ secret: 'x', key: 'a' }, 'b'] } } }),
      'value_differs',
      containers({ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'x', key: 'a' } } }] }),
    ],
    ['nothing mounted', workload({ container: 'web', mounts: { '/data': { readOnly: false } } }), 'value_differs'],
    [
      'no Secret mounted there',
      workload({ container: 'web', mounts: { '/data': { secret: { $absent: true } } } }),
      'holds',
    ],
    ['a probe by its number', workload({ probes: { readiness: { httpGet: { port: 8080 } } } }), 'holds'],
    ['a probe by its name', workload({ probes: { liveness: { tcpSocket: { port: 'http' } } } }), 'holds'],
    ['a probe without delay', workload({ probes: { liveness: { initialDelaySeconds: 0 } } }), 'holds'],
    ['a probe that is not there', workload({ probes: { startup: { initialDelaySeconds: 0 } } }), 'value_differs'],
    ['a quantity as a fraction', workload({ requests: { cpu: 0.5, memory: '0.5Gi' } }), 'holds'],
    ['a level, or stricter', workload({ podSecurity: 'privileged' }), 'holds'],
    [
      'a claim of a template',
      { workload: { of: 'statefulset/by-hand', in: 'shop', mounts: { '/var/lib/postgres': { claim: 'data' } } } },
      'holds',
    ],
  ],
  (_name, check, expected, circumstances) =>
    expect(brief(judge(check, { ...stored, ...circumstances }))).toBe(expected),
  'workload: ',
);

testRows<readonly [string, Json, string, Circumstances?]>(
  [
    ['endpoints that mirror an Endpoints object', selects({ service: 'mirrored', ready: 2, port: 80 }), 'holds'],
    ['slices by hand, one for each family', selects({ service: 'by-slice', ready: 2 }), 'holds'],
    ['slices by hand say the port', selects({ service: 'by-slice', port: 80, targetPort: 8080 }), 'holds'],
    [
      'slices by hand do not heed the target port',
      selects({ service: 'by-slice', port: 80, targetPort: 80 }),
      'port_differs',
    ],
    ['addresses that are not ready, and published', selects({ service: 'slow', ready: 1 }), 'holds'],
    ['published addresses are not on their way', selects({ service: 'slow', ready: 2 }), 'not_ready'],
    [
      'published addresses, of a Pod that has none',
      selects({ service: 'slow', ready: { $min: 1 } }),
      'not_ready',
      {
        objects: changed(
          changed(spelled, 'Pod/slow-0', {
            status: {
              podIP: null,
              conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }],
              containerStatuses: null,
            },
          }),
          slowSlice,
          { endpoints: [] },
        ),
      },
    ],
    ['one Pod', selects({ service: 'slow', pods: { of: 'pod/slow-0' }, only: true }), 'holds'],
    [
      'the Pods of a ReplicaSet, which rolls out nothing',
      selects({ service: 'tolerant', pods: { of: replicaSet }, only: true, ready: 3, port: 'web', targetPort: 8080 }),
      'holds',
    ],
    ['another Pod', selects({ service: 'slow', pods: { of: 'pod/by-hand-0' } }), 'not_selected'],
    [
      'replaced by hand, one by one',
      { rollout: { of: 'statefulset/by-hand', in: 'shop', complete: true, image: 'postgres:17' } },
      'holds',
    ],
  ],
  (_name, check, expected, circumstances) =>
    expect(brief(judge(check, { ...stored, ...circumstances }))).toBe(expected),
);
