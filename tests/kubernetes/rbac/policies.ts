import fc from 'fast-check';
import type { Json, JsonObject } from '../../../src/kubernetes/json.ts';
import { valueAt } from '../../../src/kubernetes/json.ts';
import type { KubeObject } from '../../../src/kubernetes/kube-object.ts';
import type { Requester } from '../../../src/kubernetes/rbac/policy.ts';
import type { Action } from '../../../src/kubernetes/rbac/rule.ts';

/** Objects of one generated policy, named after its number so that policies do not meet, and questions about it. */
export interface GeneratedCase {
  readonly objects: readonly KubeObject[];
  readonly questions: readonly { readonly requester: Requester; readonly action: Action }[];
}

/** Label of everything made here, so that it can be removed at once. */
export const madeHere = 'rbac-engine-test';
export const namespaces = ['rbac-a', 'rbac-b'] as const;
const resources = [
  ['', 'pods'],
  ['', 'secrets'],
  ['', 'configmaps'],
  ['apps', 'deployments'],
] as const;
const subresources = ['log', 'scale', 'status'] as const;
const verbs = ['get', 'list', 'create', 'delete'] as const;
const names = ['one', 'two'] as const;
const paths = ['/healthz', '/metrics', '/metrics/cadvisor'] as const;

/** Policies, and questions that aim at one of their rules and then miss it by one part or by none. */
export function caseOf(index: number): fc.Arbitrary<GeneratedCase> {
  const id = `p${index}`;
  return fc
    .record({
      role: fc.array(resourceRule, { minLength: 1, maxLength: 2 }),
      clusterRole: fc.array(fc.oneof(resourceRule, { weight: 2, arbitrary: pathRule }), { minLength: 1, maxLength: 2 }),
      part: fc.array(resourceRule, { minLength: 1, maxLength: 2 }),
      isAggregated: fc.constantFrom(true, false, false),
      bindings: fc.array(binding(id), { minLength: 1, maxLength: 2 }),
      aims: fc.array(aim, { minLength: 6, maxLength: 6 }),
    })
    .map((one) => {
      const bindings = one.bindings.map((made, number) => made(number));
      const rulesByRole: Readonly<Record<string, readonly JsonObject[]>> = {
        [`${id}-role`]: one.role,
        [`${id}-cluster`]: one.isAggregated ? one.part : one.clusterRole,
        [`${id}-part`]: one.part,
      };
      const aggregated = { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { part: id } }] } };
      return {
        objects: [
          rbac('Role', `${id}-role`, 'rbac-a', { rules: one.role }),
          rbac('ClusterRole', `${id}-cluster`, undefined, one.isAggregated ? aggregated : { rules: one.clusterRole }),
          rbac('ClusterRole', `${id}-part`, undefined, { rules: one.part }, { part: id }),
          ...bindings,
        ],
        questions: one.aims.map((taken) => questionAimedAt(bindings, rulesByRole, taken)),
      };
    });
}

/** Some oftener than others, so that each decides often enough. */
const misses = [
  ...(['verb', 'group', 'group', 'group', 'resource', 'subresource', 'name', 'name', 'name', 'name'] as const),
  ...(['namespace', 'requester', 'path'] as const),
] as const;

/** Numbers to choose with, and the part of the question by which it misses. */
interface Aim {
  readonly pick: readonly [number, number, number, number, number];
  readonly other: number;
  readonly miss: (typeof misses)[number] | 'nothing';
}
const aim: fc.Arbitrary<Aim> = fc.record({
  pick: fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat(), fc.nat()),
  other: fc.nat(),
  miss: fc.oneof(
    { weight: 1, arbitrary: fc.constant('nothing' as const) },
    { weight: 2, arbitrary: fc.constantFrom(...misses) },
  ),
});

const choose = <T>(values: readonly T[], number: number): T => values[number % values.length] as T; // values is not empty
const concrete = (values: readonly string[], all: readonly string[], number: number): string => {
  const value = choose(values, number);
  return value === '*' ? choose(all, number >> 3) : value;
};
const listOf = (rule: JsonObject, field: string): readonly string[] => {
  const values = rule[field];
  return Array.isArray(values) ? values.map(String) : [];
};

function questionAimedAt(
  bindings: readonly KubeObject[],
  rulesByRole: Readonly<Record<string, readonly JsonObject[]>>,
  { pick, other, miss }: Aim,
): GeneratedCase['questions'][number] {
  const aimed = choose(bindings, pick[0]);
  const rule = choose(
    rulesByRole[String(valueAt(aimed, 'roleRef', 'name'))] ?? Object.values(rulesByRole).flat(),
    pick[1],
  );
  const requester = requesterOf(valueAt(aimed, 'subjects', 0), miss === 'requester', other);
  const action =
    listOf(rule, 'nonResourceURLs').length > 0
      ? pathAction(rule, pick, other, miss)
      : resourceAction(rule, aimed, pick, other, miss);
  return { requester, action };
}

function pathAction(rule: JsonObject, pick: Aim['pick'], other: number, miss: Aim['miss']): Action {
  const allowed = choose(listOf(rule, 'nonResourceURLs'), pick[2]);
  const aimed = allowed === '*' ? choose(paths, other) : allowed.replace(/\*$/, 'more');
  return {
    verb: miss === 'verb' ? choose(['get', 'post'], other) : concrete(listOf(rule, 'verbs'), ['get', 'post'], pick[3]),
    path: miss === 'path' ? choose(paths, other) : aimed,
  };
}

function resourceAction(
  rule: JsonObject,
  aimed: KubeObject,
  pick: Aim['pick'],
  other: number,
  miss: Aim['miss'],
): Action {
  const [plural = '', sub] = choose(listOf(rule, 'resources'), pick[2]).split('/');
  const given = listOf(rule, 'resourceNames');
  const subresource =
    miss === 'subresource'
      ? choose([...subresources, undefined], other)
      : sub === '*'
        ? choose(subresources, other)
        : sub;
  const name =
    miss === 'name' ? choose([...names, undefined], other) : given.length > 0 ? choose(given, pick[4]) : undefined;
  const namespace =
    miss === 'namespace'
      ? choose([...namespaces, undefined], other)
      : (aimed.metadata.namespace ?? choose([...namespaces, undefined], pick[4]));
  return {
    verb: miss === 'verb' ? choose(verbs, other) : concrete(listOf(rule, 'verbs'), verbs, pick[3]),
    group:
      miss === 'group'
        ? choose(['', 'apps', 'batch'], other)
        : concrete(listOf(rule, 'apiGroups'), ['', 'apps', 'batch'], pick[4]),
    resource: miss === 'resource' || plural === '*' ? choose(resources, other)[1] : plural,
    ...(subresource === undefined ? {} : { subresource }),
    ...(name === undefined ? {} : { name }),
    ...(namespace === undefined ? {} : { namespace }),
  };
}

function requesterOf(subject: Json | undefined, isOther: boolean, number: number): Requester {
  const { kind, name, namespace } = subject as {
    readonly kind: string;
    readonly name: string;
    readonly namespace?: string;
  }; // made by binding()
  const everybody = ['system:authenticated'];
  if (isOther) return { user: `${name}-${number % 3}`, groups: everybody };
  if (kind === 'Group') return { user: 'somebody', groups: [name, ...everybody] };
  if (kind === 'User') return { user: name, groups: everybody };
  return {
    user: `system:serviceaccount:${namespace}:${name}`,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, ...everybody],
  };
}

const some = <T>(values: readonly T[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });
const orStar = (values: readonly string[]) =>
  fc.oneof({ weight: 4, arbitrary: some(values) }, { weight: 1, arbitrary: fc.constant(['*']) });

const resourceRule: fc.Arbitrary<JsonObject> = fc
  .record({
    verbs: orStar(verbs),
    apiGroups: orStar(['', 'apps']),
    resources: fc.oneof(
      { weight: 4, arbitrary: some(resources.map(([, resource]) => resource)) },
      { weight: 1, arbitrary: fc.constant(['*']) },
      {
        weight: 2,
        arbitrary: some(resources.flatMap(([, resource]) => subresources.map((sub) => `${resource}/${sub}`))),
      },
      { weight: 1, arbitrary: some(subresources.map((sub) => `*/${sub}`)) },
      { weight: 1, arbitrary: some(resources.map(([, resource]) => `${resource}/*`)) },
    ),
    resourceNames: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 2, arbitrary: some(names) }),
  })
  .map(({ resourceNames, ...rule }) => (resourceNames.length === 0 ? rule : { ...rule, resourceNames }));

const pathRule: fc.Arbitrary<JsonObject> = fc.record({
  verbs: orStar(['get', 'post']),
  nonResourceURLs: fc.oneof(some([...paths, '/metrics*', '/metrics/*', '*']), some(['/metrics*', '/metrics/*'])),
});

/** Bindings of every kind to every subject, some of them to a role that does not exist. */
function binding(id: string): fc.Arbitrary<(number: number) => KubeObject> {
  const subjects = fc.constantFrom<JsonObject>(
    { kind: 'User', name: `${id}-user`, apiGroup: 'rbac.authorization.k8s.io' },
    { kind: 'Group', name: `${id}-group`, apiGroup: 'rbac.authorization.k8s.io' },
    { kind: 'ServiceAccount', name: `${id}-bot`, namespace: 'rbac-a' },
    { kind: 'ServiceAccount', name: `${id}-bot`, namespace: 'rbac-b' },
    { kind: 'User', name: `system:serviceaccount:rbac-a:${id}-bot`, apiGroup: 'rbac.authorization.k8s.io' },
  );
  const roleRef = fc.constantFrom(
    ...[`${id}-role`, `${id}-nothing`].map((name) => ({ kind: 'Role', name })),
    ...[`${id}-cluster`, `${id}-cluster`, `${id}-part`, `${id}-none`].map((name) => ({ kind: 'ClusterRole', name })),
  );
  return fc
    .record({ subject: subjects, role: roleRef, namespace: fc.constantFrom(...namespaces, undefined) })
    .map(({ subject, role, namespace }) => (number) => {
      const body = { subjects: [subject], roleRef: { apiGroup: 'rbac.authorization.k8s.io', ...role } };
      return namespace === undefined && role.kind === 'ClusterRole'
        ? rbac('ClusterRoleBinding', `${id}-${number}`, undefined, body)
        : rbac('RoleBinding', `${id}-${number}`, namespace ?? 'rbac-a', body);
    });
}

function rbac(
  kind: string,
  name: string,
  namespace: string | undefined,
  body: JsonObject,
  labels?: Record<string, string>,
): KubeObject {
  const metadata = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    labels: { ...labels, [madeHere]: 'yes' },
  };
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind, metadata, ...body };
}
