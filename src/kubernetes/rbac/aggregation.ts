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
 * some out; the same of one of these, which may be aggregated as well.
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles
 */
export const isAggregationPending = (role: KubeObject, policy: RbacPolicy): boolean =>
  gatheredBy(role, policy).some((one) => isBehind(one, policy));

/** A ClusterRole, those that it gathers the rules of, and those that these do. */
function gatheredBy(role: KubeObject, policy: RbacPolicy): readonly KubeObject[] {
  const gathered = new Set([role]);
  for (const one of gathered) for (const part of partsOf(one, policy)) gathered.add(part); // goes on over what is added
  return [...gathered];
}

function isBehind(role: KubeObject, policy: RbacPolicy): boolean {
  if (!isJsonObject(role.aggregationRule)) return false;
  const wanted = partsOf(role, policy).flatMap((part) => mappingsAt(part, 'rules'));
  const written = mappingsAt(role, 'rules');
  return !isAllIn(wanted, written) || !isAllIn(written, wanted);
}

function partsOf({ aggregationRule, metadata }: KubeObject, { clusterRoles }: RbacPolicy): readonly KubeObject[] {
  if (!isJsonObject(aggregationRule)) return [];
  const selectors = mappingsAt(aggregationRule, 'clusterRoleSelectors');
  return clusterRoles
    .filter((other) => other.metadata.name !== metadata.name)
    .filter((other) => selectors.some((selector) => matchesSelector(labelsOf(other), selector)));
}

const isAllIn = (rules: readonly JsonObject[], others: readonly JsonObject[]): boolean =>
  rules.every((rule) => others.some((other) => isSameJson(rule, other)));
