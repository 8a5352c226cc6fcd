import { expect, test } from 'vitest';
import { planReads } from '../../src/grade/plan-reads.ts';
import type { Json, JsonObject } from '../../src/kubernetes/json.ts';
import { readKey } from '../../src/snapshot/read.ts';
import type { RecordedState } from '../kubernetes/trouble/recorded-state.ts';
import { recordedState } from '../kubernetes/trouble/recorded-state.ts';
import { brief, changed, issuesOf, judge, labOf, record, snapshotFor } from './judging.ts';
import { testRows } from './test-rows.ts';

const circumstances = ({ objects, recordedAt }: RecordedState) => ({ objects, now: recordedAt });
const inState = (name: string, check: JsonObject): Json => {
  const [kind = '', body = {}] = Object.entries(check)[0] ?? [];
  return kind === 'object'
    ? { ...check, in: { namespace: name } }
    : { [kind]: { ...(body as JsonObject), in: { namespace: name } } };
};

/** Codes of what each issue is owed to, with how many more have it. */
function owedTo(name: string, check: JsonObject): readonly string[] {
  const issues = issuesOf(judge(inState(name, check), circumstances(recordedState(name))));
  return issues.flatMap(({ code, troubles = [] }) =>
    troubles.map((trouble) => `${code} ← ${trouble.object.kind} ${trouble.code} +${trouble.alike}`),
  );
}

const rollout = { rollout: { of: 'deployment/web', complete: true } };
const endpoints = (ready: number) => ({ selects: { object: 'deployment/web', ready } });
const runningPods = (count: number) => ({
  object: { any: 'Pod', labels: { app: 'web' } },
  has: { status: { phase: 'Running' } },
  count,
});

testRows<readonly [string, JsonObject, ...(readonly string[])]>(
  [
    ['image-back-off', rollout, 'rollout_incomplete ← Pod image +0'],
    ['image-back-off', endpoints(1), 'not_ready ← Pod image +0'],
    ['image-back-off', runningPods(1), 'count_differs ← Pod image +0'],
    ['rollout-stuck', rollout, 'rollout_incomplete ← Pod image +0', 'rollout_incomplete ← Deployment old_pods +0'],
    ['crash-again', endpoints(1), 'not_ready ← Pod crash +0'],
    ['readiness-status', rollout, 'rollout_incomplete ← Pod probe +0'],
    ['rollout-out-of-time', rollout, 'rollout_incomplete ← Pod probe +0'],
    ['quota-used-up', rollout, 'rollout_incomplete ← Deployment pods_refused +0'],
    [
      'stateful-set-refused',
      { rollout: { of: 'statefulset/web', complete: true } },
      'rollout_incomplete ← StatefulSet pods_refused +0',
    ],
    ['stateful-set-waits', { rollout: { of: 'statefulset/web', complete: true } }, 'rollout_incomplete ← Pod probe +0'],
    ['volume-config-map-missing', rollout, 'rollout_incomplete ← Pod mount +0'],
    ['host-port-taken', rollout, 'rollout_incomplete ← Pod unschedulable +0'],
    ['node-not-ready', rollout, 'rollout_incomplete ← Pod node_not_ready +0'],
    ['node-not-ready', endpoints(1), 'not_ready ← Pod node_not_ready +0'],
    [
      'node-unknown',
      { object: 'pod/web', has: { status: { phase: 'Running' } } },
      'value_differs ← Pod node_missing +0',
    ],
    [
      'claim-without-class',
      { object: 'pod/web', has: { status: { phase: 'Running' } } },
      'value_differs ← PersistentVolumeClaim claim +0',
    ],
    [
      'claim-lost',
      { object: 'pvc/data', has: { status: { phase: 'Bound' } } },
      'value_differs ← PersistentVolumeClaim claim +0',
    ],
    [
      'job-gave-up',
      { object: 'job/once', has: { status: { succeeded: 1 } } },
      'value_differs ← Job job_failed +0',
      'value_differs ← Pod crash +1',
    ],
    ['finalizer-stuck', { object: 'pod/web', absent: true }, 'object_present ← Pod held +0'],
    [
      'node-lost',
      { object: { any: 'Pod', labels: { app: 'web' }, node: 'node2' }, absent: true },
      'object_present ← Pod node_not_ready +0',
    ],
    ['evicted', { object: 'pod/web', has: { status: { phase: 'Running' } } }, 'value_differs ← Pod evicted +0'],
    [
      'quota-used-up',
      { object: { any: 'Pod', labels: { app: 'web' } }, count: 3 },
      'count_differs ← ReplicaSet pods_refused +0',
    ],
    [
      'quota-used-up',
      { object: { any: 'Pod', ownedBy: 'deployment/web' }, count: { $min: 2 } },
      'count_differs ← ReplicaSet pods_refused +0',
    ],
    [
      'quota-used-up',
      { object: { any: 'Pod', selectedBy: 'deployment/web' }, count: 2 },
      'count_differs ← ReplicaSet pods_refused +0',
    ],
    ['pod-security-refuses', { object: { any: 'Pod' } }, 'object_missing ← ReplicaSet pods_refused +0'],
    ['quota-used-up', { object: { any: 'Pod', labels: { app: 'other' } }, count: 1 }], // none that it would make
    ['quota-used-up', { object: { any: 'Pod', labels: { app: 'web' } }, count: 0 }], // too many of them
    ['crash-again', { object: { any: 'Pod', labels: { app: 'web' } }, count: 2 }], // there is one, whatever its state
    ['quota-used-up', endpoints(3), 'not_ready ← ReplicaSet pods_refused +0'],
    ['quota-used-up', endpoints(0)], // one is too many
    ['image-missing', { object: 'pod/web', has: { spec: { restartPolicy: 'Never' } } }], // no state is asked for
  ],
  (name, check, ...expected) => expect(owedTo(name, check)).toEqual(expected),
);

test('a namespace that does not go', () => {
  const state = recordedState('namespace-stuck');
  const outcome = judge({ object: 'namespace/namespace-stuck', absent: true }, circumstances(state));
  expect(issuesOf(outcome).flatMap(({ troubles = [] }) => troubles.map(({ code }) => code))).toEqual([
    'namespace_held',
  ]);
});

/** What is told of a Deployment that may not make its Pods, in the recorded state with these changes. */
function refusal(...changes: readonly (readonly [object: string, change: JsonObject])[]): readonly Json[] {
  const state = recordedState('quota-used-up');
  const objects = changes.reduce((before, [object, change]) => changed(before, object, change), state.objects);
  const outcome = judge(inState('quota-used-up', rollout), { ...circumstances(state), objects });
  return issuesOf(outcome)
    .flatMap(({ troubles = [] }) => troubles)
    .flatMap((trouble) => (trouble.code === 'pods_refused' ? [[trouble.words, trouble.hasRoom ?? false]] : []));
}

const usedUp = 'exceeded quota: small, requested: pods=1, used: pods=1, limited: pods=1';
const mustSpecify = 'failed quota: small: must specify limits.memory for: web';
const refusedOtherwise: JsonObject = {
  status: {
    conditions: [
      { type: 'ReplicaFailure', status: 'True', message: `pods "web-7d9c5-x2k4p" is forbidden: ${mustSpecify}` },
    ],
  },
};
const earlier: JsonObject = { metadata: { annotations: { 'deployment.kubernetes.io/revision': '0' } } };
const replicaSet = 'ReplicaSet/web-5b54c57cc';

test('why Pods are refused is what the newest ReplicaSet says', () =>
  expect([
    refusal(),
    refusal([replicaSet, refusedOtherwise]),
    refusal([replicaSet, { ...refusedOtherwise, ...earlier }]),
    refusal([replicaSet, { status: { conditions: [] } }]),
    refusal([replicaSet, { ...refusedOtherwise, metadata: { ownerReferences: [] } }]),
  ]).toEqual([[[usedUp, false]], [[mustSpecify, false]], [[usedUp, false]], [[usedUp, false]], [[usedUp, false]]]));

test('a quota that has room by now', () =>
  expect([
    refusal(['ResourceQuota/small', { status: { used: { pods: '0' } } }]),
    refusal(['ResourceQuota/small', { status: { hard: { pods: '2' } } }]),
    refusal(['ResourceQuota/small', { status: { used: { pods: '2' } } }]),
    refusal(['ResourceQuota/small', { status: { used: { pods: '0' }, hard: { pods: null } } }]),
    refusal(['ResourceQuota/small', { metadata: { name: 'another' }, status: { used: { pods: '0' } } }]),
    refusal([replicaSet, refusedOtherwise], ['ResourceQuota/small', { status: { used: { pods: '0' } } }]),
  ]).toEqual([
    [[usedUp, true]],
    [[usedUp, true]],
    [[usedUp, false]],
    [[usedUp, false]],
    [[usedUp, false]],
    [[mustSpecify, false]],
  ]));

/** Reads beyond the lists that the check needs in any case. */
function moreReads(name: string, check: JsonObject): readonly string[] {
  const lab = labOf([{ id: 'task', checks: [inState(name, check)] }]);
  const needed = planReads(lab, record).map(readKey);
  const { answers } = snapshotFor(lab, circumstances(recordedState(name)));
  return Object.keys(answers).filter((key) => !needed.includes(key));
}

testRows<readonly [string, JsonObject, ...(readonly string[])]>(
  [
    ['well', rollout],
    // what is being made smaller is about to delete some of them
    ['well', endpoints(2), 'list ReplicaSet.apps in well'],
    ['well', runningPods(2), 'list Deployment.apps in well', 'list ReplicaSet.apps in well'],
    [
      'readiness-status',
      endpoints(1),
      ...['Event', 'ReplicaSet.apps'].map((kind) => `list ${kind} in readiness-status`),
    ],
  ],
  (name, check, ...expected) => expect([...moreReads(name, check)].sort()).toEqual([...expected].sort()),
);

test.each([
  'image-back-off',
  'readiness-status',
  'liveness-restarts',
  'volume-config-map-missing',
  'stateful-set-refused',
])('no verdict rests on events: %s', (name) => {
  const state = recordedState(name);
  const without = { ...state, objects: state.objects.filter(({ kind }) => kind !== 'Event') };
  const check = inState(name, {
    object: { any: 'Pod', labels: { app: 'web' } },
    has: { status: { phase: 'Succeeded' } },
    count: 1,
  });
  expect(brief(judge(check, circumstances(without)))).toBe(brief(judge(check, circumstances(state))));
});

/** Only events tell, which no verdict rests on; so it is the standstill that settles it. */
testRows<readonly [string, string, string, string]>(
  [
    ['stateful-set-refused', 'statefulset/web', 'at once', 'rollout_incomplete*'],
    ['stateful-set-refused', 'statefulset/web', 'later', 'rollout_incomplete'],
    ['daemon-set-refused', 'daemonset/web', 'later', 'rollout_incomplete'],
    ['quota-used-up', 'deployment/web', 'at once', 'rollout_incomplete'],
  ],
  (name, of, when, expected) => {
    const state = recordedState(name);
    const now = when === 'later' ? new Date(Date.parse(state.recordedAt) + 20_000).toISOString() : state.recordedAt;
    const outcome = judge(inState(name, { rollout: { of, complete: true } }), { ...circumstances(state), now });
    expect(brief(outcome)).toBe(expected);
  },
);

test('a StatefulSet may wait for its Pods to have been ready for a while', () => {
  const state = recordedState('stateful-set-refused');
  const objects = changed(state.objects, 'StatefulSet/web', { spec: { minReadySeconds: 60 } });
  const now = new Date(Date.parse(state.recordedAt) + 20_000).toISOString();
  const check = inState('stateful-set-refused', { rollout: { of: 'statefulset/web', complete: true } });
  expect(brief(judge(check, { objects, now }))).toBe('rollout_incomplete*');
});
