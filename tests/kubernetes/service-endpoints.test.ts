import { expect, test } from 'vitest';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
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
  ['several', { name: 'dns', protocol: 'UDP' }, 3],
  ['several', { name: 'dns', protocol: 'TCP' }, 0],
  ['several', { name: 'none', protocol: 'TCP' }, 0],
  ['wrong-name', undefined, 3],
  ['wrong-name', { name: '', protocol: 'TCP' }, 0], // kubectl shows three addresses, and no port
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

/** Written by hand, as `kubectl apply` stores it. */
const sliceOf = (service: string, addressType: string, address: string, protocol = 'TCP'): KubeObject => ({
  ...{ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', addressType, endpoints: [{ addresses: [address] }] },
  metadata: { name: `${service}-1`, namespace: 'shop', labels: { 'kubernetes.io/service-name': service } },
  ports: [{ name: '', port: 8080, protocol }],
});

// an IPv4 Service, as its `ipFamilies` say
test.each([
  ['its own family', sliceOf('by-hand', 'IPv4', '10.0.0.1'), 1],
  ['the other family', sliceOf('by-hand', 'IPv6', 'fd00::1'), 0],
  ['names', sliceOf('by-hand', 'FQDN', 'db.example.com'), 0],
  ['another protocol', sliceOf('by-hand', 'IPv4', '10.0.0.1', 'UDP'), 0],
])('a slice of %s, written by hand', (_name, slice, count) =>
  expect(readyEndpoints(named(shop, 'Service/by-hand'), [slice], { name: '', protocol: 'TCP' }).size).toBe(count),
);

test('a headless Service has endpoints of either family', () => {
  const headless = named(shop, 'Service/headless');
  expect(readyEndpoints(headless, [sliceOf('headless', 'IPv6', 'fd00::1')]).size).toBe(1);
});

test('what is left of the slices of a Service that has become an ExternalName leads nowhere', () => {
  const web = named(shop, 'Service/web');
  const outside = { ...web, spec: { type: 'ExternalName', externalName: 'web.example.com' } };
  expect([web, outside].map((service) => readyEndpoints(service, slices).size)).toEqual([3, 0]);
});

test('a headless Service', () =>
  expect(['headless', 'web'].map((name) => isHeadless(named(shop, `Service/${name}`)))).toEqual([true, false]));
