import { expect, test } from 'vitest';
import { podSpecOf } from '../../src/kubernetes/pod-template.ts';
import { isHeadless, readyEndpoints, servicePorts, targetPortIn } from '../../src/kubernetes/service-endpoints.ts';
import { named, recordedEndpoints, shop } from '../fixtures/real-objects.ts';

const slices = shop.filter(({ kind }) => kind === 'EndpointSlice');
const webPod = podSpecOf(named(shop, 'Deployment/web')) ?? {};

test('ports as the API server stores them: protocol and target port are filled in', () =>
  expect(servicePorts(named(shop, 'Service/unnamed-target'))).toEqual([
    { name: '', port: 8080, protocol: 'TCP', targetPort: 8080 },
  ]));

test.each([
  ['http', 'TCP', 8080],
  ['http', 'UDP', undefined],
  ['dns', 'UDP', 5353],
  ['logs', 'TCP', 9000], // a sidecar's
  ['nobody', 'TCP', undefined],
  [1234, 'TCP', 1234],
])('target port %s/%s of the Pods is %s', (targetPort, protocol, number) =>
  expect(targetPortIn(webPod, { name: '', port: 80, protocol, targetPort })).toBe(number),
);

test('ports of an init container that ends are nobody’s', () => {
  const podSpec = { initContainers: [{ name: 'i', ports: [{ name: 'http', containerPort: 1 }] }], containers: [] };
  expect(targetPortIn(podSpec, { name: '', port: 80, protocol: 'TCP', targetPort: 'http' })).toBeUndefined();
});

test.each([
  ['web', undefined, 3],
  ['several', undefined, 3],
  ['several', 'dns', 3],
  ['several', 'none', 0],
  ['wrong-name', undefined, 3],
  ['wrong-name', '', 0], // kubectl shows three addresses, and no port
  ['headless', undefined, 3],
  ['by-hand', undefined, 0],
])('Service %s has ready endpoints on port %s: %d', (name, port, count) =>
  expect(readyEndpoints(named(shop, `Service/${name}`), slices, port).size).toBe(count),
);

test('an address that is not ready does not count', () => {
  const service = named(recordedEndpoints, 'Service/web');
  const recorded = recordedEndpoints.filter(({ kind }) => kind === 'EndpointSlice');
  const uid = recorded[0]?.metadata.ownerReferences?.[0]?.uid ?? '';
  const current = { ...service, metadata: { ...service.metadata, uid } };
  expect([...readyEndpoints(current, recorded)]).toEqual(['web-6454876fcd-kwkj5']);
});

test('slices of a Service that was deleted and made anew do not count', () => {
  const web = named(shop, 'Service/web');
  expect(readyEndpoints({ ...web, metadata: { ...web.metadata, uid: 'another' } }, slices).size).toBe(0);
});

test('a headless Service', () =>
  expect(['headless', 'web'].map((name) => isHeadless(named(shop, `Service/${name}`)))).toEqual([true, false]));
