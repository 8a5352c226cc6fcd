import type { Endpoint } from '../../../src/kubernetes/network-policy/endpoint.ts';
import { addressEndpoint, podEndpoint } from '../../../src/kubernetes/network-policy/endpoint.ts';
import type { FlowAnswer } from '../../../src/kubernetes/network-policy/flow.ts';
import { answerOf, reachability } from '../../../src/kubernetes/network-policy/flow.ts';
import { parsePolicy } from '../../../src/kubernetes/network-policy/policy.ts';
import type { GeneratedCluster } from './generated-clusters.ts';

/** What our engine says of each connection of a generated cluster. */
export function engineAnswers({ namespaces, pods, policies, flows }: GeneratedCluster): readonly FlowAnswer[] {
  const ends = pods.map((pod) => podEndpoint(pod, namespaces[pod.metadata.namespace ?? ''] ?? {}));
  const world = { policies: policies.map(parsePolicy), podAddresses: ends.flatMap(({ addresses }) => addresses) };
  const endOf = (end: number | string): Endpoint => {
    if (typeof end === 'string') return addressEndpoint(end);
    const pod = ends[end];
    if (pod === undefined) throw new Error('a flow is between Pods of its cluster');
    return pod;
  };
  return flows.map(({ from, to, protocol, port }) =>
    answerOf(reachability(endOf(from), endOf(to), world), protocol, port),
  );
}
