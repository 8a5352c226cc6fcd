import type { Json } from '../../kubernetes/json.ts';

/** Booleans that are not false where they are absent: the cluster, the Pod or the account decides. */
const trueOrInherited = new Set([
  ...['automountServiceAccountToken', 'allowPrivilegeEscalation', 'runAsNonRoot', 'hostUsers', 'enableServiceLinks'],
  'allocateLoadBalancerNodePorts',
]);

/**
 * A wanted value that the API server stores by leaving the field out: false, an empty list or text, a counter of the
 * status at 0. Not where absence has a meaning of its own: `storageClassName: ""` asks for no class, absent for the default.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/
 */
export function meansAbsent(wanted: Json, path: readonly string[]): boolean {
  const field = path.at(-1) ?? '';
  if (wanted === null) return true;
  if (wanted === false) return !trueOrInherited.has(field);
  if (wanted === '') return field !== 'storageClassName';
  if (wanted === 0) return path[0] === 'status';
  return Array.isArray(wanted) && wanted.length === 0;
}

const wideWhenEmpty = new Set(['selector', 'ingress', 'egress', 'from', 'to']);

/**
 * Places where an empty mapping says something: an empty selector selects everything, an empty rule or peer of a
 * NetworkPolicy admits everybody. Elsewhere `{}` asks only that there is a mapping.
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export const isWideWhenEmpty = (path: readonly string[]): boolean => {
  const field = path.at(-1) ?? '';
  return field.endsWith('Selector') || wideWhenEmpty.has(field);
};
