import type { Permission } from '../../kubernetes/permission.ts';
import { parsePermission } from '../../kubernetes/permission.ts';
import { isNamespaceItself } from '../../kubernetes/rbac/namespace-itself.ts';
import type { Action } from '../../kubernetes/rbac/rule.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import type { NamespaceRef } from '../../lab/schema/common.ts';
import type { ReviewRead } from '../../snapshot/read.ts';
import type { CheckContext } from '../check-kind.ts';
import { LabDefect } from '../check-kind.ts';
import type { Subject } from './subject.ts';

export type AccessSpec = CheckOf<'access'>['access'];

/** One verb on one resource, or path. */
export interface Question {
  readonly action: Action;
  readonly isWanted: boolean;
}

/** Everything that a check asks, in its order. */
export const questionsOf = (spec: AccessSpec, context: CheckContext): readonly Question[] => [
  ...(spec.can ?? []).flatMap((line) => actionsOf(line, context).map((action) => ({ action, isWanted: true }))),
  ...(spec.cannot ?? []).flatMap((line) => actionsOf(line, context).map((action) => ({ action, isWanted: false }))),
];

export const reviewOf = (action: Action, { user, groups }: Subject): ReviewRead => ({
  ...{ read: 'review', user, groups, action },
});

/** @throws LabDefect */
export function permissionIn(line: string): Permission {
  const parsed = parsePermission(line);
  if ('mistake' in parsed) throw new LabDefect(parsed.mistake);
  return parsed.permission;
}

function actionsOf(line: string, context: CheckContext): readonly Action[] {
  const { verbs, target } = permissionIn(line);
  if (target.target === 'path') return verbs.map((verb) => ({ verb, path: target.path }));
  const named = target.name === undefined ? {} : { name: target.name };
  const where = placeOfLine(target, context);
  return verbs.flatMap((verb) =>
    target.resources.map((resource) => {
      const action = { verb, ...resource, ...named, ...where };
      return isNamespaceItself(action) ? { ...action, namespace: action.name } : action;
    }),
  );
}

type ResourceTarget = Extract<Permission['target'], { readonly target: 'resources' }>;

export const placeOfLine = ({ scope }: ResourceTarget, context: CheckContext): { readonly namespace?: string } =>
  scope.scope === 'namespace' ? { namespace: context.namespaceOf(aliasOrName(scope.alias, context)) } : {};

/** `in shop` means the lab's alias where there is one, else the namespace of that name. */
const aliasOrName = (word: string, context: CheckContext): NamespaceRef =>
  Object.hasOwn(context.record.namespaces, word) ? word : { namespace: word };
