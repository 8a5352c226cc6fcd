import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/kubernetes/json.ts';
import type { KubeObject } from '../../../src/kubernetes/kube-object.ts';
import type { Excess, PlacedRules } from '../../../src/kubernetes/rbac/excess.ts';
import { excessOf } from '../../../src/kubernetes/rbac/excess.ts';
import { knownResources } from '../../../src/kubernetes/rbac/known-resources.ts';
import type { RbacPolicy } from '../../../src/kubernetes/rbac/policy.ts';
import type { Action } from '../../../src/kubernetes/rbac/rule.ts';
import { rulesOf } from '../../../src/kubernetes/rbac/rule.ts';
import { testRows } from '../../checks/test-rows.ts';
import { servedResources } from '../../fixtures/served-resources.ts';

/** What a rule gives: https://kubernetes.io/docs/reference/access-authn-authz/rbac/ ; that it is really given is an integration test. */
const known = knownResources(servedResources);
const bot = { user: 'bot', groups: ['system:authenticated'] };
const rule = (verbs: string, resources: string, more: JsonObject = {}): JsonObject => ({
  ...{ verbs: verbs.split(' '), apiGroups: [''], resources: resources.split(' ') },
  ...more,
});
const readsPods = rule('get list watch', 'pods');
const inShop: PlacedRules = { namespace: 'shop', rules: rulesOf([readsPods]) };

interface Bound {
  readonly rule: JsonObject;
  /** `*`: by a ClusterRoleBinding. */
  readonly in?: string;
}

function policyOf(bound: readonly Bound[]): RbacPolicy {
  const metadata = (index: number) => ({ name: `role-${index}` });
  const roleRef = (index: number) => ({ kind: 'ClusterRole', name: `role-${index}` });
  const binding = (place: string | undefined, index: number): KubeObject => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: place === '*' ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { name: `binding-${index}`, ...(place === '*' ? {} : { namespace: place ?? 'shop' }) },
    ...{ roleRef: roleRef(index), subjects: [{ kind: 'User', name: 'bot' }] },
  });
  const bindings = bound.map((one, index) => binding(one.in, index));
  return {
    roles: [],
    clusterRoles: bound.map((one, index) => ({
      ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: metadata(index) },
      rules: [one.rule],
    })),
    roleBindings: bindings.filter(({ kind }) => kind === 'RoleBinding'),
    clusterRoleBindings: bindings.filter(({ kind }) => kind === 'ClusterRoleBinding'),
  };
}

const excess = (bound: readonly Bound[], allowed: readonly PlacedRules[] = [inShop]): readonly Excess[] =>
  excessOf(policyOf(bound), bot, known, allowed);

/** `get pods/log named web in shop`. */
function textOf(action: Action): string {
  if ('path' in action) return `${action.verb} ${action.path}`;
  const { verb, group, resource, subresource, name, namespace } = action;
  const what = `${resource}${group === '' ? '' : `.${group}`}${subresource === undefined ? '' : `/${subresource}`}`;
  return [verb, what, ...(name === undefined ? [] : ['named', name]), ...(namespace ? ['in', namespace] : [])].join(
    ' ',
  );
}
const rights = (found: readonly Excess[]): readonly string[] =>
  found.flatMap((one) => one.rights.map(textOf)).toSorted();

const within: readonly (readonly [string, readonly Bound[]])[] = [
  ['nothing', []],
  ['what is allowed', [{ rule: readsPods }]],
  ['less than that', [{ rule: rule('get', 'pods') }]],
  ['it by name', [{ rule: rule('get', 'pods', { resourceNames: ['web'] }) }]],
  ['it in two halves', [{ rule: rule('get', 'pods') }, { rule: rule('list watch', 'pods') }]],
  ['a verb that Pods do not know', [{ rule: rule('get approve use', 'pods') }]],
  ['pods and a star, which means nothing', [{ rule: rule('*', 'pods/*') }]],
  ['no API group', [{ rule: rule('*', 'secrets', { apiGroups: [] }) }]],
  ['an API group that is not there', [{ rule: rule('*', 'deployments', { apiGroups: ['extensions'] }) }]],
  ['everything of one that is not there', [{ rule: rule('*', '*', { apiGroups: ['extensions'] }) }]],
  ['Deployments of the core group', [{ rule: rule('get list', 'pods deployments') }]],
  ['Nodes, in a namespace', [{ rule: rule('*', 'nodes nodes/proxy users') }]],
  ['a URL, in a namespace', [{ rule: { verbs: ['*'], nonResourceURLs: ['*'] } }]],
  ['a URL without its slash', [{ rule: { verbs: ['*'], nonResourceURLs: ['metrics'] }, in: '*' }]],
  ['the namespace of another name', [{ rule: rule('get', 'namespaces', { resourceNames: ['audit'] }) }]],
];
testRows<readonly [string, readonly Bound[]]>(within, (_title, bound) => expect(excess(bound)).toEqual([]), 'within: ');

const beyond: readonly (readonly [string, Bound, ...string[]])[] = [
  ['another verb', { rule: rule('get delete', 'pods') }, 'delete pods in shop'],
  ['another resource', { rule: rule('get', 'secrets') }, 'get secrets in shop'],
  ['a subresource', { rule: rule('create', 'pods/exec') }, 'create pods/exec in shop'],
  ['only verbs that it has', { rule: rule('get list watch', 'pods/log') }, 'get pods/log in shop'],
  [
    'by name',
    { rule: rule('get', 'secrets', { resourceNames: ['a', 'b'] }) },
    'get secrets named a in shop',
    'get secrets named b in shop',
  ],
  ['the empty name', { rule: rule('list', 'secrets', { resourceNames: [''] }) }, 'list secrets in shop'],
  ['in another namespace', { rule: rule('get', 'pods'), in: 'kube-system' }, 'get pods in kube-system'],
  ['in the whole cluster', { rule: rule('get list', 'pods'), in: '*' }, 'get pods', 'list pods'],
  ['the namespace itself', { rule: rule('get list', 'namespaces') }, 'get namespaces named shop in shop'],
  [
    'a verb of its own',
    { rule: rule('escalate bind', 'roles', { apiGroups: ['rbac.authorization.k8s.io'] }) },
    'bind roles.rbac.authorization.k8s.io in shop',
    'escalate roles.rbac.authorization.k8s.io in shop',
  ],
  [
    // https://kubernetes.io/docs/reference/access-authn-authz/rbac/#restrictions-on-role-binding-creation-or-update
    'a ClusterRole to bind in the namespace',
    {
      rule: rule('bind escalate get', 'clusterroles', {
        apiGroups: ['rbac.authorization.k8s.io'],
        resourceNames: ['admin'],
      }),
    },
    'bind clusterroles.rbac.authorization.k8s.io named admin in shop',
  ],
  ['another user', { rule: rule('impersonate', 'users groups'), in: '*' }, 'impersonate groups', 'impersonate users'],
  [
    // https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
    'what else is known of another user',
    { rule: rule('impersonate', 'userextras/scopes', { apiGroups: ['authentication.k8s.io'] }), in: '*' },
    'impersonate userextras.authentication.k8s.io/scopes',
  ],
  [
    'a signer',
    { rule: rule('approve sign', 'signers', { apiGroups: ['certificates.k8s.io'], resourceNames: ['x'] }), in: '*' },
    'approve signers.certificates.k8s.io named x',
    'sign signers.certificates.k8s.io named x',
  ],
  ['the kubelet', { rule: rule('get', 'nodes/metrics'), in: '*' }, 'get nodes/metrics'],
  ['any group', { rule: rule('get', 'pods', { apiGroups: ['*'] }) }, 'get pods.* in shop'],
  ['any resource', { rule: rule('impersonate', '*') }, 'impersonate * in shop', 'impersonate serviceaccounts in shop'],
  ['the logs of a group’s resources', { rule: rule('get', '*/log') }, 'get pods/log in shop'],
  [
    'a URL',
    { rule: { verbs: ['get'], nonResourceURLs: ['/metrics', '/logs/*'] }, in: '*' },
    'get /logs/*',
    'get /metrics',
  ],
  [
    'any method',
    { rule: { verbs: ['*'], nonResourceURLs: ['/x'] }, in: '*' },
    ...['delete', 'get', 'head', 'options', 'patch', 'post', 'put'].map((verb) => `${verb} /x`),
  ],
];
testRows<readonly [string, Bound, ...string[]]>(
  beyond,
  (_title, bound, ...wanted) => expect(rights(excess([bound]))).toEqual(wanted),
  'beyond: ',
);

test('any verb means those that there are', () =>
  expect(rights(excess([{ rule: rule('*', 'pods') }]))).toEqual(
    ['create', 'delete', 'deletecollection', 'patch', 'update'].map((verb) => `${verb} pods in shop`),
  ));

const namedSettings = (name: string | undefined): PlacedRules => ({
  namespace: 'shop',
  rules: rulesOf([rule('get', 'configmaps', name === undefined ? {} : { resourceNames: [name] })]),
});
testRows<readonly [string, Bound, PlacedRules, ...string[]]>(
  [
    ['any name, where one is', { rule: rule('get', 'configmaps') }, namedSettings('a'), 'get configmaps in shop'],
    [
      'one name, where another is',
      { rule: rule('get', 'configmaps', { resourceNames: ['a', 'b'] }) },
      namedSettings('a'),
      'get configmaps named b in shop',
    ],
    ['one name, where any is', { rule: rule('get', 'configmaps', { resourceNames: ['a'] }) }, namedSettings(undefined)],
    ['one place, where every place is', { rule: readsPods }, { rules: rulesOf([readsPods]) }],
    ['every place, where every place is', { rule: readsPods, in: '*' }, { rules: rulesOf([readsPods]) }],
    [
      'everything, where everything is',
      { rule: rule('*', '*', { apiGroups: ['*'] }), in: '*' },
      { rules: rulesOf([rule('*', '*', { apiGroups: ['*'] })]) },
    ],
    [
      'a path below one with a star',
      { rule: { verbs: ['get'], nonResourceURLs: ['/api/v1', '/api/*'] }, in: '*' },
      { rules: rulesOf([{ verbs: ['get'], nonResourceURLs: ['/api*'] }]) },
    ],
    [
      'a star, where one path is',
      { rule: { verbs: ['get'], nonResourceURLs: ['/api*'] }, in: '*' },
      { rules: rulesOf([{ verbs: ['get'], nonResourceURLs: ['/api'] }]) },
      'get /api*',
    ],
  ],
  (_title, bound, allowed, ...wanted) => expect(rights(excess([bound], [allowed]))).toEqual(wanted),
  'allowed and given: ',
);

test('which rule of which binding, and that it is only in the wrong place', () => {
  const bound = [{ rule: readsPods, in: '*' }, { rule: rule('get delete', 'pods') }];
  expect(excess(bound).map(({ by, isMisplaced }) => [by?.bound.binding, by?.rule.verbs, isMisplaced])).toEqual([
    [{ kind: 'ClusterRoleBinding', name: 'binding-0' }, ['get', 'list', 'watch'], true],
    [{ kind: 'RoleBinding', name: 'binding-1', namespace: 'shop' }, ['get', 'delete'], false],
  ]);
});

test('the group system:masters needs no rule', () =>
  expect(excessOf(policyOf([]), { user: 'root', groups: ['system:masters'] }, known, [inShop])).toEqual([
    { rights: [{ verb: '*', group: '*', resource: '*' }], isMisplaced: false },
  ]));
