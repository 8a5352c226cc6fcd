import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import { valueAt } from '../../src/kubernetes/json.ts';
import { mappingsAt } from '../../src/kubernetes/pod-template.ts';
import type { Answer } from '../../src/snapshot/read.ts';
import { behaviourObjects } from '../fixtures/behaviour.ts';
import { named } from '../fixtures/real-objects.ts';
import { insideShop } from './inside.ts';
import type { Circumstances } from './judging.ts';
import { brief, changed, evidenceOf, issuesOf, judge, without } from './judging.ts';
import { testRows } from './test-rows.ts';

const addressOf = (ref: string, ...path: readonly string[]): string =>
  String(valueAt(named(behaviourObjects, ref), ...path));
const webAddress = addressOf('Service/web', 'spec', 'clusterIP');
const probeAddress = addressOf('Pod/probe', 'status', 'podIP');
const pods = behaviourObjects
  .filter(({ kind, metadata }) => kind === 'Pod' && metadata.labels?.app === 'web')
  .map(({ status }) => String(valueAt(status, 'podIP')));
const slice = behaviourObjects.find(
  ({ kind, metadata }) => kind === 'EndpointSlice' && metadata.labels?.['kubernetes.io/service-name'] === 'web-direct',
);
const endpoints = mappingsAt(slice, 'endpoints').map((endpoint) => {
  const isFirst = valueAt(endpoint, 'addresses', 0) === pods[0];
  return isFirst ? endpoint : { ...endpoint, conditions: { ready: false } };
});
const withOneReady = changed(behaviourObjects, `EndpointSlice/${slice?.metadata.name}`, { endpoints });
const published = changed(withOneReady, 'Service/web-direct', { spec: { publishNotReadyAddresses: true } });
const asked = ['web.shop.svc.cluster.local.'];
const finding =
  (...addresses: readonly string[]) =>
  (): Answer => ({ answer: 'lookup', asked, addresses, ...(addresses.length === 0 ? {} : { found: asked[0] ?? '' }) });
const silent: Answer = { answer: 'outage', outage: { code: 'no_answer', detail: 'timed out' } };

const judged = (dns: JsonObject, circumstances: Circumstances = {}) =>
  judge(
    { dns: { from: 'pod/probe', in: 'shop', name: 'web', ...dns } },
    { ...insideShop, behaviour: finding(webAddress), ...circumstances },
  );
const web = { finds: 'service/web' };
const direct = { finds: 'service/web-direct' };
const external = changed(behaviourObjects, 'Service/web', { spec: { type: 'ExternalName' } });
const twoFamilies = changed(behaviourObjects, 'Service/web', { spec: { clusterIPs: [webAddress, 'FD00::7'] } });

testRows<[name: string, dns: JsonObject, brief: string, circumstances?: Circumstances]>(
  [
    ['some address', {}, 'holds'],
    ['no address', {}, 'dns_differs', { behaviour: finding() }],
    ['that of the Service', web, 'holds'],
    ['another one', web, 'dns_differs', { behaviour: finding('10.96.0.1') }],
    ['that and another one', web, 'dns_differs', { behaviour: finding(webAddress, '10.96.0.1') }],
    ['none', web, 'dns_differs', { behaviour: finding() }],
    ['one of two families', web, 'holds', { objects: twoFamilies, behaviour: finding('fd00::7') }],
    ['those of all Pods', direct, 'holds', { behaviour: finding(...pods.toReversed()) }],
    ['that of one Pod', direct, 'dns_differs', { behaviour: finding(pods[0] ?? '') }],
    ['those of Pods that are ready', direct, 'holds', { objects: withOneReady, behaviour: finding(pods[0] ?? '') }],
    ['and of no others', direct, 'dns_differs', { objects: withOneReady, behaviour: finding(...pods) }],
    ['of all, where the Service says so', direct, 'holds', { objects: published, behaviour: finding(...pods) }],
    ['a Pod', { finds: 'pod/probe' }, 'holds', { behaviour: finding(probeAddress) }],
    ['not the Pod', { finds: 'pod/probe' }, 'dns_differs'],
    ['given addresses', { finds: { addresses: [webAddress] } }, 'holds'],
    ['not all of them', { finds: { addresses: [webAddress, '10.96.0.1'] } }, 'dns_differs'],
    ['a name that should mean nothing', { absent: true }, 'holds', { behaviour: finding() }],
    ['and means something', { absent: true }, 'dns_differs'],
    ['a Service that is not there', { finds: 'service/wep' }, 'object_missing'],
    ['in another namespace', { finds: { object: 'service/web', in: 'back' } }, 'object_missing'],
    ['a name for outside', web, 'unknown', { objects: external }],
    ['the name server is silent', web, 'unknown', { behaviour: () => silent }],
    ['no program to ask with', web, 'unknown', { behaviour: () => ({ answer: 'notRun', words: 'nslookup' }) }],
    ['a Pod that is gone', web, 'replaced', { objects: without(behaviourObjects, 'Pod/probe') }],
    [
      'a Service of a moment ago may be looked up in vain',
      web,
      'dns_differs*',
      { behaviour: finding(), now: justMade(20) },
    ],
    ['but not much longer', web, 'dns_differs', { behaviour: finding(), now: justMade(40) }],
    ['what is right by now stays so', web, 'holds', { now: justMade(20) }],
  ],
  (_, dns, wanted, circumstances) => expect(brief(judged(dns, circumstances))).toBe(wanted),
);

function justMade(seconds: number): string {
  const slices = behaviourObjects.filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === 'web');
  const times = [named(behaviourObjects, 'Service/web'), ...slices].map(({ metadata }) =>
    Date.parse(String(valueAt(metadata, 'managedFields', 0, 'time') ?? metadata.creationTimestamp)),
  );
  return new Date(Math.max(...times) + seconds * 1000).toISOString();
}

const told = {
  lookup: { pod: { kind: 'Pod', name: 'probe', namespace: 'shop' }, container: 'probe', name: 'web' },
  of: { kind: 'Service', name: 'web', namespace: 'shop' },
  asked,
};

test('what is told of a failure', () => {
  expect(issuesOf(judged(web, { behaviour: finding() }))).toEqual([
    { code: 'dns_differs', ...told, addresses: [], isWanted: true, wanted: [webAddress], isMoving: false },
  ]);
});

test('what is told of a pass', () => {
  expect(evidenceOf(judged(web))).toEqual([{ code: 'dns', ...told, found: asked[0], addresses: [webAddress] }]);
});
