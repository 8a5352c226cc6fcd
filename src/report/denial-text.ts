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
      return `${objectText(because.role)} speaks of it, without this verb`;
    case 'group':
      return `${objectText(because.role)} speaks of it, but in ${groupsText(because.rule.apiGroups)}`;
    case 'resource':
      return `${objectText(because.role)} speaks of ${because.rule.resources.join(', ')} only`;
    case 'name':
      return `${objectText(because.role)} allows it only for ${because.rule.resourceNames.join(', ')} by name`;
    case 'no_rule':
      return `there is no rule for it in ${because.roles.map(objectText).join(', ')}`;
    default:
      return because satisfies never;
  }
}

const groupsText = (groups: readonly string[]): string =>
  `the API group ${groups.map((group) => (group === '' ? '"" (the core group)' : group)).join(', ')}`;
