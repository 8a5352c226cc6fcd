import { expect, test } from 'vitest';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { isLivePodMoving, isPodFinished, isPodMoving, isPodReady } from '../../src/kubernetes/pod-state.ts';
import { named, recordedPods, shop, shopTime } from '../fixtures/real-objects.ts';

const pod = (state: string): KubeObject => {
  const found = recordedPods[state];
  if (found === undefined) throw new Error(`no such state: ${state}`);
  return found;
};
const at = (time: string): number => Date.parse(`2026-11-22T05:${time}Z`);

// All of these Pods were made at 05:40:36.
test.each([
  ['made just now', '40:36.5', true],
  ['made just now', '40:42', false],
  ['scheduled just now', '40:37', true],
  ['containers being made', '40:37', true],
  ['containers being made', '41:10', false],
  ['running, first probe to come', '40:37.5', true],
  ['running, first probe to come', '40:45', false],
  ['ready', '40:38', false],
  ['fails its readiness probe', '41:00', false],
  ['ErrImagePull', '40:38', false],
  ['ImagePullBackOff', '40:50', false],
  ['crashed for the first time', '40:39', true], // and to be started again at once
  ['crashed for the first time', '40:50', false],
  ['crashed again', '40:52', false],
  ['CrashLoopBackOff', '40:50', false],
  ['out of memory', '40:41', false],
  ['crashed, and running again', '40:39.5', true], // Ready for a moment at each restart
  ['crashed, and running again', '40:55', false],
  ['restarted by its liveness probe', '41:18', true],
])('%s, seen at 05:%s: moving is %s', (state, time, isMoving) =>
  expect(isPodMoving(pod(state), at(time))).toBe(isMoving),
);

test.each([
  ['ready', true],
  ['running, first probe to come', false],
  ['crashed again', false],
  ['ErrImagePull', false],
])('%s: ready is %s', (state, isReady) => expect(isPodReady(pod(state))).toBe(isReady));

test('a Pod for which a node was found after a long time is moving again', () => {
  const scheduled = pod('scheduled just now');
  const conditions = [{ type: 'PodScheduled', status: 'True', lastTransitionTime: '2026-11-22T05:55:00Z' }];
  const atLast = { ...scheduled, status: { phase: 'Pending', conditions } };
  expect([at('55:01'), at('55:06')].map((nowMs) => isPodMoving(atLast, nowMs))).toEqual([true, false]);
});

test('a Pod on its way out is not ready, and moving until its grace is over and it is taken down', () => {
  const going = pod('ready');
  const deleted = { ...going, metadata: { ...going.metadata, deletionTimestamp: '2026-11-22T05:41:10Z' } };
  expect([isPodReady(deleted), isPodMoving(deleted, at('41:14')), isPodMoving(deleted, at('41:16'))]).toEqual([
    false,
    true,
    false,
  ]);
});

test('a Pod on its way out moves nothing else any more once its successor has had the time to come', () => {
  const going = pod('ready');
  const metadata = { ...going.metadata, deletionTimestamp: '2026-11-22T05:41:10Z', deletionGracePeriodSeconds: 30 };
  const deleted = { ...going, metadata };
  expect([at('40:41'), at('40:44'), at('41:09')].map((nowMs) => isLivePodMoving(deleted, nowMs))).toEqual([
    true,
    false,
    false,
  ]);
  expect([isLivePodMoving(going, at('40:38')), isLivePodMoving(pod('containers being made'), at('40:37'))]).toEqual([
    false,
    true,
  ]);
});

test.each([
  ['Pod/homeless', 'unschedulable'],
  ['Pod/gated', 'held by a scheduling gate'],
])('%s is %s from the first moment on', (ref) => {
  const created = Date.parse(named(shop, ref).metadata.creationTimestamp ?? '');
  expect(isPodMoving(named(shop, ref), created + 500)).toBe(false);
});

test('a finished Pod is neither moving nor ready', () => {
  const finished = shop.find(({ kind, metadata }) => kind === 'Pod' && metadata.name.startsWith('once-'));
  if (finished === undefined) throw new Error('no Pod of a Job was recorded');
  expect([isPodFinished(finished), isPodMoving(finished, Date.parse(shopTime)), isPodReady(finished)]).toEqual([
    true,
    false,
    false,
  ]);
});
