import type { JsonObject } from '../json.ts';
import { valueAt } from '../json.ts';
import type { KubeObject, ObjectRef } from '../kube-object.ts';
import { refOf } from '../kube-object.ts';
import { mappingsAt } from '../pod-template.ts';
import { oncePer } from './once-per.ts';
import type { Rule } from './rule.ts';
import { rulesOf } from './rule.ts';

/** Everything that RBAC decides by. */
export interface RbacPolicy {
  readonly roles: readonly KubeObject[];
  readonly clusterRoles: readonly KubeObject[];
  readonly roleBindings: readonly KubeObject[];
  readonly clusterRoleBindings: readonly KubeObject[];
}

/** A policy from its lists, by kind. */
export const policyFrom = (of: (kind: string) => readonly KubeObject[]): RbacPolicy => ({
  roles: of('Role'),
  clusterRoles: of('ClusterRole'),
  roleBindings: of('RoleBinding'),
  clusterRoleBindings: of('ClusterRoleBinding'),
});

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
  /** The group by which it names the requester; absent where it names the user or account itself. */
  readonly group?: string;
  readonly role: ObjectRef;
  /** Absent: the role that the binding speaks of does not exist. */
  readonly rules?: readonly Rule[];
}

/** Every binding that names the requester, cluster-wide ones first. One policy is asked many questions about the same one. */
export function boundRules(policy: RbacPolicy, requester: Requester): readonly BoundRules[] {
  return boundIn(policy)(requester);
}

const boundIn = oncePer((policy: RbacPolicy) => oncePer((requester: Requester) => findBoundRules(policy, requester)));

function findBoundRules(policy: RbacPolicy, requester: Requester): readonly BoundRules[] {
  return [...policy.clusterRoleBindings, ...policy.roleBindings].flatMap((binding) => {
    const namespace = binding.metadata.namespace;
    const subject = mappingsAt(binding, 'subjects').find((one) => isRequester(one, requester, namespace));
    if (subject === undefined) return [];
    const role = roleRefOf(binding);
    const found = roleNamed(policy, role);
    return [
      {
        ...{ binding: refOf(binding), role },
        ...(namespace === undefined ? {} : { namespace }),
        ...(subject.kind === 'Group' ? { group: String(subject.name) } : {}),
        ...(found === undefined ? {} : { rules: rulesOf(found.rules) }),
      },
    ];
  });
}

/** What a RoleBinding gives to others than the requester, in its namespace. */
export interface OthersRules {
  readonly binding: ObjectRef;
  readonly role: ObjectRef;
  readonly rules: readonly Rule[];
  readonly subjects: readonly ObjectRef[];
}

/** Every RoleBinding of a namespace that does not name the requester, and whose role exists. */
export function rulesOfOthers(policy: RbacPolicy, requester: Requester, namespace: string): readonly OthersRules[] {
  return policy.roleBindings.flatMap((binding) => {
    if (binding.metadata.namespace !== namespace) return [];
    const subjects = mappingsAt(binding, 'subjects');
    if (subjects.some((one) => isRequester(one, requester, namespace))) return [];
    const role = roleRefOf(binding);
    const found = roleNamed(policy, role);
    if (found === undefined) return [];
    return [{ binding: refOf(binding), role, rules: rulesOf(found.rules), subjects: subjects.map(subjectRef) }];

    function subjectRef({ kind, name, namespace: own }: JsonObject): ObjectRef {
      const place = kind === 'ServiceAccount' ? { namespace: String(own || namespace) } : {};
      return { kind: String(kind), name: String(name), ...place };
    }
  });
}

/** An account without a namespace is one of the binding's own. */
function isRequester(subject: JsonObject, { user, groups }: Requester, bindingNamespace: string | undefined): boolean {
  switch (subject.kind) {
    case 'User':
      return subject.name === user;
    case 'Group':
      return groups.includes(String(subject.name));
    case 'ServiceAccount': {
      const namespace = subject.namespace || bindingNamespace;
      return namespace !== undefined && user === `system:serviceaccount:${namespace}:${String(subject.name)}`;
    }
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

/**
 * The Role or ClusterRole that a binding speaks of. Its `rules` count, also where it is aggregated: the authorizer reads
 * what a controller has written there. No other kind gives rights, and a Role gives none cluster-wide.
 */
export function roleNamed(policy: RbacPolicy, { kind, name, namespace }: ObjectRef): KubeObject | undefined {
  const isNamed = ({ metadata }: KubeObject): boolean => metadata.name === name;
  if (kind === 'ClusterRole') return policy.clusterRoles.find(isNamed);
  if (kind !== 'Role') return undefined;
  return policy.roles.find((role) => isNamed(role) && role.metadata.namespace === namespace);
}
