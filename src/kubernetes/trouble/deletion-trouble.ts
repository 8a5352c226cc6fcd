import type { KubeObject } from '../kube-object.ts';
import { mappingsAt } from '../pod-template.ts';
import { shortened } from './events.ts';

/** Something that is on its way out, and does not go. */
export type DeletionTrouble =
  /** Somebody has to take these finalizers away; https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/ */
  | { readonly code: 'held'; readonly finalizers: readonly string[] }
  /** A volume or claim stays as long as something uses it. */
  | { readonly code: 'in_use' }
  /** What is left in a namespace, in the words of its conditions. */
  | { readonly code: 'namespace_held'; readonly details: readonly string[] };

/** How long the last steps of a deletion may take after its grace is over. */
const lateMs = 5_000;
/** https://kubernetes.io/docs/concepts/storage/persistent-volumes/#storage-object-in-use-protection */
const protections: ReadonlySet<string> = new Set(['kubernetes.io/pvc-protection', 'kubernetes.io/pv-protection']);

export function deletionTrouble(object: KubeObject, nowMs: number): DeletionTrouble | undefined {
  const { deletionTimestamp, finalizers = [] } = object.metadata;
  if (deletionTimestamp === undefined || nowMs - Date.parse(deletionTimestamp) < lateMs) return undefined;
  if (object.kind === 'Namespace') return namespaceTrouble(object);
  if (finalizers.some((finalizer) => protections.has(finalizer))) return { code: 'in_use' };
  return finalizers.length === 0 ? undefined : { code: 'held', finalizers };
}

/** https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/namespace-v1/#NamespaceStatus */
function namespaceTrouble(namespace: KubeObject): DeletionTrouble | undefined {
  const details = mappingsAt(namespace, 'status', 'conditions')
    .filter(({ type, status }) => status === 'True' && String(type).startsWith('Namespace'))
    .map(({ message }) => shortened(String(message ?? '')));
  return details.length === 0 ? undefined : { code: 'namespace_held', details };
}
