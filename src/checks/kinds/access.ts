import { isAggregating } from '../../kubernetes/rbac/aggregation.ts';
import { decide } from '../../kubernetes/rbac/decide.ts';
import type { AccessSpec, Question } from '../access/access-questions.ts';
import { questionsOf, reviewOf } from '../access/access-questions.ts';
import { actionText, canICommand } from '../access/action-words.ts';
import { judgeOnly } from '../access/judge-only.ts';
import { onlyFollowUps } from '../access/only-question.ts';
import type { Rules } from '../access/rules-read.ts';
import { nearbyRules, rulesRead, wholeRules } from '../access/rules-read.ts';
import type { Subject } from '../access/subject.ts';
import { subjectOf, subjectReads } from '../access/subject.ts';
import type { CheckContext, CheckKind, Finding } from '../check-kind.ts';
import type { Evidence, Issue } from '../issue.ts';
import type { View } from '../view.ts';

/** What a subject can and cannot do, by the API server's own review. */
export const accessKind: CheckKind<'access'> = {
  reads: ({ access }, context) => [...subjectReads(access, context), ...(access.only === true ? wholeRules : [])],
  followUps: ({ access }, view, context) => {
    const subject = subjectOf(access, view, context);
    if ('issue' in subject) return [];
    const rules = access.only === true ? rulesRead(access, view, context) : undefined;
    return [
      ...questionsOf(access, context).map(({ action }) => reviewOf(action, subject)),
      ...(rules !== undefined && 'policy' in rules
        ? onlyFollowUps({ spec: access, subject, policy: rules.policy, context }, view)
        : []),
    ];
  },
  nearby: ({ access }, _view, context) => (access.only === true ? [] : nearbyRules(access, context)),
  judge: ({ access }, view, context) => {
    const subject = subjectOf(access, view, context);
    return 'issue' in subject ? { finding: 'fails', issues: [subject.issue] } : judge(access, subject, view, context);
  },
};

function judge(spec: AccessSpec, subject: Subject, view: View, context: CheckContext): Finding {
  const rules = rulesRead(spec, view, context);
  const outcomes = questionsOf(spec, context).map((question) => judgeOne(question, subject, view, rules));
  const only =
    spec.only === true && 'policy' in rules
      ? judgeOnly({ spec, subject, policy: rules.policy, context }, view)
      : undefined;
  const [first, ...rest] = [
    ...outcomes.flatMap(({ issue }) => (issue === undefined ? [] : [issue])),
    ...(only?.issues ?? []),
  ];
  if (first !== undefined) return { finding: 'fails', issues: [first, ...rest] };
  const evidence = outcomes.flatMap((outcome) => (outcome.evidence === undefined ? [] : [outcome.evidence]));
  return {
    finding: 'holds',
    evidence: [...evidence, ...(only === undefined ? [] : [only.evidence])],
    isMoving: outcomes.some(({ isMoving }) => isMoving) || only?.isMoving === true,
  };
}

interface Outcome {
  readonly isMoving: boolean;
  readonly issue?: Issue;
  readonly evidence?: Evidence;
}

/**
 * The review decides. Where the rules, as far as they could be read, say otherwise, the authorizer has yet to hear of
 * them, or there is another one.
 */
function judgeOne({ action, isWanted }: Question, subject: Subject, view: View, rules: Rules): Outcome {
  const { isAllowed, reason } = view.review(reviewOf(action, subject));
  const about = { subject: subject.text, permission: actionText(action) };
  const decision = 'policy' in rules ? decide(rules.policy, subject, action) : undefined;
  const differs = decision !== undefined && decision.isAllowed !== isAllowed;
  const isMoving = 'policy' in rules ? differs || isAggregating(rules.policy, subject) : rules.areFresh;
  const disagreement = differs ? ({ rulesDisagree: true } as const) : {};
  if (isAllowed === isWanted)
    return { isMoving, evidence: { code: 'access', ...about, isAllowed, reason, ...disagreement } };
  const command = canICommand(action, subject);
  if (isAllowed)
    return { isMoving, issue: { code: 'access_too_wide', ...about, reason, ...disagreement, command, isMoving } };
  const because =
    decision === undefined ? {} : decision.isAllowed ? { although: decision.by } : { because: decision.because };
  return { isMoving, issue: { code: 'access_denied', ...about, ...because, command, isMoving } };
}
