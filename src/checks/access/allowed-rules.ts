import { defaultRulesOfEverybody } from '../../kubernetes/rbac/everybody.ts';
import type { PlacedRules } from '../../kubernetes/rbac/excess.ts';
import type { RbacPolicy } from '../../kubernetes/rbac/policy.ts';
import type { Rule } from '../../kubernetes/rbac/rule.ts';
import type { CheckContext } from '../check-kind.ts';
import type { AccessSpec } from './access-questions.ts';
import { permissionIn, placeOfLine } from './access-questions.ts';
import type { Subject } from './subject.ts';

/** What a subject may do under `only`: the lines of `can` and `may`, and what everybody could do at the start. */
export const allowedRules = (
  spec: AccessSpec,
  { groups }: Subject,
  policy: RbacPolicy,
  context: CheckContext,
): readonly PlacedRules[] => [
  ...[...(spec.can ?? []), ...(spec.may ?? [])].map((line) => rulesOfLine(line, context)),
  ...(context.record.everybody ?? defaultRulesOfEverybody(policy)).filter(({ group }) => groups.includes(group)),
];

/** A line means what a rule with the same words would give. */
function rulesOfLine(line: string, context: CheckContext): PlacedRules {
  const { verbs, target } = permissionIn(line);
  if (target.target === 'path') return { rules: [{ ...empty, verbs, nonResourceURLs: [target.path] }] };
  const resourceNames = target.name === undefined ? [] : [target.name];
  const rules = target.resources.map(({ group, resource, subresource }) => ({
    ...{ ...empty, verbs, resourceNames, apiGroups: [group] },
    resources: [subresource === undefined ? resource : `${resource}/${subresource}`],
  }));
  return { ...placeOfLine(target, context), rules };
}

const empty: Rule = { verbs: [], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [] };
