import type { ObjectRef } from '../kubernetes/kube-object.ts';
import type { Denial } from '../kubernetes/rbac/decide.ts';
import { objectText } from './object-text.ts';

/** What in the roles and bindings comes nearest to a permission that is not given. */
export function denialText(because: Denial): string {
  switch (because.why) {
    case 'not_bound':
      return because.boundIn.length === 0
        ? 'no binding that counts there names it'
        : `the bindings that name it count in ${because.boundIn.join(', ')} only`;
    case 'role_missing':
      return `${objectText(because.binding)} gives it ${objectText(because.role)}, which does not exist`;
    case 'verb':
      return `${objectText(because.role)} speaks of it, but only with ${verbsText(because.rule.verbs)}`;
    case 'group':
      return `${objectText(because.role)} speaks of it, but in ${groupsText(because.rule.apiGroups)}`;
    case 'resource':
      return `${objectText(because.role)} speaks only of ${because.rule.resources.join(', ')}${starText(because.rule.resources)}`;
    case 'name':
      return `${objectText(because.role)} allows it only for what is named ${because.rule.resourceNames.join(', ')}`;
    case 'bound_to_others':
      return `${objectText(because.role)} would allow it, but ${objectText(because.binding)} gives that to ${othersText(because.subjects)}`;
    case 'no_rule':
      return `there is no rule for it in ${because.roles.map(objectText).join(', ')}`;
    default:
      return because satisfies never;
  }
}

const othersText = (subjects: readonly ObjectRef[]): string =>
  subjects.length === 0 ? 'nobody' : subjects.map(subjectText).join(', ');

function subjectText({ kind, name, namespace }: ObjectRef): string {
  if (kind === 'ServiceAccount') return `service account ${name} in ${namespace}`;
  return `${kind === 'Group' ? 'the group' : 'the user'} ${name}`;
}

const groupsText = (groups: readonly string[]): string =>
  `the API group ${groups.map((group) => (group === '' ? '"" (the core group)' : group)).join(', ')}`;

const verbsText = (verbs: readonly string[]): string =>
  `${verbs.length === 1 ? 'the verb' : 'the verbs'} ${verbs.join(', ')}`;

/** Of all subresources only `*` and `*` + `/log` speak: `pods` + `/*` is taken, and grants nothing. */
function starText(resources: readonly string[]): string {
  const star = resources.find((resource) => /^[^*]+\/\*$/.test(resource));
  return star === undefined ? '' : `, and ${star} grants nothing`;
}
