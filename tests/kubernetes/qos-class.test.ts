import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import { qosClassOf } from '../../src/kubernetes/qos-class.ts';

const all = { cpu: '1', memory: '1Gi' };
const none: JsonObject = {};

// https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/
test.each<readonly [string, readonly JsonObject[], string]>([
  ['nothing given', [none], 'BestEffort'],
  ['limits alone are requests too', [{ limits: all }], 'Guaranteed'],
  ['equal, differently written', [{ limits: all, requests: { cpu: '1000m', memory: '1024Mi' } }], 'Guaranteed'],
  ['requests alone', [{ requests: all }], 'Burstable'],
  ['a limit of cpu only', [{ limits: { cpu: '1' } }], 'Burstable'],
  ['requests below limits', [{ limits: all, requests: { cpu: '500m' } }], 'Burstable'],
  ['one container without', [{ limits: all }, none], 'Burstable'],
  ['zero counts as not given', [{ requests: { cpu: '0' } }], 'BestEffort'],
  ['a request of zero is given, and no limit', [{ limits: all, requests: { cpu: '0' } }], 'Burstable'],
  ['other resources do not count', [{ requests: { 'ephemeral-storage': '1Gi' } }], 'BestEffort'],
])('%s', (_name, resources, expected) => {
  const containers = resources.map((of, index) => ({ name: `c${index}`, resources: of }));
  expect(qosClassOf({ containers })).toBe(expected);
});

test('init containers count', () =>
  expect(qosClassOf({ initContainers: [{ name: 'i' }], containers: [{ name: 'c', resources: { limits: all } }] })).toBe(
    'Burstable',
  ));

test('no resources of the Pod itself decide nothing', () =>
  expect(qosClassOf({ resources: {}, containers: [{ name: 'c', resources: { limits: all } }] })).toBe('Guaranteed'));

test('resources of the Pod itself decide', () =>
  expect(qosClassOf({ resources: { limits: all }, containers: [{ name: 'c' }] })).toBe('Guaranteed'));

// https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/v1/defaults.go (defaultPodRequests)
test.each<readonly [string, readonly JsonObject[], string]>([
  ['asks for less', [{ requests: { cpu: '500m' } }], 'Burstable'],
  ['asks for as much', [{ requests: { cpu: '500m' } }, { requests: { cpu: '0.5', memory: '1Gi' } }], 'Guaranteed'],
  ['asks for less, by its own limit', [{ limits: { cpu: '500m' } }], 'Burstable'],
  ['asks for nothing', [none], 'Guaranteed'],
])('limits of the Pod itself, and a container that %s', (_name, resources, expected) => {
  const containers = resources.map((of, index) => ({ name: `c${index}`, resources: of }));
  expect(qosClassOf({ resources: { limits: all }, containers })).toBe(expected);
});

test('an init container asks together with the sidecars before it', () => {
  const container = (name: string, cpu: string): JsonObject => ({ name, resources: { requests: { cpu } } });
  const sidecar = { ...container('s', '600m'), restartPolicy: 'Always' };
  const spec = { resources: { limits: all }, containers: [container('c', '100m')] };
  expect(
    [
      [sidecar, container('i', '400m')],
      [container('i', '400m'), sidecar],
    ].map((initContainers) => qosClassOf({ ...spec, initContainers })),
  ).toEqual(['Guaranteed', 'Burstable']);
});
