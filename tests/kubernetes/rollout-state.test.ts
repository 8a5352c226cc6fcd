import { expect, test } from 'vitest';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { rolloutProgress } from '../../src/kubernetes/rollout-state.ts';
import { named, recordedDeployments, shop, shopLater } from '../fixtures/real-objects.ts';

const deployment = (name: string): KubeObject => {
  const found = recordedDeployments[name];
  if (found === undefined) throw new Error(`no such Deployment: ${name}`);
  return found;
};

test.each([
  ['web', 'complete', 2, 2, 2, 2],
  ['web-bad-rollout', 'not_updated', 2, 1, 2, 3], // says Available=True, Progressing=True
  ['web-one-not-ready', 'not_available', 2, 2, 1, 2],
  ['unready', 'not_available', 1, 1, 0, 1], // has no readyReplicas at all
  ['crash', 'not_available', 1, 1, 0, 1],
])('recorded %s', (name, state, wanted, updated, available, total) =>
  expect(rolloutProgress(deployment(name))).toEqual({ state, wanted, updated, available, total }),
);

test.each([
  ['Deployment/web', 'complete', 3, 3, 3, 3],
  ['Deployment/idle', 'complete', 0, 0, 0, 0],
  ['StatefulSet/db', 'complete', 3, 3, 3, 3],
  ['DaemonSet/agent', 'complete', 2, 2, 2, 2],
  ['DaemonSet/nowhere', 'complete', 0, 0, 0, 0],
])('stored %s', (ref, state, wanted, updated, available, total) =>
  expect(rolloutProgress(named(shop, ref))).toEqual({ state, wanted, updated, available, total }),
);

test.each([
  ['Deployment/api', 'paused'],
  ['Deployment/idle', 'not_updated'],
  ['Deployment/web', 'not_updated'],
  ['StatefulSet/db', 'complete'], // the one Pod from the partition on is new
  ['DaemonSet/agent', 'not_updated'], // OnDelete
])('later %s', (ref, state) => expect(rolloutProgress(named(shopLater, ref)).state).toBe(state));

test('a paused Deployment with nothing to roll out is complete', () => {
  const web = named(shop, 'Deployment/web');
  expect(rolloutProgress({ ...web, spec: { ...(web.spec as object), paused: true } }).state).toBe('complete');
});

test('a template that the controller has not seen yet', () => {
  const web = named(shop, 'Deployment/web');
  const changed = { ...web, metadata: { ...web.metadata, generation: (web.metadata.generation ?? 0) + 1 } };
  expect(rolloutProgress(changed).state).toBe('generation_not_observed');
});

test('an object that no controller has seen yet', () => {
  const { status: _, ...web } = named(shop, 'Deployment/web');
  expect(rolloutProgress(web as KubeObject).state).toBe('generation_not_observed');
});
