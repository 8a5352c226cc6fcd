import type { JsonObject } from '../json.ts';
import { isJsonObject, isSameJson } from '../json.ts';
import type { KubeObject } from '../kube-object.ts';
import { labelsOf } from '../kube-object.ts';
import { matchesSelector } from '../label-selector.ts';
import { mappingsAt } from '../pod-template.ts';
import type { RbacPolicy, Requester } from './policy.ts';
import { boundRules, roleNamed } from './policy.ts';

/** Some ClusterRole that is bound to the requester is about to change by itself. */
export const isAggregating = (policy: RbacPolicy, requester: Requester): boolean =>
  boundRules(policy, requester).some(({ role }) => {
    const object = roleNamed(policy, role);
    return object !== undefined && isAggregationPending(object, policy);
  });

/**
 * A controller has yet to write into an aggregated ClusterRole the rules of those that its selectors match, or to take
 * some out. https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles
 */
export function isAggregationPending(role: KubeObject, { clusterRoles }: RbacPolicy): boolean {
  if (!isJsonObject(role.aggregationRule)) return false;
  const selectors = mappingsAt(role.aggregationRule, 'clusterRoleSelectors');
  const wanted = clusterRoles
    .filter(({ metadata }) => metadata.name !== role.metadata.name)
    .filter((other) => selectors.some((selector) => matchesSelector(labelsOf(other), selector)))
    .flatMap((other) => mappingsAt(other, 'rules'));
  const written = mappingsAt(role, 'rules');
  return !isAllIn(wanted, written) || !isAllIn(written, wanted);
}

const isAllIn = (rules: readonly JsonObject[], others: readonly JsonObject[]): boolean =>
  rules.every((rule) => others.some((other) => isSameJson(rule, other)));
