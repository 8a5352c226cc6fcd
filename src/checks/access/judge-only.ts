import { isAggregating } from '../../kubernetes/rbac/aggregation.ts';
import { boundRules } from '../../kubernetes/rbac/policy.ts';
import type { Action } from '../../kubernetes/rbac/rule.ts';
import type { Evidence, Issue } from '../issue.ts';
import type { View } from '../view.ts';
import { reviewOf } from './access-questions.ts';
import { actionText, canICommand } from './action-words.ts';
import { mostTelling } from './most-telling.ts';
import type { OnlyQuestion } from './only-question.ts';
import { excessAmong, excessFound, silentGroupsSpokenOf, unexpectedActions } from './only-question.ts';
import { tellExcess } from './tell-excess.ts';
import type { ToldExcess } from './told-excess.ts';

export interface OnlyOutcome {
  readonly issues: readonly Issue[];
  readonly evidence: Evidence;
  readonly isMoving: boolean;
}

/**
 * The subject may do nothing beyond what is allowed. What the rules give too much counts where the API server says so as
 * well; what it allows and no rule gives counts too, and may still be on its way.
 */
export function judgeOnly(question: OnlyQuestion, view: View): OnlyOutcome {
  const { subject, policy } = question;
  const reviewed = (action: Action) => view.review(reviewOf(action, subject));
  const issue = (action: Action, excess: ToldExcess, reason: string, isMoving: boolean): Issue => ({
    ...{ code: 'access_too_wide', subject: subject.text, permission: actionText(action), reason, excess },
    ...{ command: canICommand(action, subject), isMoving },
  });
  const found = excessFound(question, view);
  const confirmed = found.filter(({ rights }) => reviewed(mostTelling(rights)).isAllowed);
  const bound = boundRules(policy, subject);
  const isPending = isAggregating(policy, subject);
  // a server that was down in the first round may answer in the second; what it shows is not reviewed any more
  const late = silentGroupsSpokenOf(question, view).flatMap((group) =>
    excessAmong(question, view.resources(group).resources),
  );
  return {
    issues: [
      ...tellExcess(confirmed).map(({ action, told }) => issue(action, told, reviewed(action).reason, isPending)),
      ...tellExcess(late).map(({ action, told }) => issue(action, told, '', true)),
      ...unexpectedActions(question)
        .filter((action) => reviewed(action).isAllowed)
        .slice(0, 1)
        .map((action) => issue(action, { by: 'others' }, reviewed(action).reason, true)),
    ],
    evidence: {
      ...{ code: 'access_only', subject: subject.text, bindings: bound.length },
      ...(confirmed.length < found.length ? { rulesDisagree: true } : {}),
    },
    isMoving: isPending || confirmed.length < found.length,
  };
}
