import { expect, test } from 'vitest';
import { isRolloutMoving } from '../../src/checks/moving.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { isPodReady } from '../../src/kubernetes/pod-state.ts';
import { badRollout, recordedDeployments } from '../fixtures/real-objects.ts';

const stuck = recordedDeployments['web-bad-rollout'] as KubeObject; // recorded with the Pods below
const pods = badRollout.filter(({ kind }) => kind === 'Pod');
/** One of the old Pods was deleted at 05:41:00 with a grace of 30 s, as a real node lets it go on. */
const withOneGoing = pods.map((pod, index) =>
  index > 0
    ? pod
    : {
        ...pod,
        metadata: { ...pod.metadata, deletionTimestamp: '2026-11-22T05:41:30Z', deletionGracePeriodSeconds: 30 },
      },
);
const changed = (changes: object): KubeObject => ({ ...stuck, ...changes }) as KubeObject;

const recreating = changed({ spec: { ...(stuck.spec as object), strategy: { type: 'Recreate' } } });

const tooLate = [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }];
const late = changed({ status: { ...(stuck.status as object), conditions: tooLate } });
const allReady = pods.filter(isPodReady);

test.each([
  ['a rollout stuck with an image that cannot be had', stuck, pods, '41:20', false],
  ['the same, one of its old Pods just deleted', stuck, withOneGoing, '41:01', true],
  ['the same, that Pod taking its time', stuck, withOneGoing, '41:20', false],
  ['one that replaces a Pod only when it is gone', recreating, withOneGoing, '41:20', true],
  ['one past its deadline, stuck', late, pods, '41:20', false],
  ['one past its deadline, its Pods unknown', late, undefined, '41:01', false],
  ['one past its deadline that makes Pods just now', late, withOneGoing, '41:01', true],
  ['one past its deadline whose last Pod has become ready', late, allReady, '41:20', true],
  ['a StatefulSet', changed({ kind: 'StatefulSet' }), withOneGoing, '41:20', true],
] as const)('%s', (_name, object, own, time, isMoving) =>
  expect(isRolloutMoving(object, own, Date.parse(`2026-11-22T05:${time}Z`))).toBe(isMoving),
);
