import type { Action } from '../../kubernetes/rbac/rule.ts';

/**
 * Rights that lead to all others; RBAC may be only one of several authorizers, so that these are asked for though no
 * rule gives them. https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks
 */
export const dangerousActions = (namespaces: readonly string[]): readonly Action[] => [
  { verb: '*', group: '*', resource: '*' },
  { verb: 'get', group: '', resource: 'secrets' },
  { verb: 'create', group: '', resource: 'pods' },
  { verb: 'get', group: '', resource: 'nodes', subresource: 'proxy' },
  { verb: 'impersonate', group: '', resource: 'users' },
  { verb: 'escalate', group: rbac, resource: 'clusterroles' },
  { verb: 'bind', group: rbac, resource: 'clusterroles' },
  { verb: 'create', group: rbac, resource: 'clusterrolebindings' },
  ...namespaces.flatMap((namespace) => inside.map((action) => ({ ...action, namespace }))),
];

const rbac = 'rbac.authorization.k8s.io';
const inside = [
  { verb: '*', group: '*', resource: '*' },
  { verb: 'get', group: '', resource: 'secrets' },
  { verb: 'create', group: '', resource: 'pods' },
  { verb: 'create', group: '', resource: 'pods', subresource: 'exec' },
  { verb: 'create', group: rbac, resource: 'rolebindings' },
];
