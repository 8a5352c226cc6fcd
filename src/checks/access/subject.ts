import { podSpecOf } from '../../kubernetes/pod-template.ts';
import { accountOfUser } from '../../kubernetes/service-account-user.ts';
import type { Read } from '../../snapshot/read.ts';
import type { CheckContext } from '../check-kind.ts';
import type { Issue } from '../issue.ts';
import { findTarget, readOf, targetOf, wantedTarget } from '../target.ts';
import type { View } from '../view.ts';
import { listRead } from '../view.ts';
import type { AccessSpec } from './access-questions.ts';

/** Who asks. */
export interface Subject {
  /** As a person says it: `service account bot in shop`. */
  readonly text: string;
  readonly user: string;
  readonly groups: readonly string[];
}

export function subjectReads({ who }: AccessSpec, context: CheckContext): readonly Read[] {
  if ('serviceAccount' in who) return [listRead('ServiceAccount', context.namespaceOf(who.in))];
  if ('podsOf' in who)
    return [readOf(targetOf(who.podsOf, who.in, context)), listRead('ServiceAccount', context.namespaceOf(who.in))];
  return [];
}

/** A ServiceAccount must exist: the review would allow a ghost. */
export function subjectOf({ who }: AccessSpec, view: View, context: CheckContext): Subject | { readonly issue: Issue } {
  if ('user' in who) return person(`user ${who.user}`, who.user, who.groups ?? []);
  if ('group' in who) return person(`a member of group ${who.group}`, 'kubeproctor:somebody', [who.group]);
  const namespace = context.namespaceOf(who.in);
  if ('serviceAccount' in who) return account(who.serviceAccount, namespace, view);
  const target = targetOf(who.podsOf, who.in, context);
  const workload = findTarget(target, view);
  if (workload === undefined)
    return { issue: { code: 'object_missing', wanted: wantedTarget(target, view), isMoving: false } };
  return account(String(podSpecOf(workload)?.serviceAccountName || 'default'), namespace, view);
}

const person = (text: string, user: string, groups: readonly string[]): Subject => ({
  text,
  user,
  groups: [...new Set([...groups, ...impliedGroups(user, groups)])],
});

/**
 * Whoever has not logged in is in a group of its own.
 * https://kubernetes.io/docs/reference/access-authn-authz/authentication/#anonymous-requests
 */
function impliedGroups(user: string, groups: readonly string[]): readonly string[] {
  const account = accountOfUser(user);
  if (account !== undefined) return accountGroups(account.namespace);
  if (groups.some((group) => group.startsWith('system:serviceaccounts:')))
    return ['system:serviceaccounts', 'system:authenticated'];
  const isAnonymous = user === 'system:anonymous' || groups.includes('system:unauthenticated');
  return [isAnonymous ? 'system:unauthenticated' : 'system:authenticated'];
}

/** https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/ */
const accountGroups = (namespace: string): readonly string[] => [
  'system:serviceaccounts',
  `system:serviceaccounts:${namespace}`,
  'system:authenticated',
];

function account(name: string, namespace: string, view: View): Subject | { readonly issue: Issue } {
  const exists = view.list('ServiceAccount', namespace).some(({ metadata }) => metadata.name === name);
  if (!exists)
    return { issue: { code: 'subject_missing', subject: `service account ${name}`, namespace, isMoving: false } };
  return {
    text: `service account ${name} in ${namespace}`,
    user: `system:serviceaccount:${namespace}:${name}`,
    groups: accountGroups(namespace),
  };
}
