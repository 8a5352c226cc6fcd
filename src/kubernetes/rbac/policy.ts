import { isJsonObject, valueAt } from '../json.ts';
import type { KubeObject, ObjectRef } from '../kube-object.ts';
import { labelsOf, refOf } from '../kube-object.ts';
import { matchesSelector } from '../label-selector.ts';
import { mappingsAt } from '../pod-template.ts';
import type { Rule } from './rule.ts';
import { rulesOf } from './rule.ts';

/** Everything that RBAC decides by. */
export interface RbacPolicy {
  readonly roles: readonly KubeObject[];
  readonly clusterRoles: readonly KubeObject[];
  readonly roleBindings: readonly KubeObject[];
  readonly clusterRoleBindings: readonly KubeObject[];
}

/** Who acts: a user name with all groups, the implied ones included. */
export interface Requester {
  readonly user: string;
  readonly groups: readonly string[];
}

/** A binding that names the requester, and the rules it gives. */
export interface BoundRules {
  readonly binding: ObjectRef;
  /** Where the rules count; absent: everywhere, cluster-wide included. */
  readonly namespace?: string;
  readonly role: ObjectRef;
  /** Absent: the role that the binding speaks of does not exist. */
  readonly rules?: readonly Rule[];
}

/** Every binding that names the requester, cluster-wide ones first. */
export function boundRules(policy: RbacPolicy, requester: Requester): readonly BoundRules[] {
  return [...policy.clusterRoleBindings, ...policy.roleBindings]
    .filter((binding) => mappingsAt(binding, 'subjects').some((subject) => isRequester(subject, requester)))
    .map((binding) => {
      const namespace = binding.metadata.namespace;
      const role = roleRefOf(binding);
      const rules = rulesBehind(policy, role);
      return {
        ...{ binding: refOf(binding), role },
        ...(namespace === undefined ? {} : { namespace }),
        ...(rules === undefined ? {} : { rules }),
      };
    });
}

function isRequester(subject: ReturnType<typeof mappingsAt>[number], { user, groups }: Requester): boolean {
  switch (subject.kind) {
    case 'User':
      return subject.name === user;
    case 'Group':
      return groups.includes(String(subject.name));
    case 'ServiceAccount':
      return user === `system:serviceaccount:${String(subject.namespace)}:${String(subject.name)}`;
    default:
      return false;
  }
}

/** A Role is looked for in the binding's own namespace. */
function roleRefOf(binding: KubeObject): ObjectRef {
  const [kind, name] = ['kind', 'name'].map((field) => String(valueAt(binding, 'roleRef', field)));
  const namespace = kind === 'Role' ? binding.metadata.namespace : undefined;
  return { kind: kind ?? '', name: name ?? '', ...(namespace === undefined ? {} : { namespace }) };
}

function rulesBehind(policy: RbacPolicy, role: ObjectRef): readonly Rule[] | undefined {
  if (role.kind === 'Role') {
    const found = policy.roles.find(
      ({ metadata }) => metadata.name === role.name && metadata.namespace === role.namespace,
    );
    return found === undefined ? undefined : rulesOf(found.rules);
  }
  const found = policy.clusterRoles.find(({ metadata }) => metadata.name === role.name);
  return found === undefined ? undefined : rulesOfClusterRole(policy, found);
}

/**
 * A ClusterRole with an aggregation rule has the rules of all ClusterRoles that one of its selectors matches.
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles
 */
function rulesOfClusterRole(policy: RbacPolicy, role: KubeObject): readonly Rule[] {
  const aggregation = role.aggregationRule;
  if (!isJsonObject(aggregation)) return rulesOf(role.rules);
  const selectors = mappingsAt(aggregation, 'clusterRoleSelectors');
  return policy.clusterRoles
    .filter(({ metadata }) => metadata.name !== role.metadata.name)
    .filter((other) => selectors.some((selector) => matchesSelector(labelsOf(other), selector)))
    .flatMap((other) => rulesOf(other.rules));
}
