import type { ServedResource } from '../served-resource.ts';
import type { BoundRules, RbacPolicy, Requester } from './policy.ts';
import { boundRules } from './policy.ts';
import { rightsOf } from './rights.ts';
import type { Action, Rule } from './rule.ts';
import { ruleAllows } from './rule.ts';

/** Rules with the namespace where they count; without one they count everywhere, cluster-wide included. */
export interface PlacedRules {
  readonly namespace?: string;
  readonly rules: readonly Rule[];
}

/** Rights that one rule of one binding gives beyond those that are allowed. */
export interface Excess {
  /** Absent where the group system:masters gives them, for which no rule is asked. */
  readonly by?: { readonly bound: BoundRules; readonly rule: Rule };
  readonly rights: readonly [Action, ...Action[]];
  /** The rule would do no harm in another place: its binding reaches too far. */
  readonly isMisplaced: boolean;
}

/** What a requester may do beyond what is allowed, by each rule of each binding. `known`: see `knownResources`. */
export function excessOf(
  policy: RbacPolicy,
  requester: Requester,
  known: readonly ServedResource[],
  allowed: readonly PlacedRules[],
): readonly Excess[] {
  if (requester.groups.includes('system:masters') && !allows(allowed, everything))
    return [{ rights: [everything], isMisplaced: false }];
  return boundRules(policy, requester).flatMap((bound) =>
    (bound.rules ?? []).flatMap((rule): readonly Excess[] => {
      const rights = rightsOf(rule, bound.namespace, known);
      const [first, ...rest] = rights.filter((right) => !allows(allowed, right));
      if (first === undefined) return [];
      const isMisplaced = rights.every((right) => allows(anywhere(allowed), right));
      return [{ by: { bound, rule }, rights: [first, ...rest], isMisplaced }];
    }),
  );
}

const everything: Action = { verb: '*', group: '*', resource: '*' };

export const allows = (allowed: readonly PlacedRules[], action: Action): boolean =>
  allowed.some(
    ({ namespace, rules }) =>
      (namespace === undefined || (!('path' in action) && action.namespace === namespace)) &&
      rules.some((rule) => ruleAllows(rule, action)),
  );

const anywhere = (allowed: readonly PlacedRules[]): readonly PlacedRules[] => allowed.map(({ rules }) => ({ rules }));
