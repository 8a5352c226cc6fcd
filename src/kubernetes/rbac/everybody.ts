import { labelsOf } from '../kube-object.ts';
import type { PlacedRules } from './excess.ts';
import type { RbacPolicy } from './policy.ts';
import { boundRules } from './policy.ts';

/** Rules that a group has which everybody is in, every account, or who has not logged in. */
export interface EverybodysRules extends PlacedRules {
  readonly group: string;
}

const groups = ['system:authenticated', 'system:serviceaccounts', 'system:unauthenticated'];

/** What everybody may do, by each binding. https://kubernetes.io/docs/reference/access-authn-authz/rbac/#discovery-roles */
export const rulesOfEverybody = (policy: RbacPolicy): readonly EverybodysRules[] =>
  groups.flatMap((group) =>
    boundRules(policy, { user: '', groups: [group] }).map(({ namespace, rules = [] }) => ({
      ...{ group, rules },
      ...(namespace === undefined ? {} : { namespace }),
    })),
  );

/** The bindings to everybody that the API server makes by itself, as long as they are its own. */
export const defaultRulesOfEverybody = (policy: RbacPolicy): readonly EverybodysRules[] =>
  rulesOfEverybody({
    ...policy,
    roleBindings: [],
    clusterRoleBindings: policy.clusterRoleBindings.filter(
      (binding) =>
        ownBindings.includes(binding.metadata.name) &&
        labelsOf(binding)['kubernetes.io/bootstrapping'] === 'rbac-defaults',
    ),
  });

const ownBindings = [
  ...['system:basic-user', 'system:discovery', 'system:public-info-viewer'],
  'system:service-account-issuer-discovery',
];
