import type { Json, JsonObject } from '../../../src/kubernetes/json.ts';
import { isJsonObject } from '../../../src/kubernetes/json.ts';
import type { KubeObject } from '../../../src/kubernetes/kube-object.ts';
import type { RbacPolicy, Requester } from '../../../src/kubernetes/rbac/policy.ts';

/** The policy and requester as an evaluator would see them that does not know one feature of RBAC. */
export interface Lessened {
  readonly policy: RbacPolicy;
  readonly requester: (requester: Requester) => Requester;
}

const same = (requester: Requester): Requester => requester;
const withRules =
  (change: (rule: JsonObject) => JsonObject) =>
  (policy: RbacPolicy): Lessened => ({
    policy: {
      ...policy,
      roles: policy.roles.map((role) => changedRules(role, change)),
      clusterRoles: policy.clusterRoles.map((role) => changedRules(role, change)),
    },
    requester: same,
  });
const changedRules = (role: KubeObject, change: (rule: JsonObject) => JsonObject): KubeObject => ({
  ...role,
  rules: (Array.isArray(role.rules) ? role.rules : []).filter(isJsonObject).map(change),
});
const without = (field: string, drop: (value: string) => boolean) =>
  withRules((rule) => ({ ...rule, [field]: list(rule[field]).filter((value) => !drop(String(value))) }));
const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
const bindingsTo =
  (drop: (subject: JsonObject) => boolean) =>
  (policy: RbacPolicy): Lessened => {
    const kept = (binding: KubeObject): KubeObject => ({
      ...binding,
      subjects: list(binding.subjects).filter((subject) => isJsonObject(subject) && !drop(subject)),
    });
    return {
      policy: {
        ...policy,
        roleBindings: policy.roleBindings.map(kept),
        clusterRoleBindings: policy.clusterRoleBindings.map(kept),
      },
      requester: same,
    };
  };

/** Each feature of RBAC, taken away. */
export const ablations: Readonly<Record<string, (policy: RbacPolicy) => Lessened>> = {
  'the verb *': without('verbs', (verb) => verb === '*'),
  'the group *': without('apiGroups', (group) => group === '*'),
  'the resource *': without('resources', (resource) => resource === '*'),
  'subresources by name': without('resources', (resource) => /^[a-z]+\/[a-z]+$/.test(resource)),
  'a subresource of all resources': without('resources', (resource) => resource.startsWith('*/')),
  'API groups': withRules((rule) => (rule.apiGroups === undefined ? rule : { ...rule, apiGroups: ['*'] })),
  'resource names': withRules(({ resourceNames: _, ...rule }) => rule),
  'URLs that are no resources': without('nonResourceURLs', () => true),
  'URLs that end in a star': without('nonResourceURLs', (url) => url.endsWith('*')),
  users: bindingsTo(({ kind }) => kind === 'User'),
  groups: bindingsTo(({ kind }) => kind === 'Group'),
  'service accounts': bindingsTo(({ kind }) => kind === 'ServiceAccount'),
  'the namespace of a service account': (policy) => {
    const moved = (binding: KubeObject): KubeObject => ({
      ...binding,
      subjects: list(binding.subjects).map((subject) =>
        isJsonObject(subject) && subject.kind === 'ServiceAccount' ? { ...subject, namespace: 'rbac-a' } : subject,
      ),
    });
    return {
      policy: {
        ...policy,
        roleBindings: policy.roleBindings.map(moved),
        clusterRoleBindings: policy.clusterRoleBindings.map(moved),
      },
      requester: same,
    };
  },
  'cluster role bindings': (policy) => ({ policy: { ...policy, clusterRoleBindings: [] }, requester: same }),
  'role bindings': (policy) => ({ policy: { ...policy, roleBindings: [] }, requester: same }),
  'the namespace of a role binding': (policy) => {
    const wide = policy.roleBindings.filter(
      (binding) => isJsonObject(binding.roleRef) && binding.roleRef.kind === 'ClusterRole',
    );
    const everywhere = wide.map((binding): KubeObject => {
      const { namespace: _, ...metadata } = binding.metadata;
      return { ...binding, metadata: metadata as KubeObject['metadata'] }; // the name is still there
    });
    return {
      policy: { ...policy, clusterRoleBindings: [...policy.clusterRoleBindings, ...everywhere] },
      requester: same,
    };
  },
  aggregation: (policy) => ({
    policy: {
      ...policy,
      clusterRoles: policy.clusterRoles.map((role) =>
        role.aggregationRule === undefined ? role : { ...role, rules: [] },
      ),
    },
    requester: same,
  }),
  'roles that do not exist': (policy) => ({
    policy: {
      ...policy,
      clusterRoles: [...policy.clusterRoles, ...missingClusterRoles(policy)],
    },
    requester: same,
  }),
};

/** As if a binding to nothing gave everything. */
function missingClusterRoles(policy: RbacPolicy): readonly KubeObject[] {
  const everything = [
    { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
    { verbs: ['*'], nonResourceURLs: ['*'] },
  ];
  return [...policy.roleBindings, ...policy.clusterRoleBindings]
    .map((binding) => (isJsonObject(binding.roleRef) ? binding.roleRef : {}))
    .filter(
      ({ kind, name }) => kind === 'ClusterRole' && !policy.clusterRoles.some(({ metadata }) => metadata.name === name),
    )
    .map(({ name }) => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: String(name) },
      rules: everything,
    }));
}
