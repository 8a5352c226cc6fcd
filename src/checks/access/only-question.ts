import { decide } from '../../kubernetes/rbac/decide.ts';
import type { Excess } from '../../kubernetes/rbac/excess.ts';
import { allows, excessOf } from '../../kubernetes/rbac/excess.ts';
import { knownResources } from '../../kubernetes/rbac/known-resources.ts';
import type { RbacPolicy } from '../../kubernetes/rbac/policy.ts';
import { boundRules } from '../../kubernetes/rbac/policy.ts';
import type { Action, Rule } from '../../kubernetes/rbac/rule.ts';
import type { ServedResource } from '../../kubernetes/served-resource.ts';
import type { Read } from '../../snapshot/read.ts';
import type { CheckContext } from '../check-kind.ts';
import type { View } from '../view.ts';
import { resourcesRead } from '../view.ts';
import type { AccessSpec } from './access-questions.ts';
import { reviewOf } from './access-questions.ts';
import { allowedRules } from './allowed-rules.ts';
import { dangerousActions } from './dangerous-actions.ts';
import { mostTelling } from './most-telling.ts';
import type { Subject } from './subject.ts';

/** Least privilege: what a check with `only` is judged by. */
export interface OnlyQuestion {
  readonly spec: AccessSpec;
  readonly subject: Subject;
  readonly policy: RbacPolicy;
  readonly context: CheckContext;
}

/**
 * The API server has the last word on each right that goes too far, and on dangerous ones that no rule gives. Where a
 * rule speaks of an API group of which nobody can tell just now what it serves, that group is asked for.
 */
export const onlyFollowUps = (question: OnlyQuestion, view: View): readonly Read[] => [
  ...excessFound(question, view).map(({ rights }) => reviewOf(mostTelling(rights), question.subject)),
  ...unexpectedActions(question).map((action) => reviewOf(action, question.subject)),
  ...silentGroupsSpokenOf(question, view).map(resourcesRead),
];

/** By the rules and what discovery showed. */
export const excessFound = (question: OnlyQuestion, view: View): readonly Excess[] =>
  excessAmong(question, knownResources(view.resources().resources));

export function excessAmong(question: OnlyQuestion, known: readonly ServedResource[]): readonly Excess[] {
  const { policy, subject } = question;
  return excessOf(policy, subject, known, allowedOf(question));
}

/** Dangerous, neither allowed here nor given by any rule. */
export function unexpectedActions(question: OnlyQuestion): readonly Action[] {
  const { policy, subject, context } = question;
  const allowed = allowedOf(question);
  return dangerousActions(Object.values(context.record.namespaces)).filter(
    (action) => !allows(allowed, action) && !decide(policy, subject, action).isAllowed,
  );
}

/** API groups whose server is down, and of which a rule may give too much; of no matter where another one surely does. */
export function silentGroupsSpokenOf(question: OnlyQuestion, view: View): readonly string[] {
  const { policy, subject } = question;
  const silent = view.resources().unansweredGroups;
  if (silent.length === 0 || excessFound(question, view).length > 0) return [];
  const rules = boundRules(policy, subject).flatMap((bound) => bound.rules ?? []);
  return silent.filter(
    (group) =>
      excessAmong(
        question,
        rules.flatMap((rule) => asIfServed(rule, group)),
      ).length > 0,
  );
}

/** What the group would serve if the rule spoke of nothing that is not there. */
const asIfServed = ({ apiGroups, resources, verbs }: Rule, group: string): readonly ServedResource[] =>
  apiGroups.includes(group)
    ? resources.map((text) => {
        const [resource = '', subresource] = text.split('/', 2);
        return { group, resource, ...(subresource === undefined ? {} : { subresource }), isNamespaced: true, verbs };
      })
    : [];

const allowedOf = ({ spec, subject, policy, context }: OnlyQuestion) => allowedRules(spec, subject, policy, context);
