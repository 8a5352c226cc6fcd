import { meetsAll } from '../label-selector.ts';
import type { AddressEndpoint, Endpoint, PodEndpoint } from './endpoint.ts';
import type { IpBlock } from './ip-block.ts';
import { blockHolds } from './ip-block.ts';
import type { Peer } from './policy.ts';

/**
 * What the API leaves to the network plug-in:
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors (`ipBlock`)
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-and-hostnetwork-pods
 *
 * - `pod_address`: an `ipBlock` that holds the address of a Pod
 * - `host_network`: a Pod on its node's network, which a plug-in may not tell from its node
 * - `service_address`: an `ipBlock` and a Service, whose address is rewritten before or after policies are looked at
 */
export type PluginReason = 'pod_address' | 'host_network' | 'service_address';

export type PeerMatch = 'yes' | 'no' | PluginReason;

/** Whether an entry of `from` or `to` means the other end of a connection. */
export function peerMatch(
  peer: Peer,
  policyNamespace: string,
  other: Endpoint,
  podAddresses: readonly string[],
): PeerMatch {
  if (peer.peer === 'block')
    return other.endpoint === 'pod' ? podInBlock(peer.block, other, podAddresses) : addressInBlock(peer.block, other);
  if (other.endpoint === 'address') return 'no';
  const isNamespace =
    peer.namespaces === 'own' ? other.namespace === policyNamespace : meetsAll(other.namespaceLabels, peer.namespaces);
  if (!isNamespace || !meetsAll(other.labels, peer.pods)) return 'no';
  return other.isHostNetwork ? 'host_network' : 'yes';
}

function podInBlock(block: IpBlock | undefined, pod: PodEndpoint, podAddresses: readonly string[]): PeerMatch {
  if (pod.serviceAddresses.some((address) => blockHolds(block, address))) return 'service_address';
  if (!mayHoldPod(block, pod, podAddresses)) return 'no';
  return pod.isHostNetwork ? 'host_network' : 'pod_address';
}

/** A Pod that might be, or waits for its node, has no address of its own; a block that holds those of others might hold it. */
export function mayHoldPod(
  block: IpBlock | undefined,
  { addresses: own }: PodEndpoint,
  podAddresses: readonly string[],
): boolean {
  const addresses = own.length > 0 ? own : podAddresses;
  return addresses.some((address) => blockHolds(block, address)) || holdsNearlyEverything(block, addresses);
}

/** An endpoint of a Service without a selector is reached by two addresses, of which the plug-in looks at one. */
function addressInBlock(block: IpBlock | undefined, { address, serviceAddresses }: AddressEndpoint): PeerMatch {
  const [itself, ...others] = [address, ...serviceAddresses].map((one) => blockHolds(block, one));
  if (others.some((other) => other !== itself)) return 'service_address';
  return itself === true ? 'yes' : 'no';
}

/** Where no address is known, `0.0.0.0/0` holds whatever a Pod is going to have, unless it leaves private networks out. */
const holdsNearlyEverything = (block: IpBlock | undefined, known: readonly string[]): boolean =>
  known.length === 0 &&
  block !== undefined &&
  block.range.family === 4 &&
  block.range.last - block.range.first === 0xff_ff_ff_ffn &&
  privateAddresses.some((address) => blockHolds(block, address));

/** One of each network that clusters commonly give to Pods (RFC 1918). */
const privateAddresses = ['10.0.0.1', '10.42.0.1', '10.244.0.1', '172.16.0.1', '192.168.0.1'];
