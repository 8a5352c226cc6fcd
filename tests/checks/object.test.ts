import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { named, shop, shopLater, spelled } from '../fixtures/real-objects.ts';
import type { Circumstances } from './judging.ts';
import { brief, changed, evidenceOf, issuesOf, judge, without } from './judging.ts';
import { testRows } from './test-rows.ts';

const leaving = { metadata: { deletionTimestamp: '2026-11-23T06:06:25Z' } };
const justNow = '2026-11-23T06:04:57Z';
const webPod = (objects: readonly KubeObject[]): string => {
  const pod = objects.find(({ kind, metadata }) => kind === 'Pod' && metadata.labels?.app === 'web');
  return `Pod/${pod?.metadata.name ?? ''}`;
};
const webMadeSmaller: Circumstances = {
  objects: changed(shop, 'Deployment/web', {
    ...{ spec: { replicas: 2 }, metadata: { managedFields: [{ time: '2026-11-23T06:06:29Z' }] } },
  }),
};
const pods = { any: 'Pod', in: 'shop', labels: { app: 'web' } };

const webSet = 'ReplicaSet/web-7f88c99788';
const ofReplicaSet = { object: 'rs/web-7f88c99788', in: 'shop', has: { status: { readyReplicas: 3 } } };
const ofBudget = { object: 'pdb/half', in: 'shop', has: { status: { disruptionsAllowed: { $min: 1 } } } };
const budget = (status: JsonObject): Circumstances => ({
  objects: changed(spelled, 'PodDisruptionBudget/half', { status }),
  now: '2026-11-25T11:10:18Z',
});

testRows<readonly [string, Json, string, Circumstances?]>(
  [
    ['is there', { object: 'deployment/web', in: 'shop' }, 'holds'],
    ['by its short name', { object: 'deploy/web', in: 'shop' }, 'holds'],
    ['in another namespace', { object: 'deployment/web', in: 'back' }, 'object_missing'],
    ['not there', { object: 'deployment/nothing', in: 'shop' }, 'object_missing'],
    ['of a kind that is not served', { object: 'Widget.example.com/x', in: 'shop' }, 'object_missing'],
    [
      'in a namespace that is not the lab’s',
      { object: 'service/web', in: { namespace: 'kube-system' } },
      'object_missing',
    ],
    ['a cluster-wide one', { object: 'node/node-1' }, 'holds'],
    ['means what is wanted', { object: 'deployment/web', in: 'shop', has: { spec: { replicas: 3 } } }, 'holds'],
    ['means something else', { object: 'deployment/web', in: 'shop', has: { spec: { replicas: 4 } } }, 'value_differs'],
    [
      'two differences',
      { object: 'deployment/web', in: 'shop', has: { spec: { replicas: 4, paused: true } } },
      'value_differs value_differs',
    ],
    [
      'not paused, which is not said',
      { object: 'deployment/web', in: 'shop', has: { spec: { paused: false } } },
      'holds',
    ],
    ['after uncordon', { object: 'node/node-1', has: { spec: { unschedulable: false } } }, 'holds'],
    ['a policy without rules', { object: 'netpol/nobody', in: 'shop', has: { spec: { ingress: [] } } }, 'holds'],
    [
      'a policy with an empty rule',
      { object: 'netpol/everybody', in: 'shop', has: { spec: { ingress: [] } } },
      'value_differs',
    ],
    [
      'peers written the other way',
      { object: 'netpol/peers', in: 'shop', has: { spec: { podSelector: { matchLabels: { app: 'web' } } } } },
      'holds',
    ],
    [
      'a default that the server stores',
      { object: 'service/web', in: 'shop', has: { spec: { ports: [{ protocol: 'TCP' }] } } },
      'holds',
    ],
    [
      'a schedule',
      { object: 'cronjob/report', in: 'shop', has: { spec: { schedule: { $cron: '*/15 * * * *' }, suspend: false } } },
      'holds',
    ],
    [
      'on its way out',
      { object: 'deployment/web', in: 'shop' },
      'value_differs*',
      { objects: changed(shop, 'Deployment/web', leaving) },
    ],
    [
      'held back by a finalizer',
      { object: 'deployment/web', in: 'shop' },
      'value_differs',
      { objects: changed(shop, 'Deployment/web', leaving), now: '2026-11-23T06:10:00Z' },
    ],
    [
      'on its way out, as asked',
      { object: 'deployment/web', in: 'shop', has: { metadata: { deletionTimestamp: { $exists: true } } } },
      'holds',
      { objects: changed(shop, 'Deployment/web', leaving) },
    ],
    ['absent', { object: 'deployment/nothing', in: 'shop', absent: true }, 'holds'],
    ['absent, of a kind that is not served', { object: 'Widget.example.com/x', in: 'shop', absent: true }, 'holds'],
    ['not absent', { object: 'deployment/web', in: 'shop', absent: true }, 'object_present'],
    [
      'absent soon',
      { object: 'deployment/web', in: 'shop', absent: true },
      'object_present*',
      { objects: changed(shop, 'Deployment/web', leaving) },
    ],
    [
      'never absent for its finalizer',
      { object: 'deployment/web', in: 'shop', absent: true },
      'object_present',
      { objects: changed(shop, 'Deployment/web', leaving), now: '2026-11-23T06:10:00Z' },
    ],
    [
      'none with this meaning',
      { object: { any: 'Service', in: 'shop' }, has: { spec: { type: 'NodePort' } }, absent: true },
      'holds',
    ],
    [
      'one with this meaning',
      { object: { any: 'Service', in: 'shop' }, has: { spec: { type: 'ExternalName' } }, absent: true },
      'object_present',
    ],
    ['so many', { object: pods, count: 3 }, 'holds'],
    ['too few', { object: pods, count: 4 }, 'count_differs'],
    ['at least', { object: pods, count: { $min: 2 } }, 'holds'],
    ['none at all', { object: { any: 'Ingress', in: 'shop' }, count: 0 }, 'holds'],
    [
      'one on its way out is not counted',
      { object: pods, count: 2 },
      'holds, moving',
      { objects: changed(shop, webPod(shop), { metadata: { deletionTimestamp: '2026-11-23T06:06:50Z' } }) },
    ],
    ['of a workload made smaller', { object: pods, count: 3 }, 'holds, moving', webMadeSmaller],
    ['the surplus one of a workload made smaller', { object: pods, count: 2 }, 'count_differs*', webMadeSmaller],
    [
      'any with conditions',
      { object: { any: 'Pod', in: 'shop', labels: { app: { $oneOf: ['api', 'x'] } }, node: 'node-1' } },
      'holds',
    ],
    [
      'on another node',
      { object: { any: 'Pod', in: 'shop', labels: { app: 'web' }, node: 'node-9' } },
      'object_missing',
    ],
    ['owned through a ReplicaSet', { object: { any: 'Pod', in: 'shop', ownedBy: 'deployment/web' } }, 'holds'],
    ['owned directly', { object: { any: 'Pod', in: 'shop', ownedBy: 'statefulset/db' } }, 'holds'],
    [
      'owned by another',
      { object: { any: 'Pod', in: 'shop', ownedBy: 'deployment/web', labels: { app: 'api' } } },
      'object_missing',
    ],
    [
      'owned by its namesake of before',
      { object: { any: 'Pod', in: 'shop', ownedBy: 'deployment/web' } },
      'object_missing',
      { objects: changed(shop, 'Deployment/web', { metadata: { uid: 'another' } }) },
    ],
    ['a Job of a CronJob', { object: { any: 'Job', in: 'shop', ownedBy: 'cronjob/report' } }, 'object_missing'],
    ['selected by a Service', { object: { any: 'Pod', in: 'shop', selectedBy: 'service/web' }, count: 3 }, 'holds'],
    [
      'selected by an ExternalName Service',
      { object: { any: 'Pod', in: 'shop', selectedBy: 'service/outside' } },
      'object_missing',
    ],
    [
      'selected by a budget without a selector',
      { object: { any: 'Pod', in: 'shop', selectedBy: 'pdb/none' } },
      'object_missing',
    ],
    [
      'selected by a budget with an empty one',
      { object: { any: 'Pod', in: 'shop', selectedBy: 'pdb/all', labels: { app: 'bound' } } },
      'holds',
    ],
    [
      'a Secret by its plain texts',
      { object: 'secret/database', in: 'shop', has: { stringData: { user: 'anna' } } },
      'holds',
    ],
    [
      'a Secret with another text',
      { object: 'secret/database', in: 'shop', has: { stringData: { user: 'ada' } } },
      'value_differs',
    ],
    [
      'a status that will come',
      { object: 'deployment/web', in: 'shop', has: { status: { readyReplicas: 5 } } },
      'value_differs*',
      { objects: changed(shop, 'Deployment/web', { metadata: { generation: 99 } }) },
    ],
    [
      'a status that will not',
      { object: 'deployment/web', in: 'shop', has: { status: { readyReplicas: 5 } } },
      'value_differs',
    ],
    [
      'a spec does not move',
      { object: 'deployment/web', in: 'shop', has: { spec: { replicas: 5 } } },
      'value_differs',
      { objects: changed(shop, 'Deployment/web', { metadata: { generation: 99 } }) },
    ],
    [
      'a status that rests on what moves',
      { object: 'deployment/web', in: 'shop', has: { status: { readyReplicas: 3 } } },
      'holds, moving',
      { objects: changed(shop, 'Deployment/web', { metadata: { generation: 99 } }) },
    ],
    [
      'a volume that a claim is about to get',
      { object: 'pvc/data', in: 'shop', has: { spec: { volumeName: 'data' } } },
      'value_differs*',
      { objects: changed(shop, 'PersistentVolumeClaim/data', { spec: { volumeName: null } }), now: justNow },
    ],
    [
      'a volume that a claim has not got',
      { object: 'pvc/data', in: 'shop', has: { spec: { volumeName: 'data' } } },
      'value_differs',
      { objects: changed(shop, 'PersistentVolumeClaim/data', { spec: { volumeName: null } }) },
    ],
    [
      'another volume than the one that a claim has',
      { object: 'pvc/data', in: 'shop', has: { spec: { volumeName: 'other' } } },
      'value_differs',
      { now: justNow },
    ],
    [
      'a status of any, that will come',
      { object: { any: 'PersistentVolumeClaim', in: 'shop' }, has: { status: { phase: 'Bound' } } },
      'object_missing*',
      { objects: changed(shop, 'PersistentVolumeClaim/data', { status: { phase: 'Pending' } }), now: justNow },
    ],
    [
      'a status of any, that will not',
      { object: { any: 'PersistentVolumeClaim', in: 'shop' }, has: { status: { phase: 'Bound' } } },
      'object_missing',
      { objects: changed(shop, 'PersistentVolumeClaim/data', { status: { phase: 'Pending' } }) },
    ],
    [
      'Pods of a ReplicaSet that are on their way',
      ofReplicaSet,
      'value_differs*',
      { objects: changed(shop, webSet, { status: { readyReplicas: 1 } }), now: justNow },
    ],
    [
      'Pods of a ReplicaSet that do not get ready',
      ofReplicaSet,
      'value_differs',
      { objects: changed(shop, webSet, { status: { readyReplicas: 1 } }) },
    ],
    [
      'Pods of a ReplicaSet that were refused',
      ofReplicaSet,
      'value_differs',
      {
        objects: changed(shop, webSet, {
          status: { readyReplicas: 1, conditions: [{ type: 'ReplicaFailure', status: 'True' }] },
        }),
        now: justNow,
      },
    ],
    [
      'a budget whose Pods are on their way',
      ofBudget,
      'value_differs*',
      budget({ currentHealthy: 2, disruptionsAllowed: 0 }),
    ],
    ['a budget whose Pods are all there', ofBudget, 'value_differs', budget({ disruptionsAllowed: 0 })],
    [
      'a budget that its controller has not seen yet',
      { object: 'pdb/all', in: 'shop', has: { status: { disruptionsAllowed: 1 } } },
      'value_differs*',
      { now: justNow },
    ],
    [
      'a budget that its controller cannot count',
      { object: 'pdb/all', in: 'shop', has: { status: { disruptionsAllowed: 1 } } },
      'value_differs',
    ],
    [
      'no failures yet of a Job that runs',
      { object: 'job/once', in: 'shop', has: { status: { failed: 0 } } },
      'holds, moving',
      { objects: changed(shop, 'Job/once', { status: { conditions: null } }), now: justNow },
    ],
    [
      'a finished Job',
      { object: 'job/once', in: 'shop', has: { status: { succeeded: 1 } } },
      'holds',
      { now: justNow },
    ],
    [
      'a Pod that may still come',
      { object: { any: 'Pod', in: 'shop', labels: { app: 'new' } } },
      'object_missing*',
      { objects: changed(shop, webPod(shop), { metadata: { deletionTimestamp: '2026-11-23T06:06:50Z' } }) },
    ],
    [
      'what quota refused is settled',
      { object: 'deployment/idle', in: 'shop', has: { status: { readyReplicas: 9 } } },
      'value_differs',
      { objects: shopLater, now: '2026-11-23T06:05:51Z' },
    ],
  ],
  (_name, check, expected, circumstances) => expect(brief(judge(check, circumstances))).toBe(expected),
);

test('evidence: the object, and what was found where something was wanted', () =>
  expect(
    judge({ object: 'service/web', in: 'shop', has: { spec: { type: 'ClusterIP', ports: [{ port: 80 }] } } }),
  ).toEqual({
    finding: 'holds',
    evidence: [
      {
        code: 'object',
        object: { kind: 'Service', name: 'web', namespace: 'shop' },
        values: [{ path: 'spec.type', found: 'ClusterIP' }],
      },
    ],
    isMoving: false,
    candidates: [{ kind: 'Service', name: 'web', namespace: 'shop' }],
  }));

test('the nearest miss of a named object that landed elsewhere', () => {
  const web = named(shop, 'Service/web');
  const elsewhere = { ...web, metadata: { ...web.metadata, namespace: 'backroom' } };
  const outcome = judge(
    { object: 'service/web', in: 'shop', has: { spec: { type: 'ClusterIP' } } },
    { objects: [elsewhere] },
  );
  expect(issuesOf(outcome)).toEqual([
    {
      code: 'object_missing',
      wanted: { kind: 'Service', name: 'web', namespace: 'shop', conditions: [], isServed: true },
      nearest: { object: { kind: 'Service', name: 'web', namespace: 'backroom' }, differences: [] },
      isMoving: false,
    },
  ]);
});

test('the conditions of a missing object, as a person reads them', () => {
  const check = {
    object: { any: 'Pod', in: 'shop', labels: { a: 'b' }, ownedBy: 'deployment/web', selectedBy: 'svc/web', node: 'n' },
    has: { spec: { hostNetwork: true } },
  };
  const [issue] = issuesOf(judge(check));
  expect(issue).toEqual({
    code: 'object_missing',
    wanted: {
      kind: 'Pod',
      namespace: 'shop',
      conditions: [
        'labelled a=b',
        'owned by deployment/web',
        'selected by service/web',
        'on node n',
        'spec.hostNetwork is true',
      ],
      isServed: true,
    },
    isMoving: false,
  });
});

test('the author’s own sentence is told once', () => {
  const check = { object: 'deployment/web', in: 'shop', has: { spec: { replicas: 4, paused: true } }, else: 'Look!' };
  expect(issuesOf(judge(check)).map(({ says }) => says)).toEqual(['Look!', undefined]);
});

test('a secret that is not there is not looked for outside the lab', () => {
  const elsewhere = named(shop, 'Secret/database');
  const objects = [{ ...elsewhere, metadata: { ...elsewhere.metadata, namespace: 'default' } }];
  expect(issuesOf(judge({ object: 'secret/database', in: 'shop' }, { objects }))[0]).not.toHaveProperty('nearest');
});

test('what comes closest to a missing Service', () => {
  const [issue] = issuesOf(
    judge(
      { object: 'service/wep', in: 'shop', has: { spec: { type: 'ClusterIP', selector: { app: 'web' } } } },
      { objects: without(shop, 'Service/x') },
    ),
  );
  expect(issue?.code === 'object_missing' ? issue.nearest : undefined).toEqual({
    object: { kind: 'Service', name: 'web', namespace: 'shop' },
    differences: [],
  });
});

test.each([
  ['spec.template.spec.activeDeadlineSeconds', { spec: { template: { spec: { activeDeadlineSeconds: 600 } } } }, 600],
  ['another value there', { spec: { template: { spec: { activeDeadlineSeconds: 60 } } } }, undefined],
])('what is wanted stands at another level: %s', (path, patch, found) => {
  const job: KubeObject = {
    ...{ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'upload', namespace: 'shop' }, ...patch },
  };
  const check = { object: 'job/upload', in: 'shop', has: { spec: { activeDeadlineSeconds: 600 } } };
  expect(issuesOf(judge(check, { objects: [job] }))).toEqual([
    {
      code: 'value_differs',
      object: { kind: 'Job', name: 'upload', namespace: 'shop' },
      difference: {
        ...{ path: 'spec.activeDeadlineSeconds', wanted: 600 },
        ...(found === undefined ? {} : { elsewhere: { path, found } }),
      },
      isMoving: false,
    },
  ]);
});

test('a condition that was asked for is told', () => {
  const has = { status: { conditions: [{ type: 'Available' }] } };
  expect(evidenceOf(judge({ object: 'deployment/web', in: 'shop', has }))).toEqual([
    {
      code: 'object',
      object: { kind: 'Deployment', name: 'web', namespace: 'shop' },
      values: [{ path: 'status.conditions[Available]', found: 'True' }],
    },
  ]);
});

const selecting = (scopeName: string) => ({ matchExpressions: [{ scopeName, operator: 'Exists' }] });

testRows<readonly [string, JsonObject, JsonObject, string]>(
  [
    ['scopes, given by a selector', { scopes: ['BestEffort'] }, { scopeSelector: selecting('BestEffort') }, 'holds'],
    ['a selector, given by scopes', { scopeSelector: selecting('BestEffort') }, { scopes: ['BestEffort'] }, 'holds'],
    ['other scopes', { scopes: ['BestEffort'] }, { scopeSelector: selecting('NotTerminating') }, 'value_differs'],
    ['no selector beside scopes', { scopeSelector: { $absent: true } }, { scopes: ['BestEffort'] }, 'holds'],
  ],
  (_name, wanted, spec, expected) => {
    const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'q', namespace: 'shop' }, spec };
    const check = { object: 'quota/q', in: 'shop', has: { spec: wanted } };
    expect(brief(judge(check, { objects: [quota] }))).toBe(expected);
  },
  'a quota for ',
);

testRows<readonly [string, JsonObject, JsonObject, string]>(
  [
    ['1, as neither is given', { completions: 1 }, {}, 'holds'],
    ['any, where several run at a time', { completions: 1 }, { parallelism: 2 }, 'value_differs'],
    ['more than that', { completions: 2 }, {}, 'value_differs'],
    ['that nobody gave', { completions: { $absent: true } }, {}, 'holds'],
  ],
  (_name, wanted, ofJob, expected) => {
    const spec = { jobTemplate: { spec: ofJob } };
    const cronJob = { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'c', namespace: 'shop' }, spec };
    const check = { object: 'cronjob/c', in: 'shop', has: { spec: { jobTemplate: { spec: wanted } } } };
    expect(brief(judge(check, { objects: [cronJob] }))).toBe(expected);
  },
  'completions of Jobs: ',
);
