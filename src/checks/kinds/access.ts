import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { lastChangeMs } from '../../kubernetes/last-change.ts';
import { parsePermission } from '../../kubernetes/permission.ts';
import { podSpecOf } from '../../kubernetes/pod-template.ts';
import { decide } from '../../kubernetes/rbac/decide.ts';
import type { RbacPolicy } from '../../kubernetes/rbac/policy.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import type { ListRead, Read } from '../../snapshot/read.ts';
import type { CheckContext, CheckKind } from '../check-kind.ts';
import type { Evidence, Issue } from '../issue.ts';
import { findTarget, readOf, targetOf, wantedTarget } from '../target.ts';
import type { View } from '../view.ts';
import { listRead } from '../view.ts';
import type { Question, Subject } from './access-questions.ts';
import { aliasOrName, questionsOf } from './access-questions.ts';

type Spec = CheckOf<'access'>['access'];

/** Caches of the API server's authorizer follow a change of roles and bindings within this time. */
const authorizerLagMs = 2_000;
const group = 'rbac.authorization.k8s.io';

/** What a subject can and cannot do, by the API server's own review. */
export const accessKind: CheckKind<'access'> = {
  reads: ({ access }, context) => subjectReads(access, context),
  followUps: ({ access }, view, context) => {
    const subject = subjectOf(access, view, context);
    return 'issue' in subject ? [] : questionsOf(access, subject, context).map(({ read }) => read);
  },
  nearby: ({ access }, _view, context) => ruleReads(access, context),
  judge: ({ access }, view, context) => {
    const subject = subjectOf(access, view, context);
    if ('issue' in subject) return { finding: 'fails', issues: [subject.issue] };
    const rules = rulesRead(access, view, context);
    const outcomes = questionsOf(access, subject, context).map((question) => judgeOne(question, subject, view, rules));
    const [first, ...rest] = outcomes.flatMap(({ issue }) => (issue === undefined ? [] : [issue]));
    if (first !== undefined) return { finding: 'fails', issues: [first, ...rest] };
    const evidence = outcomes.flatMap((outcome) => (outcome.evidence === undefined ? [] : [outcome.evidence]));
    return { finding: 'holds', evidence, isMoving: outcomes.some(({ isMoving }) => isMoving) };
  },
};

function subjectReads({ who }: Spec, context: CheckContext): readonly Read[] {
  if ('serviceAccount' in who) return [listRead('ServiceAccount', context.namespaceOf(who.in))];
  if ('podsOf' in who)
    return [readOf(targetOf(who.podsOf, who.in, context)), listRead('ServiceAccount', context.namespaceOf(who.in))];
  return [];
}

/** A ServiceAccount must exist: the review would allow a ghost. */
function subjectOf({ who }: Spec, view: View, context: CheckContext): Subject | { readonly issue: Issue } {
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
  groups: [...groups, 'system:authenticated'],
});

/** With the groups that every service account has. https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/ */
function account(name: string, namespace: string, view: View): Subject | { readonly issue: Issue } {
  const exists = view.list('ServiceAccount', namespace).some(({ metadata }) => metadata.name === name);
  if (!exists)
    return { issue: { code: 'subject_missing', subject: `service account ${name}`, namespace, isMoving: false } };
  return {
    text: `service account ${name} in ${namespace}`,
    user: `system:serviceaccount:${namespace}:${name}`,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
  };
}

interface Outcome {
  readonly isMoving: boolean;
  readonly issue?: Issue;
  readonly evidence?: Evidence;
}

/** The review decides. Where the rules, as far as they could be read, say otherwise, the authorizer has yet to hear of them. */
function judgeOne(question: Question, subject: Subject, view: View, rules: Rules): Outcome {
  const { isAllowed, reason } = view.review(question.read);
  const about = { subject: subject.text, permission: question.text };
  const decision = 'policy' in rules ? decide(rules.policy, subject, question.read.action) : undefined;
  const isMoving = 'policy' in rules ? decision?.isAllowed !== isAllowed : rules.areFresh;
  if (isAllowed === question.isWanted) return { isMoving, evidence: { code: 'access', ...about, isAllowed, reason } };
  const command = `kubectl auth can-i ${question.canI} --as=${subject.user}${asGroups(subject)}`;
  if (isAllowed) return { isMoving, issue: { code: 'access_too_wide', ...about, reason, command, isMoving } };
  const because = decision === undefined || decision.isAllowed ? {} : { because: decision.because };
  return { isMoving, issue: { code: 'access_denied', ...about, ...because, command, isMoving } };
}

/** kubectl impersonates a service account without its groups. */
const asGroups = (subject: Subject): string => subject.groups.map((group) => ` --as-group=${group}`).join('');

function namespacesOf({ who, can, cannot }: Spec, context: CheckContext): readonly string[] {
  const own = 'serviceAccount' in who || 'podsOf' in who ? [context.namespaceOf(who.in)] : [];
  const asked = [...(can ?? []), ...(cannot ?? [])].flatMap((line) => {
    const parsed = parsePermission(line);
    if ('mistake' in parsed || parsed.permission.target.target === 'path') return [];
    const { scope } = parsed.permission.target;
    return scope.scope === 'namespace' ? [context.namespaceOf(aliasOrName(scope.alias, context))] : [];
  });
  return [...new Set([...own, ...asked])];
}

/** Roles and bindings that may have a say. */
const ruleReads = (spec: Spec, context: CheckContext): readonly ListRead[] => [
  ...namespacesOf(spec, context).flatMap((namespace) =>
    ['Role', 'RoleBinding'].map((kind) => listRead(`${kind}.${group}`, namespace)),
  ),
  ...['ClusterRole', 'ClusterRoleBinding'].map((kind) => listRead(`${kind}.${group}`)),
];

/** What could be read of the rules: all of it, or else only whether one of them changed a moment ago. */
type Rules = { readonly policy: RbacPolicy } | { readonly areFresh: boolean };

function rulesRead(spec: Spec, view: View, context: CheckContext): Rules {
  const lists = ruleReads(spec, context).map(({ kind, namespace }) => ({
    kind,
    items: view.listIfRead(kind, namespace),
  }));
  const of = (kind: string): readonly KubeObject[] =>
    lists.flatMap((list) => (list.kind === `${kind}.${group}` ? (list.items ?? []) : []));
  if (lists.some(({ items }) => items === undefined)) {
    const isFresh = (rule: KubeObject): boolean => context.nowMs - lastChangeMs(rule) < authorizerLagMs;
    return { areFresh: lists.flatMap(({ items }) => items ?? []).some(isFresh) };
  }
  return {
    policy: {
      roles: of('Role'),
      clusterRoles: of('ClusterRole'),
      roleBindings: of('RoleBinding'),
      clusterRoleBindings: of('ClusterRoleBinding'),
    },
  };
}
