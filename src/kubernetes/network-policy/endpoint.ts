import { valueAt } from '../json.ts';
import type { KubeObject } from '../kube-object.ts';
import { labelsOf } from '../kube-object.ts';
import type { Labels } from '../label-selector.ts';
import { mappingsAt } from '../pod-template.ts';
import type { Protocol } from './port-set.ts';

/** One end of a connection. */
export type Endpoint = PodEndpoint | AddressEndpoint;

/** A Pod, or one that there might be. */
export interface PodEndpoint {
  readonly endpoint: 'pod';
  /** Absent where no Pod is it. */
  readonly name?: string;
  readonly namespace: string;
  readonly namespaceLabels: Labels;
  readonly labels: Labels;
  /** A Pod that might be has none. */
  readonly addresses: readonly string[];
  readonly isHostNetwork: boolean;
  readonly node?: string;
  readonly nodeAddresses: readonly string[];
  readonly ports: readonly ContainerPort[];
  /** Addresses of the Service it is reached through; it does not send from them. */
  readonly serviceAddresses: readonly string[];
}

/** An address outside of the cluster. */
export interface AddressEndpoint {
  readonly endpoint: 'address';
  readonly address: string;
  readonly serviceAddresses: readonly string[];
}

export interface ContainerPort {
  readonly name: string;
  readonly protocol: Protocol;
  readonly port: number;
}

export function podEndpoint(pod: KubeObject, namespaceLabels: Labels): PodEndpoint {
  const node = valueAt(pod, 'spec', 'nodeName');
  return {
    endpoint: 'pod',
    name: pod.metadata.name,
    namespace: pod.metadata.namespace ?? 'default',
    namespaceLabels,
    labels: labelsOf(pod),
    addresses: addressesOf(pod, 'podIPs', 'podIP'),
    isHostNetwork: valueAt(pod, 'spec', 'hostNetwork') === true,
    ...(typeof node === 'string' ? { node } : {}),
    nodeAddresses: addressesOf(pod, 'hostIPs', 'hostIP'),
    ports: containerPorts(pod),
    serviceAddresses: [],
  };
}

/** A Pod that might be. It has no address; its namespace may be one that might be, too. */
export const hypotheticalPod = (
  namespace: string,
  namespaceLabels: Labels,
  labels: Labels,
  ports: readonly ContainerPort[] = [],
): PodEndpoint => ({
  endpoint: 'pod',
  ...{ namespace, namespaceLabels, labels, ports },
  addresses: [],
  isHostNetwork: false,
  nodeAddresses: [],
  serviceAddresses: [],
});

export const addressEndpoint = (address: string): AddressEndpoint => ({
  endpoint: 'address',
  address,
  serviceAddresses: [],
});

function addressesOf(pod: KubeObject, listKey: string, key: string): readonly string[] {
  const listed = mappingsAt(pod, 'status', listKey).map(({ ip }) => String(ip));
  const single = valueAt(pod, 'status', key);
  return [...new Set([...listed, ...(typeof single === 'string' && single !== '' ? [single] : [])])];
}

/**
 * Init containers count as far as they go on running as sidecars: the others have ended before the Pod has traffic.
 * https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
 */
const containerPorts = (pod: KubeObject): readonly ContainerPort[] =>
  [
    ...mappingsAt(pod, 'spec', 'containers'),
    ...mappingsAt(pod, 'spec', 'initContainers').filter(({ restartPolicy }) => restartPolicy === 'Always'),
  ]
    .flatMap((container) => mappingsAt(container, 'ports'))
    .map(({ name, protocol, containerPort }) => ({
      name: String(name ?? ''),
      protocol: (protocol ?? 'TCP') as Protocol, // the API server admits no other
      port: Number(containerPort),
    }));
