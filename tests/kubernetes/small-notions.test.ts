import { expect, test } from 'vitest';
import { expandVariables } from '../../src/kubernetes/container-variables.ts';
import { durationSeconds } from '../../src/kubernetes/go-duration.ts';
import { scaledValue } from '../../src/kubernetes/int-or-percent.ts';
import { lastChangeMs } from '../../src/kubernetes/last-change.ts';
import { hasPodTemplate, podLabelsOf, podSpecOf, podSpecPath } from '../../src/kubernetes/pod-template.ts';
import { named, shop, shopTime } from '../fixtures/real-objects.ts';

// https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-unavailable
test.each([
  ['25%', 10, 'up', 3],
  ['25%', 10, 'down', 2],
  ['30%', 10, 'up', 3],
  ['0%', 10, 'up', 0],
  ['100%', 3, 'down', 3],
  [4, 10, 'up', 4],
  ['4', 10, 'up', undefined],
  ['x%', 10, 'up', undefined],
] as const)('%j of %d rounded %s', (value, replicas, rounding, expected) =>
  expect(scaledValue(value, replicas, rounding)).toBe(expected),
);

test.each([
  ['90s', 90],
  ['1h30m', 5400],
  ['1.5h', 5400],
  ['250ms', 0.25],
  ['1', undefined],
  ['1d', undefined],
  ['', undefined],
])('%j lasts %s seconds', (text, seconds) => expect(durationSeconds(text)).toBe(seconds));

// https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
test.each([
  ['$(HOST):$(PORT)', 'db:5432'],
  ['$$(HOST)', '$(HOST)'],
  ['$$$(HOST)', '$db'],
  ['$(UNKNOWN)', '$(UNKNOWN)'],
  ['$HOST', '$HOST'],
  ['$(HOST', '$(HOST'],
])('%j expands to %j', (text, expanded) => {
  const values = new Map([
    ['HOST', 'db'],
    ['PORT', '5432'],
  ]);
  expect(expandVariables(text, values)).toBe(expanded);
});

test.each([
  ['Pod', 'spec'],
  ['Deployment', 'spec.template.spec'],
  ['CronJob', 'spec.jobTemplate.spec.template.spec'],
  ['PodTemplate', 'template.spec'],
])('the Pod spec of a %s', (kind, path) => expect(podSpecPath(kind)).toBe(path));

test.each(['Service', 'ConfigMap', 'constructor'])('a %s has no Pod template', (kind) =>
  expect(hasPodTemplate(kind)).toBe(false),
);

test.each(['Pod/bound', 'Deployment/web', 'StatefulSet/db', 'DaemonSet/agent', 'Job/once', 'CronJob/report'])(
  'the stored %s has a Pod spec',
  (ref) => expect(Array.isArray(podSpecOf(named(shop, ref))?.containers)).toBe(true),
);

test('labels of the Pods of a Deployment', () =>
  expect(podLabelsOf(named(shop, 'Deployment/web'))).toEqual({ app: 'web', tier: 'front' }));

test('the last change is the latest of the managed fields', () => {
  const pod = named(shop, 'Pod/bound');
  const changed = { ...pod, metadata: { ...pod.metadata, managedFields: [{ time: shopTime }, { time: 'x' }] } };
  expect([pod, changed].map((object) => new Date(lastChangeMs(object)).toISOString())).toEqual([
    '2026-11-23T06:04:56.000Z',
    '2026-11-23T06:06:30.000Z',
  ]);
});
