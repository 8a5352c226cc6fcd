import type { Json } from '../kubernetes/json.ts';
import { isJsonObject, valueAt } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { labelsOf } from '../kubernetes/kube-object.ts';
import type { Labels, Requirement } from '../kubernetes/label-selector.ts';
import { meetsAll, requirementsOf, requirementsOfMap, selectorText } from '../kubernetes/label-selector.ts';
import { isPodFinished } from '../kubernetes/pod-state.ts';

/** What an object selects Pods by; `undefined` where it selects none, as a Service without a selector. */
export type PodSelection = readonly Requirement[] | undefined;

/**
 * The selector of a Service, PodDisruptionBudget, NetworkPolicy or workload. An empty one selects nothing for a Service
 * and every Pod for the others; that of an ExternalName Service is not looked at.
 */
export function podSelectionOf(object: KubeObject): PodSelection {
  const spec = object.spec;
  switch (object.kind) {
    case 'Service':
      return valueAt(spec, 'type') === 'ExternalName' ? undefined : plainSelection(valueAt(spec, 'selector'));
    case 'ReplicationController':
      return plainSelection(valueAt(spec, 'selector'));
    case 'NetworkPolicy':
      return requirementsOf(valueAt(spec, 'podSelector'));
    default: {
      const selector = valueAt(spec, 'selector');
      return isJsonObject(selector) ? requirementsOf(selector) : undefined;
    }
  }
}

function plainSelection(selector: Json | undefined): PodSelection {
  const requirements = requirementsOfMap(selector);
  return requirements.length === 0 ? undefined : requirements;
}

export const selects = (selection: PodSelection, labels: Labels): boolean =>
  selection !== undefined && meetsAll(labels, selection);

export const selectionText = (selection: PodSelection): string =>
  selection === undefined ? '' : selectorText(selection);

/** Pods that count: not finished, not on their way out. */
export const livePods = (pods: readonly KubeObject[]): readonly KubeObject[] =>
  pods.filter((pod) => pod.metadata.deletionTimestamp === undefined && !isPodFinished(pod));

/** Those that it selects, finished and on their way out, too: of a workload all of its own, and perhaps some of another's. */
export function podsSelectedBy(object: KubeObject, pods: readonly KubeObject[]): readonly KubeObject[] {
  const selection = podSelectionOf(object);
  return pods.filter((pod) => selects(selection, labelsOf(pod)));
}

export const selectedPods = (selection: PodSelection, pods: readonly KubeObject[]): readonly KubeObject[] =>
  livePods(pods).filter((pod) => selects(selection, labelsOf(pod)));
