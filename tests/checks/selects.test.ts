import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { shop, shopLater } from '../fixtures/real-objects.ts';
import type { Circumstances } from './judging.ts';
import { brief, changed, evidenceOf, issuesOf, judge } from './judging.ts';
import { testRows } from './test-rows.ts';

const [first = '', second = ''] = shop
  .filter(({ kind, metadata }) => kind === 'Pod' && metadata.labels?.app === 'web')
  .map(({ metadata }) => `Pod/${metadata.name}`);
const going = { metadata: { deletionTimestamp: '2026-11-23T06:06:50Z' } };
const notReady = { status: { conditions: [{ type: 'Ready', status: 'False' }] } };
const relabelled = (ref: string, labels: JsonObject, objects: readonly KubeObject[] = shop): Circumstances => ({
  objects: changed(objects, ref, { metadata: { labels } }),
});
const service = (name: string, patch: JsonObject): Circumstances => ({
  objects: changed(shop, `Service/${name}`, { spec: patch }),
});
const ofWeb = { of: 'deployment/web' };

/** A second before the objects are looked at. */
const webMadeSmaller: Circumstances = {
  objects: changed(shop, 'Deployment/web', {
    ...{ spec: { replicas: 2 }, metadata: { managedFields: [{ time: '2026-11-23T06:06:29Z' }] } },
  }),
};

testRows<readonly [string, JsonObject, string, Circumstances?]>(
  [
    ['the Pods of a Deployment', { service: 'web', pods: ofWeb, only: true, ready: 3 }, 'holds'],
    ['Pods by label', { service: 'both', pods: { labels: { app: 'web' } }, only: true }, 'holds'],
    ['no such Service', { service: 'webb', pods: ofWeb }, 'object_missing'],
    ['other Pods', { service: 'web', pods: { of: 'deployment/api' } }, 'not_selected'],
    [
      'other Pods only',
      { service: 'web', pods: { of: 'deployment/api' }, only: true },
      'not_selected selects_too_much',
    ],
    [
      'a Pod too many',
      { service: 'web', pods: ofWeb, only: true },
      'selects_too_much',
      relabelled('Pod/bound', { app: 'web' }),
    ],
    [
      'a Pod too many, where others do no harm',
      { service: 'web', pods: ofWeb },
      'holds',
      relabelled('Pod/bound', { app: 'web' }),
    ],
    [
      'a Pod too many that is going',
      { service: 'web', pods: ofWeb, only: true },
      'holds, moving',
      { objects: changed(relabelled('Pod/bound', { app: 'web' }).objects ?? [], 'Pod/bound', going) },
    ],
    ['a Pod too few', { service: 'both', pods: ofWeb }, 'not_selected', relabelled(first, { tier: 'back' })],
    [
      'a Pod too few, of a rollout under way',
      { service: 'both', pods: ofWeb },
      'not_selected*',
      {
        objects: changed(relabelled(first, { tier: 'back' }).objects ?? [], 'Deployment/web', {
          metadata: { generation: 99 },
        }),
      },
    ],
    ['Pods that there are none of', { service: 'web', pods: { labels: { app: 'nobody' } } }, 'not_selected'],
    [
      'a workload scaled to 0, by its template',
      { service: 'web', pods: { of: 'deployment/idle' } },
      'holds',
      service('web', { selector: { app: 'idle' } }),
    ],
    [
      'a Deployment made anew, by its template',
      { service: 'web', pods: ofWeb },
      'holds, moving', // the Pods of the old one are about to go
      { objects: changed(shop, 'Deployment/web', { metadata: { uid: 'another' } }) },
    ],
    ['a Service without a selector', { service: 'by-hand', pods: ofWeb }, 'not_selected'],
    ['an ExternalName', { service: 'outside', pods: ofWeb }, 'not_selected'],
    ['a budget with an empty selector', { object: 'pdb/all', pods: ofWeb }, 'holds'],
    ['a budget without one', { object: 'pdb/none', pods: ofWeb }, 'not_selected'],
    ['a policy', { object: 'netpol/peers', pods: ofWeb, only: true }, 'holds'],
    ['a budget has no endpoints, its Pods are ready', { object: 'pdb/all', ready: { $min: 9 } }, 'holds'],
    ['too few ready', { service: 'web', ready: 4 }, 'not_ready'],
    ['ready, wherever the port may lead', { service: 'wrong-name', ready: 3 }, 'holds'],
    ['ready addresses, and none on that port', { service: 'wrong-name', port: 80, ready: 3 }, 'not_ready'],
    ['ready on that port', { service: 'several', port: 'logs', ready: 3 }, 'holds'],
    ['not on that port', { service: 'several', port: 'none', ready: 3 }, 'not_ready'],
    [
      'a Service that has become an ExternalName, and its slices are still there',
      { service: 'web', ready: 3 },
      'not_ready',
      service('web', { type: 'ExternalName', externalName: 'web.example.com' }),
    ],
    ['slices that lag behind', { service: 'web', ready: 2 }, 'not_ready*', { objects: changed(shop, first, notReady) }],
    [
      'slices that lag behind, and say what is asked for',
      { service: 'web', ready: 3 },
      'holds, moving',
      { objects: changed(shop, first, notReady) },
    ],
    [
      'a workload made smaller, and the surplus Pod still there',
      { service: 'web', pods: ofWeb, ready: 3 },
      'holds, moving',
      webMadeSmaller,
    ],
    [
      'the same, with the Pods told by their labels',
      { service: 'web', pods: { labels: { app: 'web' } }, ready: 3 },
      'holds, moving',
      webMadeSmaller,
    ],
    [
      'slices of another selection',
      { service: 'web', ready: 3 },
      'not_ready*',
      service('web', { selector: { app: 'api' } }),
    ],
    ['a port', { service: 'web', port: 80 }, 'holds'],
    ['a port by its name', { service: 'several', port: 'dns' }, 'holds'],
    ['no such port', { service: 'web', port: 81 }, 'port_differs'],
    ['a port means TCP', { service: 'several', port: 53 }, 'port_differs'],
    ['UDP', { service: 'several', port: 53, protocol: 'UDP', targetPort: 5353 }, 'holds'],
    ['a target port by its name', { service: 'web', port: 80, targetPort: 8080 }, 'holds'],
    ['a target port left out', { service: 'unnamed-target', port: 8080, targetPort: 8080 }, 'holds'],
    ['a target port that is another', { service: 'web', port: 80, targetPort: 80 }, 'port_differs'],
    ['a name that no container has', { service: 'wrong-name', port: 80, targetPort: 8080 }, 'port_differs'],
    [
      'a name, and no Pods',
      { service: 'web', port: 80, targetPort: 8080 },
      'port_differs',
      service('web', { selector: { app: 'nobody' } }),
    ],
    [
      'a number, and no Pods',
      { service: 'headless', port: 80, targetPort: 8080 },
      'holds',
      service('headless', { clusterIP: '10.96.0.9', selector: { app: 'nobody' } }),
    ],
    [
      'a name that some Pods lack',
      { service: 'both', port: 80, targetPort: 8080 },
      'port_differs',
      relabelled('Pod/bound', { tier: 'front' }),
    ],
    ['the port of a name in each Pod', { service: 'web', port: 80, targetPort: 'http' }, 'holds'],
    ['another name', { service: 'several', port: 514, targetPort: 'http' }, 'port_differs'],
    ['a name that stands in the Service only', { service: 'wrong-name', port: 80, targetPort: 'web' }, 'port_differs'],
    [
      'the port of a name, reached by its number',
      { service: 'web', port: 80, targetPort: 'http' },
      'holds',
      service('web', { ports: [{ port: 80, targetPort: 8080, protocol: 'TCP' }] }),
    ],
    [
      'the port of a name, and some Pods without it',
      { service: 'both', port: 80, targetPort: 'http' },
      'port_differs',
      relabelled('Pod/bound', { tier: 'front' }),
    ],
    [
      'the port of a name, and no Pods',
      { service: 'web', port: 80, targetPort: 'http' },
      'holds',
      service('web', { selector: { app: 'nobody' } }),
    ],
    ['headless: a name leads nowhere', { service: 'headless', port: 80, targetPort: 'http' }, 'port_differs'],
    ['headless: nothing is translated', { service: 'headless', port: 80, targetPort: 8080 }, 'port_differs'],
    [
      'headless, and the same number',
      { service: 'headless', port: 8080, targetPort: 8080 },
      'holds',
      service('headless', { ports: [{ port: 8080, targetPort: 8080, protocol: 'TCP' }] }),
    ],
    ['an ExternalName leads nowhere', { service: 'outside', port: 80, targetPort: 8080 }, 'port_differs'],
    ['the right one of several ports', { service: 'several', port: 514, targetPort: 9000 }, 'holds'],
    ['a share', { service: 'both', share: [{ pods: { app: 'web' }, percent: [100, 100] }] }, 'holds'],
    ['another share', { service: 'both', share: [{ pods: { app: 'web' }, percent: [8, 12] }] }, 'share_differs'],
    [
      'a share of nothing',
      { service: 'by-hand', share: [{ pods: { app: 'web' }, percent: [0, 100] }] },
      'share_differs',
    ],
    [
      'a share of the ready ones',
      { service: 'both', share: [{ pods: { odd: 'yes' }, percent: [50, 50] }] },
      'holds',
      { objects: changed(relabelled(first, { odd: 'yes' }).objects ?? [], second, notReady) },
    ],
    ['neither service nor object is the lab’s mistake', { pods: ofWeb }, 'unknown'],
    [
      'Pods of another namespace are the lab’s mistake',
      { service: 'web', pods: { labels: { a: 'b' }, in: 'back' } },
      'unknown',
    ],
  ],
  (_name, spec, expected, circumstances) =>
    expect(brief(judge({ selects: { in: 'shop', ...spec } }, circumstances))).toBe(expected),
);

test('Pods that a rollout is about to replace', () => {
  const outcome = judge(
    { selects: { in: 'shop', service: 'web', pods: ofWeb, only: true, ready: 3 } },
    { objects: changed(shopLater, 'Deployment/web', { status: { conditions: null } }), now: '2026-11-23T06:05:50Z' },
  );
  expect(brief(outcome)).toBe('holds, moving');
});

test('what is told of Pods that are not selected', () => {
  const circumstances = relabelled(first, { tier: 'back' });
  expect(issuesOf(judge({ selects: { in: 'shop', service: 'both', pods: ofWeb } }, circumstances))).toEqual([
    {
      code: 'not_selected',
      selector: { kind: 'Service', name: 'both', namespace: 'shop' },
      wanted: 'the Pods of deployment/web',
      pods: [{ kind: 'Pod', name: first.slice('Pod/'.length), namespace: 'shop' }],
      selectorText: 'tier=front',
      isMoving: false,
    },
  ]);
});

test('what is told of a port that arrives elsewhere', () =>
  expect(issuesOf(judge({ selects: { in: 'shop', service: 'several', port: 80, targetPort: 80 } }))).toEqual([
    {
      code: 'port_differs',
      object: { kind: 'Service', name: 'several', namespace: 'shop' },
      wanted: '80 → 80',
      found: ['80 TCP → http (8080)', '53 UDP → dns (5353)', '514 TCP → logs (9000)', '99 TCP → nobody (no such port)'],
      isMoving: false,
    },
  ]));

test('a named port of which no Pod can tell the number', () => {
  const objects = shop.filter(({ kind, metadata }) => kind !== 'Pod' || metadata.labels?.app !== 'web');
  const check = { selects: { in: 'shop', service: 'several', port: 80, targetPort: 8080 } };
  const found = issuesOf(judge(check, { objects })).map((issue) => issue.code === 'port_differs' && issue.found);
  expect(found).toEqual([
    [
      '80 TCP → http (no Pod selected)',
      '53 UDP → dns (no Pod selected)',
      '514 TCP → logs (no Pod selected)',
      '99 TCP → nobody (no Pod selected)',
    ],
  ]);
});

test('a named port that a headless Service does not translate', () => {
  const named = service('headless', { ports: [{ port: 80, targetPort: 'http', protocol: 'TCP' }] });
  const check = { selects: { in: 'shop', service: 'headless', port: 80, targetPort: 'http' } };
  const found = issuesOf(judge(check, named)).map((issue) => issue.code === 'port_differs' && issue.found);
  expect(found).toEqual([['80 TCP → http, but headless: nothing is translated']]);
});

test('what a pass tells: who, and nobody else, on which port, and how many of them', () => {
  const share = [{ pods: { app: 'web' }, percent: [100, 100] }];
  const check = {
    in: 'shop',
    service: 'several',
    pods: ofWeb,
    only: true,
    ready: 3,
    port: 80,
    targetPort: 8080,
    share,
  };
  const outcome = evidenceOf(judge({ selects: check }));
  expect(outcome.map((one) => (one.code === 'selects' ? { ...one, pods: one.pods.length } : one))).toEqual([
    {
      ...{ code: 'selects', selector: { kind: 'Service', name: 'several', namespace: 'shop' }, pods: 3, only: true },
      ...{ ready: 3, ports: ['80 TCP → http (8080)'], shares: [{ pods: 'app=web', percent: 100 }] },
    },
  ]);
});
