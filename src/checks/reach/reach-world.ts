import { labelsOf } from '../../kubernetes/kube-object.ts';
import type { PodEndpoint } from '../../kubernetes/network-policy/endpoint.ts';
import { podEndpoint } from '../../kubernetes/network-policy/endpoint.ts';
import type { PolicyWorld } from '../../kubernetes/network-policy/flow.ts';
import { parsePolicy } from '../../kubernetes/network-policy/policy.ts';
import type { NamespaceInWorld } from '../../kubernetes/network-policy/witnesses.ts';
import { namespaceNamed } from '../../kubernetes/network-policy/witnesses.ts';
import type { Read } from '../../snapshot/read.ts';
import type { CheckContext } from '../check-kind.ts';
import { livePods } from '../selection.ts';
import type { View } from '../view.ts';
import { listRead } from '../view.ts';

/** On every namespace that `start` makes; see `session/labels.ts`. */
export const labLabel = 'kubeproctor.dev/lab';

/** The part of the cluster that a `reach` check looks at. */
export interface ReachWorld extends PolicyWorld {
  /** All namespaces but those of other copies. */
  readonly namespaces: readonly NamespaceInWorld[];
  /** Live Pods of the namespaces that were read. */
  readonly pods: readonly PodEndpoint[];
}

/** Lists needed: labels of all namespaces, and policies and Pods of those involved. */
export const worldReads = (namespaces: readonly string[]): readonly Read[] => [
  listRead('Namespace'),
  ...namespaces.flatMap((namespace) => [
    listRead('NetworkPolicy.networking.k8s.io', namespace),
    listRead('Pod', namespace),
  ]),
];

export function reachWorld(involved: readonly string[], view: View, context: CheckContext): ReachWorld {
  const own = new Set([...Object.values(context.record.namespaces), ...involved]);
  const namespaces = view
    .list('Namespace')
    .filter((namespace) => own.has(namespace.metadata.name) || !Object.hasOwn(labelsOf(namespace), labLabel))
    .map((namespace) => namespaceNamed(namespace.metadata.name, labelsOf(namespace)));
  const labelsIn = (name: string) => inWorld(name, namespaces).labels;
  const pods = involved.flatMap((name) =>
    livePods(view.list('Pod', name)).map((pod) => podEndpoint(pod, labelsIn(name))),
  );
  const policies = involved.flatMap((name) => view.list('NetworkPolicy.networking.k8s.io', name)).map(parsePolicy);
  const podAddresses = pods.filter(({ isHostNetwork }) => !isHostNetwork).flatMap(({ addresses }) => addresses);
  return { policies, podAddresses, namespaces, pods };
}

/** A namespace by its name; one that is not there has the label that it would have. */
export const inWorld = (name: string, namespaces: readonly NamespaceInWorld[]): NamespaceInWorld =>
  namespaces.find((namespace) => namespace.name === name) ?? namespaceNamed(name);
