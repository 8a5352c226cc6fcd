import { expect, test } from 'vitest';
import type { KubeObject } from '../../../src/kubernetes/kube-object.ts';
import { isPodMoving } from '../../../src/kubernetes/pod-state.ts';
import type { RecordedState } from './recorded-state.ts';
import { ofKind, recordedState, surroundings, troublesIn } from './recorded-state.ts';

/** The recorded state with this text in place of that one. */
function rewritten(name: string, ...changes: readonly (readonly [from: string, to: string])[]): RecordedState {
  const text = changes.reduce(
    (changed, [from, to]) => {
      if (!changed.includes(from)) throw new Error(`${name} does not say ${from}`);
      return changed.replaceAll(from, to);
    },
    JSON.stringify(recordedState(name)),
  );
  return JSON.parse(text);
}

const codesIn = (state: RecordedState, around = surroundings(state)) =>
  troublesIn(state, around).map(({ code }) => code);
const podOf = (state: RecordedState): KubeObject => {
  const [pod] = ofKind(state, 'Pod');
  if (pod === undefined) throw new Error('there is no Pod');
  return pod;
};
const since = (time: string | undefined, seconds: number): number => Date.parse(time ?? '') + seconds * 1_000;

test('the name of an image says nothing of what became of it', () =>
  expect(troublesIn(rewritten('image-registry-unknown', ['shop/web', 'shop/429-denied-not-found']))).toMatchObject([
    { code: 'image', why: 'unreachable' },
  ]));

test.each([
  ['scheduler-unknown', 2, []],
  ['scheduler-unknown', 6, ['no_scheduler']],
  ['readiness-gate', 2, []],
  ['readiness-gate', 20, ['readiness_gate']],
])('%s, %s s after the Pod was made', (name, seconds, codes) => {
  const state = recordedState(name);
  const nowMs = since(podOf(state).metadata.creationTimestamp, seconds);
  expect(codesIn(state, { ...surroundings(state), nowMs })).toEqual(codes);
});

test.each([
  ['finalizer-stuck', 'Pod', 1, []],
  ['finalizer-stuck', 'Pod', 6, ['held']],
  ['namespace-stuck', 'Namespace', 1, []],
  ['claim-in-use', 'PersistentVolumeClaim', 1, []],
])('%s: the %s, %s s after it should be gone', (name, kind, seconds, codes) => {
  const state = recordedState(name);
  const nowMs = since(ofKind(state, kind)[0]?.metadata.deletionTimestamp, seconds);
  expect(codesIn(state, { ...surroundings(state), nowMs })).toEqual(codes);
});

test('a container that no runtime has run has no log', () => {
  const simulated = rewritten('crash-again', ['"restartCount"', '"imageID":"","restartCount"']);
  expect(troublesIn(simulated)).toEqual(
    troublesIn(recordedState('crash-again')).map((one) => ({ ...one, hasNoLog: true })),
  );
});

test('an older scheduler names the taint', () => {
  const message = '1 node(s) had untolerated taint(s)';
  const older = '1 node(s) had untolerated taint {team: data}';
  expect(troublesIn(rewritten('taint-not-tolerated', [message, older]))).toMatchObject([
    {
      reasons: [
        { why: 'selector', nodes: 1 },
        { why: 'taint', nodes: 1, what: 'team: data' },
      ],
    },
  ]);
});

test('a node that is back again is no trouble', () => {
  const state = recordedState('readiness-status');
  const [event] = ofKind(state, 'Event').filter(({ reason }) => reason === 'Unhealthy');
  const around = surroundings(state);
  const events = [...around.events, { ...event, reason: 'NodeNotReady', message: 'Node is not ready' } as KubeObject]; // one like it
  expect(codesIn(state, { ...around, events })).toEqual(['probe']);
});

test('events of others are not looked at', () => {
  const state = recordedState('readiness-exec');
  const around = surroundings(state);
  const events = [...around.events, ...surroundings(recordedState('readiness-late')).events];
  expect(troublesIn(state, { ...around, events })).toEqual(troublesIn(state));
});

test.each([
  ['crash-between-two', ['"exitCode":1', '"exitCode":0'], true], // ready for a moment, and over again
  ['crash-between-two', ['"restartPolicy":"Always"', '"restartPolicy":"OnFailure"'], true],
  ['out-of-memory', ['"restartPolicy":"Always"', '"restartPolicy":"OnFailure"'], true],
  ['out-of-memory', ['"restartPolicy":"Always"', '"restartPolicy":"Never"'], false],
] as const)('%s with %s: moving is %s', (name, change, isMoving) => {
  const state = rewritten(name, change);
  expect(isPodMoving(podOf(state), Date.parse(state.recordedAt))).toBe(isMoving);
});

test('done with OnFailure is done', () => {
  const state = rewritten('crash-between-two', ['"exitCode":1', '"exitCode":0'], ['"Always"', '"OnFailure"']);
  expect(isPodMoving(podOf(state), Date.parse(state.recordedAt))).toBe(false);
});

test.each([
  [1, ['crash']],
  [60, []],
])('a container that crashed is well again after %s s', (seconds, codes) => {
  const state = recordedState('crash-between-two');
  const nowMs = Date.parse(state.recordedAt) + seconds * 1_000;
  expect(codesIn(state, { ...surroundings(state), nowMs })).toEqual(codes);
});

test('one container crashed before, another does now', () => {
  const state = recordedState('sidecar-crashes');
  const nowMs = Date.parse(state.recordedAt) + 60_000;
  const before = rewritten('sidecar-crashes', [
    '"name":"web","ready":true,"restartCount":0',
    '"name":"web","ready":true,"restartCount":1,"lastState":{"terminated":{"exitCode":1,"reason":"Error"}}',
  ]);
  expect(troublesIn(before, { ...surroundings(before), nowMs })).toEqual(troublesIn(state));
});

test('the claim of an ephemeral volume has a name of its own', () => {
  const state = rewritten(
    'claim-without-class',
    ['"persistentVolumeClaim":{"claimName":"data"}', '"ephemeral":{}'],
    ['"name":"data","namespace"', '"name":"web-data","namespace"'],
  );
  expect(ofKind(state, 'PersistentVolumeClaim').map(({ metadata }) => metadata.name)).toEqual(['web-data']);
  expect(
    troublesIn({ ...state, objects: ofKind(state, 'Pod') }, surroundings(state)).map(({ object }) => object.name),
  ).toEqual(['web-data']);
});

// the event's words: https://github.com/kubernetes/kubernetes/blob/release-1.36/pkg/controller/volume/persistentvolume/pv_controller.go
test('a claim that names the volume of another one', () => {
  const taken = rewritten(
    'claim-volume-too-small',
    ['"reason":"VolumeMismatch"', '"reason":"FailedBinding"'],
    [
      String(
        ofKind(recordedState('claim-volume-too-small'), 'Event').find(({ reason }) => reason === 'VolumeMismatch')
          ?.message,
      ).replaceAll('"', '\\"'),
      'volume \\"trouble-small\\" already bound to a different claim.',
    ],
  );
  expect(troublesIn(taken)).toMatchObject([{ code: 'claim', why: 'taken', volume: 'trouble-small' }]);
});

test('a class that came after its claim: the claim waits for its first Pod, and the event that there was none is old', () => {
  const state = recordedState('claim-class-unknown');
  const failed = ofKind(state, 'Event').find(({ reason }) => reason === 'ProvisioningFailed');
  const waits = { reason: 'WaitForPodScheduled', message: 'waiting for pod web to be scheduled' };
  const later = { ...failed, ...waits, lastTimestamp: '2026-11-25T14:17:08Z' } as KubeObject; // one like it
  const around = surroundings(state);
  expect(codesIn(state, around)).toEqual(['claim']);
  expect(codesIn(state, { ...around, events: [...around.events, later] })).toEqual(['unschedulable']);
});
