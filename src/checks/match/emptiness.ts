import type { Json } from '../../kubernetes/json.ts';
import { isJsonObject } from '../../kubernetes/json.ts';

/** Booleans that are not false where they are absent: the cluster, the Pod or the account decides. */
const trueOrInherited = new Set([
  ...['automountServiceAccountToken', 'allowPrivilegeEscalation', 'runAsNonRoot', 'hostUsers', 'enableServiceLinks'],
  'allocateLoadBalancerNodePorts',
]);

/** Mappings of texts, which the API server leaves out when they are empty. */
const mapsOfTexts = new Set([
  ...['labels', 'annotations', 'nodeSelector', 'matchLabels', 'data', 'binaryData', 'stringData'],
]);

export const isMapOfTexts = (path: readonly string[]): boolean => mapsOfTexts.has(path.at(-1) ?? '');

/** An entry of a mapping of texts, where an empty one is there like any other; the plain selector of a Service is one, too. */
export const isInMapOfTexts = (path: readonly string[]): boolean =>
  isMapOfTexts(path.slice(0, -1)) || path.at(-2) === 'selector';

/** Numbers outside of the status that are left out at 0. */
const leftOutAtZero = new Set(['minReadySeconds', 'initialDelaySeconds', 'hostPort', 'nodePort']);

/** A number that the API server leaves out at 0. https://kubernetes.io/docs/reference/kubernetes-api/ */
export const isLeftOutAtZero = (path: readonly string[]): boolean =>
  path[0] === 'status' || leftOutAtZero.has(path.at(-1) ?? '');

/**
 * A wanted value that the API server stores by leaving the field out: false, an empty list or text, a counter of the
 * status at 0. Not where absence has a meaning of its own: `storageClassName: ""` asks for no class, absent for the
 * default; the label `worker: ""` is a label.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/
 */
export function meansAbsent(wanted: Json, path: readonly string[]): boolean {
  const field = path.at(-1) ?? '';
  if (wanted === null) return true;
  if (isInMapOfTexts(path)) return false;
  if (wanted === false) return !trueOrInherited.has(field);
  if (wanted === '') return field !== 'storageClassName';
  if (wanted === 0) return isLeftOutAtZero(path);
  return Array.isArray(wanted) && wanted.length === 0;
}

/** Mappings that are written, or counted together, where nothing is given. */
const givenOrNot = new Set(['resources', 'requests', 'limits', 'securityContext', 'probes', 'env', 'volumeMounts']);

/**
 * Whether there is anything here. An empty mapping mostly says something, as `emptyDir: {}` does; but a container without
 * resources is stored with `resources: {}`, and a Pod without a security context with `securityContext: {}`.
 * https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
 */
export function isNothing(found: Json | undefined, path: readonly string[]): boolean {
  if (found === undefined) return true;
  return givenOrNot.has(path.at(-1) ?? '') && isJsonObject(found) && Object.keys(found).length === 0;
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
