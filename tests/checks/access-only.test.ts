import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { decide } from '../../src/kubernetes/rbac/decide.ts';
import { rulesOfEverybody } from '../../src/kubernetes/rbac/everybody.ts';
import type { RbacPolicy } from '../../src/kubernetes/rbac/policy.ts';
import type { ReviewRead } from '../../src/snapshot/read.ts';
import { shop } from '../fixtures/real-objects.ts';
import { defaultRbac } from '../fixtures/served-resources.ts';
import type { Circumstances } from './judging.ts';
import { brief, issuesOf, judge, labOf, record, snapshotFor } from './judging.ts';
import { testRows } from './test-rows.ts';

const quiet = { serviceAccount: 'quiet', in: 'shop' };
const readsPods = { who: quiet, can: ['get list watch pods in shop'], only: true };
const check = (spec: JsonObject = readsPods): Json => ({ access: spec });

const rbac = (kind: string, name: string, namespace: string | undefined, body: JsonObject): KubeObject => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  ...body,
});
const account = { kind: 'ServiceAccount', name: 'quiet', namespace: 'shop' };
const group = (name: string) => ({ kind: 'Group', name });
const bind = (namespace: string | undefined, role: string, subject: JsonObject = account, roleKind = 'ClusterRole') =>
  rbac(namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding', `to-${role}`, namespace, {
    subjects: [subject],
    roleRef: { kind: roleKind, name: role },
  });
const role = (name: string, ...rules: readonly JsonObject[]) => rbac('ClusterRole', name, undefined, { rules });
const rule = (verbs: string, resources: string, group = '') => ({
  ...{ verbs: verbs.split(' '), apiGroups: [group], resources: resources.split(' ') },
});
const reader = role('reader', rule('get list watch', 'pods'));
const right = [reader, bind('shop', 'reader')];
const given = (...rules: readonly JsonObject[]) => [role('more', ...rules), bind('shop', 'more')];

function policyOf(objects: readonly KubeObject[]): RbacPolicy {
  const of = (wanted: string) => objects.filter(({ kind }) => kind === wanted);
  return {
    roles: of('Role'),
    clusterRoles: of('ClusterRole'),
    roleBindings: of('RoleBinding'),
    clusterRoleBindings: of('ClusterRoleBinding'),
  };
}
/** The API server says what its rules say. */
const cluster = (...objects: readonly KubeObject[]): Circumstances => {
  const all = [...shop, ...defaultRbac, ...objects];
  return { objects: all, review: (read) => decide(policyOf(all), read, read.action).isAllowed };
};
const everybody = (...objects: readonly KubeObject[]) => ({
  record: { everybody: rulesOfEverybody(policyOf([...defaultRbac, ...objects])) },
});

testRows<readonly [string, Circumstances, string, JsonObject?]>(
  [
    ['what is asked', cluster(...right), 'holds'],
    ['less than what is asked', cluster(), 'access_denied access_denied access_denied'],
    ['a rule more', cluster(...right, ...given(rule('*', 'secrets'))), 'access_too_wide'],
    ['a verb more', cluster(...right, ...given(rule('get delete', 'pods'))), 'access_too_wide'],
    ['any verb', cluster(...right, ...given(rule('*', 'pods'))), 'access_too_wide'],
    ['a subresource', cluster(...right, ...given(rule('create', 'pods/exec'))), 'access_too_wide'],
    [
      'a verb that no list shows',
      cluster(...right, ...given(rule('escalate', 'roles', 'rbac.authorization.k8s.io'))),
      'access_too_wide',
    ],
    ['a rule that gives nothing', cluster(...right, ...given(rule('*', 'pods/*'))), 'holds'],
    ['in the whole cluster', cluster(reader, bind(undefined, 'reader')), 'access_too_wide'],
    ['in another namespace of the lab', cluster(...right, bind('backroom', 'reader')), 'access_too_wide'],
    ['in a namespace that is not the lab’s', cluster(...right, bind('kube-system', 'reader')), 'access_too_wide'],
    [
      'by a group of all accounts of the namespace',
      cluster(...right, bind('shop', 'edit', group('system:serviceaccounts:shop'))),
      'access_too_wide access_too_wide',
    ],
    [
      'by everybody’s group',
      cluster(...right, bind(undefined, 'cluster-admin', group('system:authenticated'))),
      'access_too_wide access_too_wide',
    ],
    ['somebody else’s binding', cluster(...right, bind('shop', 'edit', group('system:serviceaccounts:back'))), 'holds'],
    [
      'what everybody could do at the start',
      {
        ...cluster(...right, bind(undefined, 'view', group('system:authenticated'))),
        ...everybody(bind(undefined, 'view', group('system:authenticated'))),
      },
      'holds',
    ],
    [
      'what all accounts could do at the start, for a person',
      {
        ...cluster(bind('shop', 'reader', group('dev')), reader, bind(undefined, 'view', group('dev'))),
        ...everybody(bind(undefined, 'view', group('system:serviceaccounts'))),
      },
      'access_too_wide access_too_wide',
      { ...readsPods, who: { user: 'ada', groups: ['dev'] } },
    ],
    [
      'what everybody can do since',
      { ...cluster(...right, bind(undefined, 'view', group('system:authenticated'))), ...everybody() },
      'access_too_wide access_too_wide',
    ],
    [
      'may or may not',
      cluster(...right, ...given(rule('get', 'pods/log'))),
      'holds',
      { ...readsPods, may: ['get pods/log in shop'] },
    ],
    ['nothing at all', cluster(...right), 'access_too_wide', { who: quiet, only: true }],
    ['nothing at all, as asked', cluster(), 'holds', { who: quiet, only: true }],
    [
      'the rules give it and the API server does not: another authorizer, or an old cache',
      { ...cluster(...right, ...given(rule('get', 'secrets'))), review: ({ action }) => isAboutPods(action) },
      'holds, moving',
    ],
    [
      'the API server gives what no rule does',
      { ...cluster(...right), review: ({ action }) => isAboutPods(action) || isAbout(action, 'users') },
      'access_too_wide*',
    ],
    [
      'the API server denies what would be told of a large role, which leaves the rest of it',
      { ...cluster(...right, bind('shop', 'edit')), review: ({ action }) => isAboutPods(action) },
      'access_too_wide* access_too_wide*',
    ],
    [
      'nothing but what who has not logged in could do at the start',
      { ...cluster(), ...everybody() },
      'holds',
      { who: { user: 'system:anonymous' }, only: true },
    ],
    ['the same, without a record', cluster(), 'holds', { who: { user: 'system:anonymous' }, only: true }],
    [
      'more than that since',
      { ...cluster(reader, bind('shop', 'reader', group('system:unauthenticated'))), ...everybody() },
      'access_too_wide',
      { who: { user: 'system:anonymous' }, only: true },
    ],
    ['no ghost', cluster(), 'subject_missing', { who: { serviceAccount: 'ghost', in: 'shop' }, only: true }],
    [
      'the group that nobody asks RBAC about',
      { ...cluster(), review: () => true },
      'access_too_wide',
      { who: { group: 'system:masters' }, only: true },
    ],
  ],
  (_name, circumstances, expected, spec) => expect(brief(judge(check(spec), circumstances))).toBe(expected),
);

const isAbout = (action: ReviewRead['action'], resource: string) =>
  'resource' in action && action.resource === resource && action.verb !== 'create';
const isAboutPods = (action: ReviewRead['action']) => isAbout(action, 'pods');

test('what is told of a rule', () =>
  expect(issuesOf(judge(check(), cluster(...right, ...given(rule('get list', 'secrets pods')))))).toEqual([
    {
      code: 'access_too_wide',
      subject: 'service account quiet in shop',
      permission: 'get secrets in shop',
      reason: '',
      excess: {
        by: 'rule',
        binding: { kind: 'RoleBinding', name: 'to-more', namespace: 'shop' },
        role: { kind: 'ClusterRole', name: 'more' },
        rule: { ...rule('get list', 'secrets pods'), resourceNames: [], nonResourceURLs: [] },
        moreRights: 1,
        moreRules: 0,
        isMisplaced: false,
      },
      command: 'kubectl auth can-i get secrets -n shop --as=system:serviceaccount:shop:quiet',
      isMoving: false,
    },
  ]));

test('of the 27 rules of a large role, two of which speak of a group that is gone, two are told', () => {
  const issues = issuesOf(judge(check(), cluster(...right, bind('shop', 'edit'))));
  const told = issues.map(
    (issue) => issue.code === 'access_too_wide' && issue.excess?.by === 'rule' && issue.excess.moreRules,
  );
  expect(told).toEqual([0, 23]);
});

test('a binding in another copy’s namespace is no part of this one’s world', () => {
  const namespace = (name: string, labels: JsonObject): KubeObject =>
    ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }) as KubeObject; // whole
  const everyone = bind('shop-ada', 'admin', group('system:authenticated'));
  const others = namespace('shop-ada', { 'kubeproctor.dev/lab': 'sample', 'kubeproctor.dev/copy': 'ada' });
  expect([
    brief(judge(check(), cluster(...right, everyone, others))),
    brief(judge(check(), cluster(...right, everyone, namespace('shop-ada', {})))),
  ]).toEqual(['holds', 'access_too_wide access_too_wide']);
});

test('a ClusterRole that is being put together may still change the verdict', () => {
  const aggregationRule = { clusterRoleSelectors: [{ matchLabels: { to: 'all' } }] };
  const part: KubeObject = {
    ...role('part', rule('get', 'secrets')),
    metadata: { name: 'part', labels: { to: 'all' } },
  };
  const whole = (...rules: readonly JsonObject[]) => ({ ...role('whole', ...rules), aggregationRule });
  expect([
    brief(judge(check(), cluster(...right, part, whole(), bind('shop', 'whole')))),
    brief(judge(check(), cluster(...right, part, whole(rule('get', 'secrets')), bind('shop', 'whole')))),
    brief(judge(check(), cluster(...right, whole(rule('get', 'secrets')), bind('shop', 'whole')))),
  ]).toEqual(['holds, moving', 'access_too_wide', 'access_too_wide*']);
});

const metrics = 'metrics.k8s.io';
testRows<readonly [string, Circumstances, string]>(
  [
    ['nobody speaks of it', cluster(...right), 'holds'],
    ['a rule speaks of it', cluster(...right, ...given(rule('get', 'nodes', metrics))), 'unknown'],
    ['a rule speaks of all of it', cluster(...right, ...given(rule('get', '*', metrics))), 'unknown'],
    [
      'another rule surely gives too much',
      cluster(...right, ...given(rule('get', 'pods', metrics), rule('get', 'secrets'))),
      'access_too_wide',
    ],
    [
      'a rule that speaks of it where it is not asked',
      cluster(...right, role('m', rule('get', 'pods', metrics)), bind('shop', 'm', group('dev'))),
      'holds',
    ],
  ],
  (_name, circumstances, expected) =>
    expect(brief(judge(check(), { ...circumstances, silentGroups: [metrics] }))).toBe(expected),
  'the server of an API group is down, and ',
);

test('lists of whole kinds of rules alone, and no Secret', () => {
  const lab = labOf([{ id: 'task', checks: [check()] }]);
  const reads = Object.keys(snapshotFor(lab, { ...cluster(...right), record }).answers);
  expect(reads.filter((read) => !read.startsWith('may '))).toEqual([
    'list ServiceAccount in shop',
    'list ClusterRole.rbac.authorization.k8s.io cluster-wide',
    'list ClusterRoleBinding.rbac.authorization.k8s.io cluster-wide',
    'list Role.rbac.authorization.k8s.io cluster-wide',
    'list RoleBinding.rbac.authorization.k8s.io cluster-wide',
    'list Namespace cluster-wide',
    'resources',
  ]);
});
