import type { ObjectRef } from '../../kubernetes/kube-object.ts';
import type { Labels } from '../../kubernetes/label-selector.ts';
import { selectorText } from '../../kubernetes/label-selector.ts';
import type { Endpoint } from '../../kubernetes/network-policy/endpoint.ts';
import type { Reachability, SideDecision } from '../../kubernetes/network-policy/flow.ts';
import { decisionOf, firstPort } from '../../kubernetes/network-policy/flow.ts';
import type { PluginReason } from '../../kubernetes/network-policy/peer-match.ts';
import type { Direction, Policy } from '../../kubernetes/network-policy/policy.ts';
import type { PortSet } from '../../kubernetes/network-policy/port-set.ts';
import { difference, isEmpty, portSetText } from '../../kubernetes/network-policy/port-set.ts';
import type { Grant, Side } from '../../kubernetes/network-policy/side.ts';
import type { NamespaceInWorld } from '../../kubernetes/network-policy/witnesses.ts';
import { otherNamespace } from '../../kubernetes/network-policy/witnesses.ts';
import type { ReachActor, ReachDecision, RuleMeaning } from './told.ts';

/** What a side says about the first of these ports, and by which policy and rule. */
export function toldDecision(side: Side, ports: PortSet): ReachDecision {
  const first = firstPort(ports);
  if (first === undefined) throw new Error('a decision is about a port');
  return told(decisionOf(side, first.protocol, first.port), side);
}

/** The side that leaves these ports to the network plug-in, the table's own first, and why it does. */
export function leavingDecision(
  direction: Direction,
  reach: Extract<Reachability, { is: 'decided' }>,
  unsure: PortSet,
): { readonly decision: ReachDecision; readonly reason: PluginReason } {
  const leaving = [reach[direction], reach.ingress, reach.egress].find(
    (side) => !isEmpty(difference(unsure, side.sure)),
  );
  if (leaving === undefined) throw new Error('one of the sides leaves to the plug-in what both together do');
  const decision = toldDecision(leaving, difference(unsure, leaving.sure));
  return { decision, reason: decision.by === 'plugin' ? decision.reason : 'pod_address' };
}

function told(decision: SideDecision, side: Side): ReachDecision {
  const { direction } = decision;
  switch (decision.by) {
    case 'no_policy':
      return { by: 'no_policy', direction };
    case 'rule': {
      const { policy, rule } = decision.grant;
      const means = meaningOf(decision.grant);
      const ports = rule.ports === 'any' ? 'every port' : portSetText(decision.grant.ports);
      return { by: 'rule', direction, policy: refOfPolicy(policy), rule: rule.number, means, ports };
    }
    case 'no_rule':
      return { by: 'no_rule', direction, policies: decision.policies.map(refOfPolicy), opens: portSetText(side.sure) };
    case 'plugin': {
      const rule = decision.grant === undefined ? {} : { rule: decision.grant.rule.number };
      return { by: 'plugin', direction, policy: refOfPolicy(decision.policy), ...rule, reason: decision.reason };
    }
    default:
      return decision satisfies never;
  }
}

function meaningOf({ rule, peer: index }: Grant): RuleMeaning {
  const peer = rule.peers === 'anyone' || index === undefined ? undefined : rule.peers[index];
  if (peer === undefined) return { means: 'anyone' };
  if (peer.peer === 'block') return { means: 'block', cidr: peer.cidr };
  const namespaces = peer.namespaces === 'own' ? undefined : selectorText(peer.namespaces);
  return { means: 'pods', pods: selectorText(peer.pods), namespaces };
}

const refOfPolicy = ({ name, namespace }: Policy): ObjectRef => ({ kind: 'NetworkPolicy', name, namespace });

/** One end as a person tells it from the others: by the labels that matter, where it has such. */
export function toldEndpoint(
  end: Endpoint,
  namespaces: readonly NamespaceInWorld[],
  matters: ReadonlySet<string> = new Set(),
): ReachActor {
  if (end.endpoint === 'address') return { actor: 'address', address: end.address, except: [] };
  const labels = end.name === undefined ? end.labels : tellingLabels(end.labels, matters);
  const isOther = Object.keys(labels).length === 0 ? { isOther: true as const } : {};
  if (namespaces.some(({ name }) => name === end.namespace))
    return { actor: 'pods', labels, namespace: end.namespace, ...isOther };
  const isNamed = end.namespace !== otherNamespace;
  const namespaceLabels = Object.fromEntries(
    Object.entries(end.namespaceLabels).filter(([key]) => isNamed || key !== 'kubernetes.io/metadata.name'),
  );
  return { actor: 'pods_elsewhere', labels, namespaceLabels };
}

/** Labels that controllers give to Pods say nothing to a person. */
const controllerLabels =
  /^(pod-template-(hash|generation)|controller-(revision-hash|uid)|job-name|(batch|apps|statefulset)\.kubernetes\.io\/.*)$/;

function tellingLabels(labels: Labels, matters: ReadonlySet<string>): Labels {
  const entries = Object.entries(labels).filter(([key]) => !controllerLabels.test(key));
  const mattering = entries.filter(([key]) => matters.has(key));
  return Object.fromEntries(mattering.length > 0 ? mattering : entries);
}
