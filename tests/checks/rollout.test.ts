import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import {
  badRollout,
  changeCauses,
  named,
  recordedDeployments,
  recordedPods,
  shop,
  shopLater,
} from '../fixtures/real-objects.ts';
import type { Circumstances } from './judging.ts';
import { brief, changed, evidenceOf, issuesOf, judge, without } from './judging.ts';
import { testRows } from './test-rows.ts';

const later: Circumstances = { objects: shopLater };
const web = named(shop, 'Deployment/web');
const startedWith = [
  {
    kind: 'Deployment',
    apiVersion: 'apps/v1',
    name: 'web',
    namespace: 'shop',
    uid: web.metadata.uid ?? '',
    object: web,
  },
];
const strategy = (maxSurge: number, maxUnavailable: number) => ({
  strategy: { rollingUpdate: { maxSurge, maxUnavailable } },
});

const inPercent = (maxSurge: string, maxUnavailable: string) => ({ rollingUpdate: { maxSurge, maxUnavailable } });
const unready = { status: { conditions: [{ type: 'Ready', status: 'False' }] } };
const madeSmaller = (time: string) =>
  changed(shop, 'Deployment/web', { spec: { replicas: 2 }, metadata: { managedFields: [{ time }] } });

testRows<readonly [string, JsonObject, string, Circumstances?]>(
  [
    ['complete', { of: 'deployment/web', complete: true }, 'holds'],
    ['a StatefulSet', { of: 'statefulset/db', complete: true }, 'holds'],
    [
      'a StatefulSet with its partition',
      { of: 'statefulset/db', complete: true, image: 'postgres:17' },
      'holds',
      later,
    ],
    ['a DaemonSet', { of: 'daemonset/agent', complete: true }, 'holds'],
    ['nothing runs at 0 replicas', { of: 'deployment/idle', complete: true }, 'rollout_incomplete'],
    ['nothing runs without nodes', { of: 'daemonset/nowhere', complete: true }, 'rollout_incomplete'],
    ['paused', { of: 'deployment/api', complete: true }, 'rollout_incomplete', later],
    ['refused by quota', { of: 'deployment/web', complete: true }, 'rollout_incomplete', later],
    ['waits for somebody to delete Pods', { of: 'daemonset/agent', complete: true }, 'rollout_incomplete', later],
    [
      'not seen yet',
      { of: 'deployment/web', complete: true },
      'rollout_incomplete*',
      { objects: changed(shop, 'Deployment/web', { metadata: { generation: 99 } }) },
    ],
    [
      'a Pod is no longer ready, and the Deployment has not counted it yet',
      { of: 'deployment/web', complete: true },
      'rollout_incomplete*',
      { objects: changed(shop, 'Pod/web-7f88c99788-4tcjs', unready) },
    ],
    [
      'a Pod is gone, and the StatefulSet has not counted it yet',
      { of: 'statefulset/db', complete: true },
      'rollout_incomplete*',
      { objects: without(shop, 'Pod/db-1') },
    ],
    [
      'a Pod of a DaemonSet is on its way out',
      { of: 'daemonset/agent', complete: true },
      'rollout_incomplete*',
      { objects: changed(shop, 'Pod/agent-csrmw', { metadata: { deletionTimestamp: '2026-11-23T06:06:55Z' } }) },
    ],
    [
      'made smaller, and the surplus Pod is still there',
      { of: 'deployment/web', complete: true },
      'holds, moving',
      { objects: madeSmaller('2026-11-23T06:06:29Z') },
    ],
    [
      'made smaller, and the surplus Pod stays',
      { of: 'deployment/web', complete: true },
      'holds',
      { objects: madeSmaller('2026-11-23T06:06:00Z') },
    ],
    ['not there', { of: 'deployment/x', complete: true }, 'object_missing'],
    ['an image', { of: 'deployment/web', image: 'nginx:1.27-alpine' }, 'holds'],
    ['the image of a sidecar', { of: 'deployment/web', image: 'busybox:latest' }, 'holds'],
    ['another image', { of: 'deployment/web', image: 'nginx' }, 'value_differs'],
    ['paused, as asked', { of: 'deployment/api', paused: true, image: 'nginx:1.28' }, 'holds', later],
    ['not paused, as asked', { of: 'deployment/web', paused: false }, 'holds'],
    ['paused, and should not be', { of: 'deployment/api', paused: false }, 'value_differs', later],
    ['first revision', { of: 'deployment/web', revision: 1 }, 'holds'],
    ['a later one', { of: 'statefulset/db', revision: { $min: 2 } }, 'holds', later],
    ['rolled back', { of: 'deployment/web', cameFrom: { revision: 1 }, revision: 3 }, 'holds', later],
    ['rolled back to another', { of: 'deployment/web', cameFrom: { revision: 2 } }, 'not_rolled_back', later],
    ['never rolled back', { of: 'deployment/web', cameFrom: { revision: 1 } }, 'not_rolled_back'],
    ['only Deployments come from a revision', { of: 'statefulset/db', cameFrom: { revision: 1 } }, 'unknown'],
    ['a strategy by its percentages', { of: 'deployment/web', strategy: strategy(1, 0).strategy }, 'holds'],
    [
      'percentages of no replicas',
      { of: 'deployment/idle', strategy: { rollingUpdate: { maxUnavailable: 1 } } },
      'value_differs',
    ],
    [
      'a StatefulSet, whose percentage rounds up',
      { of: 'statefulset/db', strategy: { rollingUpdate: { maxUnavailable: 2 } } },
      'holds',
      {
        objects: changed(shop, 'StatefulSet/db', {
          spec: { updateStrategy: { rollingUpdate: { maxUnavailable: '60%' } } },
        }),
      },
    ],
    ['another strategy', { of: 'deployment/web', strategy: strategy(1, 1).strategy }, 'value_differs'],
    [
      'percentages that both come to no Pod: one may be missing then',
      { of: 'deployment/web', strategy: strategy(0, 1).strategy },
      'holds',
      { objects: changed(shop, 'Deployment/web', { spec: { strategy: inPercent('0%', '20%') } }) },
    ],
    [
      'the same beside a surge: none may be missing',
      { of: 'deployment/web', strategy: { rollingUpdate: { maxUnavailable: 1 } } },
      'value_differs',
      { objects: changed(shop, 'Deployment/web', { spec: { strategy: inPercent('20%', '20%') } }) },
    ],
    ['no change cause', { of: 'deployment/web', changeCause: 'x' }, 'value_differs'],
    ['updated', { of: 'deployment/web', updated: true }, 'not_updated_in_place', { record: { startedWith } }],
    [
      'updated in place',
      { of: 'deployment/web', updated: true },
      'holds',
      {
        record: { startedWith },
        objects: changed(shop, 'Deployment/web', { spec: { template: { metadata: { labels: { v: '2' } } } } }),
      },
    ],
    [
      'made anew',
      { of: 'deployment/web', updated: true },
      'not_updated_in_place',
      { record: { startedWith }, objects: changed(shop, 'Deployment/web', { metadata: { uid: 'x' } }) },
    ],
    [
      'updated, and the start made none',
      { of: 'deployment/api', updated: true },
      'unknown',
      { record: { startedWith } },
    ],
  ],
  (_name, spec, expected, circumstances) =>
    expect(brief(judge({ rollout: { in: 'shop', ...spec } }, circumstances))).toBe(expected),
);

/** As `kubectl rollout history` showed it when this was recorded. */
const causes: Circumstances = { objects: changeCauses };
const pausedWithIts = (template: string): Circumstances => ({
  objects: changed(changeCauses, 'Deployment/t', {
    metadata: { annotations: { 'kubernetes.io/change-cause': 'own' } },
    spec: { paused: true, template: { metadata: { labels: { v: template === 'own' ? null : '2' } } } },
  }),
});
const withOwn = (...names: readonly string[]): Circumstances => ({
  objects: names.reduce(
    (objects, name) => changed(objects, name, { metadata: { annotations: { 'kubernetes.io/change-cause': 'own' } } }),
    changeCauses,
  ),
});

testRows<readonly [string, string, string, string, Circumstances?]>(
  [
    ['paused with a new template: its old revision keeps the old one', 'deployment/d', 'five', 'value_differs'],
    ['and that is the one the history shows', 'deployment/d', 'four', 'holds'],
    ['a StatefulSet copies it only to a new revision', 'statefulset/s', 'three', 'value_differs'],
    ['a StatefulSet that had it when the revision was made', 'statefulset/s', 'two', 'holds'],
    ['a DaemonSet copies it only to a new revision', 'daemonset/a', 'three', 'value_differs'],
    ['a DaemonSet that had it when the revision was made', 'daemonset/a', 'two', 'holds'],
    ['one in the template, for want of another', 'deployment/t', 'in-template', 'holds'],
    ['just annotated', 'deployment/t', 'own', 'value_differs*', withOwn('Deployment/t')],
    ['just annotated otherwise', 'deployment/t', 'in-template', 'holds, moving', withOwn('Deployment/t')],
    ['annotated', 'deployment/t', 'own', 'holds', withOwn('Deployment/t', 'ReplicaSet/t-56dc7cc4cb')],
    ['paused with the template it had', 'deployment/t', 'own', 'value_differs*', pausedWithIts('own')],
    ['paused with another template', 'deployment/t', 'own', 'value_differs', pausedWithIts('other')],
  ],
  (_name, of, changeCause, expected, circumstances = causes) =>
    expect(brief(judge({ rollout: { of, in: { namespace: 'h' }, changeCause } }, circumstances))).toBe(expected),
);

test('what the change cause is', () =>
  expect(
    issuesOf(judge({ rollout: { of: 'deployment/d', in: { namespace: 'h' }, changeCause: 'five' } }, causes)),
  ).toEqual([
    {
      code: 'value_differs',
      object: { kind: 'Deployment', name: 'd', namespace: 'h' },
      difference: { path: 'change cause of the current revision', wanted: 'five', found: 'four' },
      isMoving: false,
    },
  ]));

/** Recorded states lie in namespace default. */
function stuck(name: string, pods: readonly (KubeObject | undefined)[], now: string): string {
  const deployment = recordedDeployments[name];
  const objects = [deployment, ...pods].filter((object) => object !== undefined);
  const check = {
    rollout: { of: `deployment/${deployment?.metadata.name}`, in: { namespace: 'default' }, complete: true },
  };
  return brief(judge(check, { objects, now }));
}

test.each([
  ['an image that cannot be pulled', 'web-bad-rollout', badRollout, '2026-11-22T05:41:10Z', 'rollout_incomplete'],
  ['a crash loop', 'crash', [recordedPods['crashed again']], '2026-11-22T05:40:52Z', 'rollout_incomplete'],
  [
    'a Pod that is being made',
    'crash',
    [recordedPods['containers being made']],
    '2026-11-22T05:40:37Z',
    'rollout_incomplete*',
  ],
  [
    'a readiness probe that fails',
    'unready',
    [recordedPods['fails its readiness probe']],
    '2026-11-22T05:41:30Z',
    'rollout_incomplete',
  ],
  ['no Pod known', 'crash', [], '2026-11-22T05:40:52Z', 'rollout_incomplete*'],
])('%s', (_name, name, pods, now, expected) => expect(stuck(name, pods, now)).toBe(expected));

test('how far it is', () =>
  expect(issuesOf(judge({ rollout: { of: 'deployment/idle', in: 'shop', complete: true } }, later))).toEqual([
    {
      code: 'rollout_incomplete',
      object: { kind: 'Deployment', name: 'idle', namespace: 'shop' },
      state: { reason: 'not_updated', wanted: 9, updated: 5, available: 5, total: 5 },
      isMoving: false,
      troubles: [
        {
          ...{ code: 'pods_refused', object: { kind: 'Deployment', name: 'idle', namespace: 'shop' }, alike: 0 },
          refusal: {
            ...{ by: 'quota', quota: 'pods', problem: 'exceeded' },
            resources: [{ resource: 'pods', used: '19', limited: '19' }],
          },
          words: 'exceeded quota: pods, requested: pods=1, used: pods=19, limited: pods=19',
        },
      ],
    },
  ]));

test('where it came from', () =>
  expect(
    issuesOf(judge({ rollout: { of: 'deployment/web', in: 'shop', cameFrom: { revision: 2 } } }, later))[0],
  ).toEqual({
    code: 'not_rolled_back',
    object: { kind: 'Deployment', name: 'web', namespace: 'shop' },
    revision: 2,
    found: 'it runs revision 3, which was revision 1 before',
    isMoving: false,
  }));

const about = { code: 'rollout', object: { kind: 'Deployment', name: 'web', namespace: 'shop' } };

test('a pass says that it is rolled out only where that was asked', () => {
  const annotated = { metadata: { annotations: { 'kubernetes.io/change-cause': 'security update' } } };
  const objects = changed(changed(shopLater, 'Deployment/web', annotated), 'ReplicaSet/web-7f88c99788', annotated);
  const check = { of: 'deployment/web', in: 'shop', changeCause: { $matches: 'security' }, paused: false };
  expect(evidenceOf(judge({ rollout: check }, { objects }))).toEqual([
    {
      ...{ ...about, isUpdated: false },
      values: [
        { path: 'paused', found: false },
        { path: 'change cause', found: 'security update' },
      ],
    },
  ]);
});

test('a pass tells the image, the strategy, and how many are available', () => {
  const check = { of: 'deployment/web', in: 'shop', complete: true, image: 'nginx:1.27-alpine', ...strategy(1, 0) };
  expect(evidenceOf(judge({ rollout: check }))).toEqual([
    {
      ...{ ...about, available: 3, isUpdated: false },
      values: [
        { path: 'image', found: 'nginx:1.27-alpine' },
        { path: 'strategy.rollingUpdate.maxSurge', found: '25%' },
        { path: 'strategy.rollingUpdate.maxUnavailable', found: '25%' },
      ],
    },
  ]);
});

test('a pass tells where it came from', () =>
  expect(
    evidenceOf(judge({ rollout: { of: 'deployment/web', in: 'shop', cameFrom: { revision: 1 } } }, later)),
  ).toEqual([{ ...about, revision: 3, cameFrom: 1, isUpdated: false, values: [] }]));
