import type { ObjectRef } from '../kube-object.ts';
import type { BoundRules, RbacPolicy, Requester } from './policy.ts';
import { boundRules, rulesOfOthers } from './policy.ts';
import type { Action, Rule } from './rule.ts';
import { allowsGroup, allowsName, allowsResource, allowsVerb, ruleAllows } from './rule.ts';

/** What RBAC says to an action, and which rule says so, or what comes nearest to allowing it. */
export type RbacDecision =
  | { readonly isAllowed: true; readonly by: Grant }
  | { readonly isAllowed: false; readonly because: Denial };

/** The rule that grants: absent where the group system:masters does, which no authorizer is asked about. */
export interface Grant {
  readonly binding?: ObjectRef;
  readonly role?: ObjectRef;
  readonly rule?: Rule;
}

export type Denial =
  /** No binding names the requester where it would count. */
  | { readonly why: 'not_bound'; readonly boundIn: readonly string[] }
  /** A binding speaks of a role that does not exist. */
  | { readonly why: 'role_missing'; readonly binding: ObjectRef; readonly role: ObjectRef }
  /** A rule comes near: all but this part of it fits. */
  | { readonly why: 'verb' | 'group' | 'resource' | 'name'; readonly role: ObjectRef; readonly rule: Rule }
  /** A role would allow it, and its binding names somebody else. */
  | {
      readonly why: 'bound_to_others';
      readonly binding: ObjectRef;
      readonly role: ObjectRef;
      readonly subjects: readonly ObjectRef[];
    }
  | { readonly why: 'no_rule'; readonly roles: readonly ObjectRef[] };

/**
 * Decides as the API server's RBAC authorizer does: allowed when one rule of one binding that counts allows it.
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/
 */
export function decide(policy: RbacPolicy, requester: Requester, action: Action): RbacDecision {
  if (requester.groups.includes('system:masters')) return { isAllowed: true, by: {} };
  const bound = boundRules(policy, requester);
  const counting = bound.filter((one) => counts(one, action));
  for (const { binding, role, rules = [] } of counting) {
    const rule = rules.find((one) => ruleAllows(one, action));
    if (rule !== undefined) return { isAllowed: true, by: { binding, role, rule } };
  }
  const others = boundToOthers(policy, requester, action);
  return { isAllowed: false, because: denial(bound.filter(isOfUsers), counting.filter(isOfUsers), action, others) };
}

/** Every cluster binds its own roles to everybody who is logged in; they explain nothing. */
const isOfUsers = ({ role }: BoundRules): boolean => !role.name.startsWith('system:');

/** A RoleBinding counts in its namespace alone, and never for paths. */
const counts = ({ namespace }: BoundRules, action: Action): boolean =>
  namespace === undefined || (!('path' in action) && action.namespace === namespace);

/** Of several, the binding to somebody of the same name: of another kind, or in another namespace. */
function boundToOthers(policy: RbacPolicy, requester: Requester, action: Action): Denial | undefined {
  if ('path' in action || action.namespace === undefined) return undefined;
  const ownName = requester.user.split(':').at(-1);
  const granting = rulesOfOthers(policy, requester, action.namespace).filter(
    ({ role, rules }) => !role.name.startsWith('system:') && rules.some((rule) => ruleAllows(rule, action)),
  );
  const nearest = granting.find(({ subjects }) => subjects.some(({ name }) => name === ownName)) ?? granting[0];
  if (nearest === undefined) return undefined;
  const { binding, role, subjects } = nearest;
  return { why: 'bound_to_others', binding, role, subjects };
}

function denial(
  bound: readonly BoundRules[],
  counting: readonly BoundRules[],
  action: Action,
  others: Denial | undefined,
): Denial {
  const [first] = counting;
  if (first === undefined)
    return others ?? { why: 'not_bound', boundIn: [...new Set(bound.flatMap(({ namespace }) => namespace ?? []))] };
  const near = counting.flatMap(({ role, rules = [] }) => rules.flatMap((rule) => nearDenial(role, rule, action)));
  const missing = counting.find(({ rules }) => rules === undefined);
  if (near[0] !== undefined) return near[0];
  if (missing !== undefined) return { why: 'role_missing', binding: missing.binding, role: missing.role };
  return others ?? { why: 'no_rule', roles: counting.map(({ role }) => role) };
}

/** All parts of the rule fit but one. */
function nearDenial(role: ObjectRef, rule: Rule, action: Action): readonly Denial[] {
  if ('path' in action) return [];
  const fitsResource = allowsResource(rule, action.resource, action.subresource);
  if (!fitsResource && !isKin(rule, action.resource)) return [];
  const parts = [
    ['verb', allowsVerb(rule, action.verb)],
    ['group', allowsGroup(rule, action.group)],
    ['resource', fitsResource],
    ['name', allowsName(rule, action.name)],
  ] as const;
  const failing = parts.filter(([, fits]) => !fits);
  const [only] = failing;
  return failing.length === 1 && only !== undefined ? [{ why: only[0], role, rule }] : [];
}

/** Speaks of the resource itself or of another subresource of it: `pods` where `pods/log` was asked. */
const isKin = ({ resources }: Rule, resource: string): boolean =>
  resources.some((allowed) => allowed === resource || allowed.startsWith(`${resource}/`));
