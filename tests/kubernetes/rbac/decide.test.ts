import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/kubernetes/json.ts';
import type { KubeObject } from '../../../src/kubernetes/kube-object.ts';
import type { RbacDecision } from '../../../src/kubernetes/rbac/decide.ts';
import { decide } from '../../../src/kubernetes/rbac/decide.ts';
import type { RbacPolicy, Requester } from '../../../src/kubernetes/rbac/policy.ts';
import type { Action } from '../../../src/kubernetes/rbac/rule.ts';

/** Rules from https://kubernetes.io/docs/reference/access-authn-authz/rbac/ ; agreement with the API server is an integration test. */
const rbac = (kind: string, name: string, namespace: string | undefined, body: JsonObject): KubeObject => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  ...body,
});
const jane = { user: 'jane', groups: ['system:authenticated'] };
const listPods: Action = { verb: 'list', group: '', resource: 'pods', namespace: 'shop' };
const pods = { verbs: ['list'], apiGroups: [''], resources: ['pods'] };
const role = { kind: 'Role', name: 'reader', namespace: 'shop' };
const binding = { kind: 'RoleBinding', name: 'readers', namespace: 'shop' };

function decideWith(rule: JsonObject | undefined, namespace = 'shop', requester = jane): RbacDecision {
  const subjects = [{ kind: 'User', name: 'jane' }];
  const roleRef = { kind: 'Role', name: 'reader' };
  const policy = {
    roles: rule === undefined ? [] : [rbac('Role', 'reader', namespace, { rules: [rule] })],
    clusterRoles: [rbac('ClusterRole', 'system:basic-user', undefined, { rules: [] })],
    roleBindings: [rbac('RoleBinding', 'readers', namespace, { subjects, roleRef })],
    clusterRoleBindings: [
      rbac('ClusterRoleBinding', 'system:basic-user', undefined, {
        subjects: [{ kind: 'Group', name: 'system:authenticated' }],
        roleRef: { kind: 'ClusterRole', name: 'system:basic-user' },
      }),
    ],
  };
  return decide(policy, requester, listPods);
}

test('what allows', () =>
  expect(decideWith(pods)).toEqual({
    isAllowed: true,
    by: { binding, role, rule: { ...pods, resourceNames: [], nonResourceURLs: [] } },
  }));

test('system:masters may do everything', () =>
  expect(decideWith(undefined, 'shop', { user: 'root', groups: ['system:masters'] })).toEqual({
    isAllowed: true,
    by: {},
  }));

const because = (decision: RbacDecision) => (decision.isAllowed ? 'allowed' : decision.because);

test.each([
  ['another verb', { ...pods, verbs: ['get'] }, 'verb'],
  ['another API group', { ...pods, apiGroups: ['apps'] }, 'group'],
  ['a subresource only', { ...pods, resources: ['pods/log'] }, 'resource'],
  ['some names only', { ...pods, resourceNames: ['web'] }, 'name'],
])('a rule that comes near: %s', (_title, rule, why) => {
  expect(because(decideWith(rule))).toEqual({
    why,
    role,
    rule: { resourceNames: [], nonResourceURLs: [], ...rule },
  });
});

test.each([
  ['a rule about something else', decideWith({ ...pods, resources: ['secrets'] }), { why: 'no_rule', roles: [role] }],
  [
    'a rule that differs in two parts',
    decideWith({ ...pods, verbs: ['get'], apiGroups: ['apps'] }),
    { why: 'no_rule', roles: [role] },
  ],
  ['a role that does not exist', decideWith(undefined), { why: 'role_missing', binding, role }],
  ['a binding in another namespace', decideWith(pods, 'backroom'), { why: 'not_bound', boundIn: ['backroom'] }],
  [
    'somebody else',
    decideWith(pods, 'shop', { user: 'joe', groups: ['system:authenticated'] }),
    { why: 'bound_to_others', binding, role, subjects: [{ kind: 'User', name: 'jane' }] },
  ],
  [
    'somebody else, and a role that would not do either',
    decideWith({ ...pods, verbs: ['get'] }, 'shop', { user: 'joe', groups: ['system:authenticated'] }),
    { why: 'not_bound', boundIn: [] },
  ],
])('%s', (_title, decision, reason) => expect(because(decision)).toEqual(reason));

/** Rules of https://github.com/kubernetes/kubernetes/blob/master/pkg/registry/rbac/validation/rule.go that are easily overlooked. */
interface Small {
  readonly rule?: JsonObject;
  readonly subject?: JsonObject;
  readonly roleRef?: JsonObject;
  /** Absent: a ClusterRoleBinding. */
  readonly boundIn?: string;
}

const smallPolicy = ({ rule = pods, subject, roleRef, boundIn }: Small): RbacPolicy => {
  const body = {
    subjects: [subject ?? { kind: 'User', name: 'jane' }],
    roleRef: roleRef ?? { kind: 'ClusterRole', name: 'reader' },
  };
  return {
    roles: [rbac('Role', 'reader', 'shop', { rules: [rule] })],
    clusterRoles: [
      rbac('ClusterRole', 'reader', undefined, { rules: [rule] }),
      rbac('ClusterRole', 'empty', undefined, { rules: null, aggregationRule: { clusterRoleSelectors: [{}] } }),
      rbac('ClusterRole', 'filled', undefined, { rules: [rule], aggregationRule: { clusterRoleSelectors: [] } }),
    ],
    roleBindings: boundIn === undefined ? [] : [rbac('RoleBinding', 'readers', boundIn, body)],
    clusterRoleBindings: boundIn === undefined ? [rbac('ClusterRoleBinding', 'readers', undefined, body)] : [],
  };
};
const bot = { user: 'system:serviceaccount:shop:bot', groups: [] };
const account = { kind: 'ServiceAccount', name: 'bot' };

test.each<readonly [string, Small, Action, Requester, boolean]>([
  ['an account without a namespace is of the binding’s', { subject: account, boundIn: 'shop' }, listPods, bot, true],
  ['an account without a namespace, bound everywhere, is nobody', { subject: account }, listPods, bot, false],
  [
    'an account of an empty namespace',
    { subject: { ...account, namespace: '' }, boundIn: 'shop' },
    listPods,
    bot,
    true,
  ],
  ['a user who is called like an account', { subject: { kind: 'User', name: bot.user } }, listPods, bot, true],
  ['a subject of an unknown kind', { subject: { kind: 'Robot', name: 'jane' } }, listPods, jane, false],
  ['a role of an unknown kind', { roleRef: { kind: 'Rule', name: 'reader' } }, listPods, jane, false],
  ['a Role cannot be bound everywhere', { roleRef: { kind: 'Role', name: 'reader' } }, listPods, jane, false],
  ['a Role that was not filled yet', { roleRef: { kind: 'ClusterRole', name: 'empty' } }, listPods, jane, false],
  ['a Role that was filled once', { roleRef: { kind: 'ClusterRole', name: 'filled' } }, listPods, jane, true],
  ['the empty name is none', { rule: { ...pods, resourceNames: [''] } }, listPods, jane, true],
  ['the empty subresource is none', {}, { ...listPods, subresource: '' }, jane, true],
  [
    'a star and no subresource',
    { rule: { ...pods, resources: ['*/'] } },
    { ...listPods, subresource: '' },
    jane,
    false,
  ],
  [
    'a URL in a namespace',
    { rule: { verbs: ['get'], nonResourceURLs: ['*'] }, boundIn: 'shop' },
    { verb: 'get', path: '/x' },
    jane,
    false,
  ],
  [
    'several stars are one',
    { rule: { verbs: ['get'], nonResourceURLs: ['/x**'] } },
    { verb: 'get', path: '/xy' },
    jane,
    true,
  ],
  [
    'a star within is none',
    { rule: { verbs: ['get'], nonResourceURLs: ['/*/y'] } },
    { verb: 'get', path: '/x/y' },
    jane,
    false,
  ],
  ['any URL is no resource', { rule: { verbs: ['*'], nonResourceURLs: ['*'] } }, listPods, jane, false],
  [
    'any resource is no URL',
    { rule: { verbs: ['*'], apiGroups: ['*'], resources: ['*'] } },
    { verb: 'get', path: '/x' },
    jane,
    false,
  ],
])('%s', (_title, small, action, requester, isAllowed) =>
  expect(decide(smallPolicy(small), requester, action).isAllowed).toBe(isAllowed),
);

test('of several bindings to others, that to somebody of the same name', () => {
  const give = (name: string, subject: JsonObject) =>
    rbac('RoleBinding', name, 'shop', { subjects: [subject], roleRef: { kind: 'Role', name: 'reader' } });
  const policy: RbacPolicy = {
    roles: [rbac('Role', 'reader', 'shop', { rules: [pods] })],
    clusterRoles: [],
    roleBindings: [
      give('first', { kind: 'User', name: 'jane' }),
      give('second', { kind: 'ServiceAccount', name: 'bot', namespace: 'default' }),
    ],
    clusterRoleBindings: [],
  };
  const bot: Requester = { user: 'system:serviceaccount:shop:bot', groups: ['system:authenticated'] };
  expect(because(decide(policy, bot, listPods))).toEqual({
    ...{ why: 'bound_to_others', role, binding: { kind: 'RoleBinding', name: 'second', namespace: 'shop' } },
    subjects: [{ kind: 'ServiceAccount', name: 'bot', namespace: 'default' }],
  });
});
