import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/kubernetes/json.ts';
import type { KubeObject } from '../../../src/kubernetes/kube-object.ts';
import type { RbacDecision } from '../../../src/kubernetes/rbac/decide.ts';
import { decide } from '../../../src/kubernetes/rbac/decide.ts';
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
    { why: 'not_bound', boundIn: [] },
  ],
])('%s', (_title, decision, reason) => expect(because(decision)).toEqual(reason));
