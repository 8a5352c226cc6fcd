import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../src/kubernetes/json.ts';
import type { ReviewRead } from '../../src/snapshot/read.ts';
import { shop } from '../fixtures/real-objects.ts';
import type { Circumstances } from './judging.ts';
import { brief, changed, issuesOf, judge, labOf, record, snapshotFor, without } from './judging.ts';
import { testRows } from './test-rows.ts';

const quiet = { serviceAccount: 'quiet', in: 'shop' };
const yes = { review: () => true };
const access = (who: JsonObject, spec: JsonObject): Json => ({ access: { who, ...spec } });
const rbac = (kind: string, body: JsonObject, namespace?: string) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind,
  metadata: { name: 'all', ...(namespace === undefined ? {} : { namespace }) },
  ...body,
});
/** Rules that give everybody who is logged in everything, in the whole cluster or in `shop`. */
const roleRef = { kind: 'ClusterRole', name: 'all' };
const subjects = [{ kind: 'Group', name: 'system:authenticated' }];
const all = rbac('ClusterRole', { rules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }] });
const toEverybody = [all, rbac('ClusterRoleBinding', { roleRef, subjects })];
const inShop = [all, rbac('RoleBinding', { roleRef, subjects }, 'shop')];
const allowed = { ...yes, objects: [...shop, ...toEverybody] };
const only = (verb: string) => ({ review: (read: ReviewRead) => 'verb' in read.action && read.action.verb === verb });

testRows<readonly [string, Json, string, Circumstances?]>(
  [
    ['may', access(quiet, { can: ['get pods in shop'] }), 'holds', allowed],
    ['may, though no rule that was read says so', access(quiet, { can: ['get pods in shop'] }), 'holds, moving', yes],
    ['may not', access(quiet, { can: ['get pods in shop'] }), 'access_denied'],
    ['may one of two', access(quiet, { can: ['get list pods in shop'] }), 'access_denied', only('get')],
    ['may not, as asked', access(quiet, { cannot: ['get secrets in shop'] }), 'holds'],
    [
      'may too much',
      access(quiet, { can: ['get pods in shop'], cannot: ['get secrets in shop'] }),
      'access_too_wide',
      allowed,
    ],
    [
      'a ghost may nothing',
      access({ serviceAccount: 'ghost', in: 'shop' }, { can: ['get pods'] }),
      'subject_missing',
      yes,
    ],
    [
      'a ghost of another namespace',
      access({ serviceAccount: 'quiet', in: 'back' }, { cannot: ['get pods'] }),
      'subject_missing',
    ],
    [
      'the account of a workload that is not there',
      access({ podsOf: 'deployment/x', in: 'shop' }, { can: ['get pods'] }),
      'object_missing',
      yes,
    ],
    [
      'the account of a workload, not there',
      access({ podsOf: 'deployment/web', in: 'shop' }, { can: ['get pods'] }),
      'subject_missing',
      { ...yes, objects: without(shop, 'ServiceAccount/default') },
    ],
    [
      'the account of a workload',
      access({ podsOf: 'deployment/web', in: 'shop' }, { can: ['get pods'] }),
      'holds',
      {
        ...yes,
        objects: changed(allowed.objects, 'Deployment/web', {
          spec: { template: { spec: { serviceAccountName: 'quiet' } } },
        }),
      },
    ],
    ['a user need not exist', access({ user: 'ada' }, { can: ['get pods'] }), 'holds', allowed],
    [
      'denied, though the rules allow it: the authorizer has yet to hear of them',
      access(quiet, { can: ['get pods in shop'] }),
      'access_denied*',
      { objects: [...shop, ...inShop] },
    ],
    [
      'denied where the rules do not count',
      access(quiet, { can: ['get pods in back'] }),
      'access_denied',
      { objects: [...shop, ...inShop] },
    ],
    ['no permission at all is the lab’s mistake', access(quiet, { can: ['fetch pods'] }), 'unknown'],
  ],
  (_name, check, expected, circumstances) => expect(brief(judge(check, circumstances))).toBe(expected),
);

/** The reviews that a check asks for. */
function asked(check: Json): readonly ReviewRead[] {
  const reads: ReviewRead[] = [];
  snapshotFor(labOf([{ id: 'task', checks: [check] }]), {
    review: (read) => {
      reads.push(read);
      return true;
    },
  });
  return reads;
}

test('a service account is asked for with the groups that it always has', () =>
  expect(asked(access(quiet, { can: ['get deployments/scale named web in shop'] }))).toEqual([
    {
      read: 'review',
      user: 'system:serviceaccount:shop:quiet',
      groups: ['system:serviceaccounts', 'system:serviceaccounts:shop', 'system:authenticated'],
      action: {
        verb: 'get',
        group: 'apps',
        resource: 'deployments',
        subresource: 'scale',
        name: 'web',
        namespace: 'shop',
      },
    },
  ]));

test('a user is asked for as one who has logged in', () =>
  expect(asked(access({ user: 'ada', groups: ['dev'] }, { can: ['get /healthz'] }))).toEqual([
    { read: 'review', user: 'ada', groups: ['dev', 'system:authenticated'], action: { verb: 'get', path: '/healthz' } },
  ]));

// https://kubernetes.io/docs/reference/access-authn-authz/authentication/#anonymous-requests
test.each<readonly [string, JsonObject, readonly string[]]>([
  ['nobody in particular', { user: 'system:anonymous' }, ['system:unauthenticated']],
  ['the group of those', { group: 'system:unauthenticated' }, ['system:unauthenticated']],
  [
    'the accounts of a namespace',
    { group: 'system:serviceaccounts:shop' },
    ['system:serviceaccounts:shop', 'system:serviceaccounts', 'system:authenticated'],
  ],
  [
    'a service account by its name as a user',
    { user: 'system:serviceaccount:shop:quiet' },
    ['system:serviceaccounts', 'system:serviceaccounts:shop', 'system:authenticated'],
  ],
])('the groups that come with the name: %s', (_title, who, groups) =>
  expect(asked(access(who, { cannot: ['get /api'] })).map((read) => read.groups)).toEqual([groups]),
);

// https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris : its URL is the beginning of those inside of it
test('a namespace by its name is asked for inside of it, as the API server does', () =>
  expect(
    asked(access({ user: 'ada' }, { can: ['get list namespaces named shop'] })).map(({ action }) => action),
  ).toEqual([
    { verb: 'get', group: '', resource: 'namespaces', name: 'shop', namespace: 'shop' },
    { verb: 'list', group: '', resource: 'namespaces', name: 'shop' },
  ]));

test('the cluster is asked as a whole without a namespace', () =>
  expect(asked(access({ group: 'dev' }, { can: ['* *'] })).map(({ action }) => action)).toEqual([
    { verb: '*', group: '*', resource: '*' },
  ]));

test.each([
  ['get pods in shop', 'kubectl auth can-i get pods -n shop'],
  ['get configmaps named notes in shop', 'kubectl auth can-i get configmaps/notes -n shop'],
  ['update deployments/scale in shop', 'kubectl auth can-i update deployments.apps --subresource=scale -n shop'],
  ['list nodes', 'kubectl auth can-i list nodes --all-namespaces'],
  ['* *', "kubectl auth can-i '*' '*' --all-namespaces"],
  ['get /healthz', 'kubectl auth can-i get /healthz'],
])('to look at %j oneself: %s', (line, command) => {
  const [issue] = issuesOf(judge(access({ user: 'ada' }, { can: [line] })));
  expect(issue?.code === 'access_denied' ? issue.command : '').toBe(`${command} --as=ada`);
});

test('to look at what a group may oneself', () => {
  const [issue] = issuesOf(judge(access({ user: 'ada', groups: ['dev'] }, { can: ['list nodes'] })));
  expect(issue?.code === 'access_denied' ? issue.command : '').toBe(
    'kubectl auth can-i list nodes --all-namespaces --as=ada --as-group=dev',
  );
});

test('what is told', () =>
  expect(issuesOf(judge(access(quiet, { cannot: ['get secrets in back'] }), allowed))).toEqual([
    {
      code: 'access_too_wide',
      subject: 'service account quiet in shop',
      permission: 'get secrets in backroom',
      reason: '',
      command: 'kubectl auth can-i get secrets -n backroom --as=system:serviceaccount:shop:quiet',
      isMoving: false,
    },
  ]));

test('what comes nearest to allowing it', () => {
  const [issue] = issuesOf(judge(access(quiet, { can: ['get pods in back'] }), { objects: [...shop, ...inShop] }));
  expect(issue?.code === 'access_denied' && issue.because).toEqual({ why: 'not_bound', boundIn: ['shop'] });
});

test('the API server says no although a binding allows it', () => {
  const [issue] = issuesOf(judge(access(quiet, { can: ['get pods in shop'] }), { objects: [...shop, ...inShop] }));
  expect(issue?.code === 'access_denied' && issue.although).toEqual({
    binding: { kind: 'RoleBinding', name: 'all', namespace: 'shop' },
    role: { kind: 'ClusterRole', name: 'all' },
    rule: { verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [], nonResourceURLs: [] },
  });
});

test('the API server says yes although no rule does', () => {
  const [issue] = issuesOf(judge(access(quiet, { cannot: ['get pods in shop'] }), yes));
  const outcome = judge(access(quiet, { can: ['get pods in shop'] }), yes);
  const evidence = outcome.finding === 'holds' ? outcome.evidence : [];
  expect([issue, ...evidence].map((one) => one !== undefined && 'rulesDisagree' in one && one.rulesDisagree)).toEqual([
    true,
    true,
  ]);
});

test('Secrets are not read to learn who may read them', () => {
  const lab = labOf([{ id: 'task', checks: [access(quiet, { can: ['get secrets in shop'] })] }]);
  expect(Object.keys(snapshotFor(lab, { record }).answers).filter((key) => key.includes('Secret'))).toEqual([]);
});
