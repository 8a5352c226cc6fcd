import type { ToldExcess } from '../checks/access/told-excess.ts';
import type { Evidence, IssueBody } from '../checks/issue.ts';
import type { Grant } from '../kubernetes/rbac/decide.ts';
import type { Rule } from '../kubernetes/rbac/rule.ts';
import { denialText } from './denial-text.ts';
import { objectText } from './object-text.ts';
import type { Told } from './sentence.ts';

type AccessIssue = Extract<IssueBody, { code: 'access_denied' | 'access_too_wide' }>;

/** What somebody may do, or may not, against what is wanted. */
export function accessTold(issue: AccessIssue): Told {
  const { subject, permission } = issue;
  switch (issue.code) {
    case 'access_denied':
      return {
        where: `${subject}, to ${permission}`,
        wanted: `${subject} may ${permission}`,
        found: `the API server says no${issue.because === undefined ? '' : `: ${denialText(issue.because)}`}${issue.although === undefined ? '' : althoughText(issue.although)}`,
      };
    case 'access_too_wide':
      if (issue.excess !== undefined)
        return {
          where: subject,
          wanted: `${subject} may do no more than what is asked, and what everybody may`,
          found: `it may ${permission}${excessText(issue.excess)}`,
        };
      return {
        where: `${subject}, to ${permission}`,
        wanted: `${subject} may not ${permission}`,
        found: `the API server says yes${issue.reason === '' ? '' : `: ${issue.reason}`}${issue.rulesDisagree === true ? `; ${disagreement}` : ''}`,
      };
    default:
      return issue satisfies never;
  }
}

export function accessEvidence(evidence: Extract<Evidence, { code: 'access' | 'access_only' }>): string {
  const { subject, rulesDisagree } = evidence;
  const aside = rulesDisagree === true ? `; ${disagreement}` : '';
  if (evidence.code === 'access_only') {
    const { bindings } = evidence;
    const named = bindings === 1 ? 'binding names' : 'bindings name';
    return `${subject} may do nothing beyond that: ${bindings} ${named} it or a group that it is in${aside}`;
  }
  const reason = evidence.reason === '' ? '' : ` (${evidence.reason})`;
  return `${subject} ${evidence.isAllowed ? 'may' : 'may not'} ${evidence.permission}${reason}${aside}`;
}

/** Whoever has waited long enough has ruled out the second. */
const disagreement =
  'the roles and bindings say otherwise: another authorizer has a say, or the API server has yet to hear of a change';

const althoughText = ({ binding }: Grant): string =>
  binding === undefined
    ? `; ${disagreement}`
    : `, although ${objectText(binding)} allows it: another authorizer has a say, or the API server has yet to hear of it`;

function excessText(excess: ToldExcess): string {
  switch (excess.by) {
    case 'masters':
      return ': the group system:masters may do everything';
    case 'others':
      return `; ${disagreement}`;
    case 'rule': {
      const { binding, role, group } = excess;
      const whom = group === undefined ? 'it' : `the group ${group}`;
      return `${moreText(excess)}: ${objectText(binding)} gives ${objectText(role)} to ${whom}${howText(excess)}`;
    }
    default:
      return excess satisfies never;
  }
}

type RuleExcess = Extract<ToldExcess, { by: 'rule' }>;

function moreText({ moreRights, moreRules }: RuleExcess): string {
  const parts = [
    ...(moreRights === 0 ? [] : [`${countText(moreRights, 'more right')} by the same rule`]),
    ...(moreRules === 0 ? [] : [`${countText(moreRules, 'more rule')} of that kind`]),
  ];
  return parts.length === 0 ? '' : ` (and ${parts.join('; ')})`;
}

function howText({ binding, rule, isMisplaced }: RuleExcess): string {
  if (!isMisplaced) return `, with the rule "${ruleText(rule)}"`;
  return binding.namespace === undefined
    ? ' in the whole cluster, and not only where it is asked for'
    : ', and it is asked for in another namespace only';
}

const countText = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** `get, list on pods, pods/log`. */
function ruleText({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: Rule): string {
  const groups = apiGroups.filter((group) => group !== '');
  return [
    `${listText(verbs)} on ${listText([...resources, ...nonResourceURLs])}`,
    ...(groups.length === 0 ? [] : [`of API group ${listText(groups)}`]),
    ...(resourceNames.length === 0 ? [] : [`named ${listText(resourceNames)}`]),
  ].join(' ');
}

const listText = (words: readonly string[], most = 4): string =>
  words.length <= most ? words.join(', ') : `${words.slice(0, most).join(', ')} and ${words.length - most} more`;
