import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { labelsOf } from '../../kubernetes/kube-object.ts';
import { lastChangeMs } from '../../kubernetes/last-change.ts';
import type { RbacPolicy } from '../../kubernetes/rbac/policy.ts';
import { policyFrom } from '../../kubernetes/rbac/policy.ts';
import type { ListRead, Read } from '../../snapshot/read.ts';
import type { CheckContext } from '../check-kind.ts';
import { labLabel } from '../reach/reach-world.ts';
import type { View } from '../view.ts';
import { listRead, resourcesRead } from '../view.ts';
import type { AccessSpec } from './access-questions.ts';
import { questionsOf } from './access-questions.ts';

/** Caches of the API server's authorizer follow a change of roles and bindings within this time. */
const authorizerLagMs = 2_000;
const kindOf = (kind: string): string => `${kind}.rbac.authorization.k8s.io`;

/** What could be read of the rules: all of it, or else only whether one of them changed a moment ago. */
export type Rules = { readonly policy: RbacPolicy } | { readonly areFresh: boolean };

/** Roles and bindings that may have a say; they explain, and the verdict does not depend on them. */
export const nearbyRules = (spec: AccessSpec, context: CheckContext): readonly ListRead[] => [
  ...namespacesOf(spec, context).flatMap((namespace) =>
    ['Role', 'RoleBinding'].map((kind) => listRead(kindOf(kind), namespace)),
  ),
  ...['ClusterRole', 'ClusterRoleBinding'].map((kind) => listRead(kindOf(kind))),
];

export function rulesRead(spec: AccessSpec, view: View, context: CheckContext): Rules {
  if (spec.only === true) return { policy: wholePolicy(view, context) };
  const lists = nearbyRules(spec, context).map(({ kind, namespace }) => ({
    kind,
    items: view.listIfRead(kind, namespace),
  }));
  const of = (kind: string): readonly KubeObject[] =>
    lists.flatMap((list) => (list.kind === kindOf(kind) ? (list.items ?? []) : []));
  if (lists.some(({ items }) => items === undefined)) {
    const isFresh = (rule: KubeObject): boolean => context.nowMs - lastChangeMs(rule) < authorizerLagMs;
    return { areFresh: lists.flatMap(({ items }) => items ?? []).some(isFresh) };
  }
  return { policy: policyFrom(of) };
}

/**
 * What `only` needs: a learner may have bound a role in any namespace, so that roles and bindings of all of them are
 * read. Where they may not be, nothing can be said.
 */
export const wholeRules: readonly Read[] = [
  ...['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'].map((kind) => listRead(kindOf(kind))),
  listRead('Namespace'),
  resourcesRead(),
];

/** Without those of other copies' namespaces, which are no part of this one's world. */
function wholePolicy(view: View, { record }: CheckContext): RbacPolicy {
  const own = new Set(Object.values(record.namespaces));
  const others = new Set(
    view
      .list('Namespace')
      .filter((namespace) => Object.hasOwn(labelsOf(namespace), labLabel) && !own.has(namespace.metadata.name))
      .map(({ metadata }) => metadata.name),
  );
  const of = (kind: string): readonly KubeObject[] =>
    view.list(kindOf(kind)).filter(({ metadata }) => !others.has(metadata.namespace ?? ''));
  return policyFrom(of);
}

function namespacesOf(spec: AccessSpec, context: CheckContext): readonly string[] {
  const own = 'serviceAccount' in spec.who || 'podsOf' in spec.who ? [context.namespaceOf(spec.who.in)] : [];
  const asked = questionsOf(spec, context).flatMap(({ action }) => ('path' in action ? [] : (action.namespace ?? [])));
  return [...new Set([...own, ...asked])];
}
