import type { Json, JsonObject } from '../json.ts';
import { isJsonObject, valueAt } from '../json.ts';
import type { KubeObject } from '../kube-object.ts';
import type { Requirement } from '../label-selector.ts';
import { requirementsOf } from '../label-selector.ts';
import { mappingsAt } from '../pod-template.ts';
import type { IpBlock } from './ip-block.ts';
import { parseBlock } from './ip-block.ts';
import type { Protocol } from './port-set.ts';

export type Direction = 'ingress' | 'egress';

/** A NetworkPolicy with its defaults. A direction that is absent is one that the policy says nothing about. */
export interface Policy {
  readonly name: string;
  readonly namespace: string;
  readonly podSelector: readonly Requirement[];
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
}

export interface Rule {
  /** Counted from 1, as people do. */
  readonly number: number;
  readonly peers: 'anyone' | readonly Peer[];
  readonly ports: 'any' | readonly PortEntry[];
}

export type Peer =
  | {
      readonly peer: 'pods';
      /** `own`: no `namespaceSelector`, the policy's namespace is meant. */
      readonly namespaces: 'own' | readonly Requirement[];
      readonly pods: readonly Requirement[];
    }
  | { readonly peer: 'block'; readonly cidr: string; readonly block: IpBlock | undefined };

export type PortEntry =
  | { readonly port: 'any'; readonly protocol: Protocol }
  | { readonly port: 'named'; readonly protocol: Protocol; readonly name: string }
  | { readonly port: 'range'; readonly protocol: Protocol; readonly first: number; readonly last: number };

/** https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/ */
export function parsePolicy(object: KubeObject): Policy {
  const types = policyTypes(object);
  return {
    name: object.metadata.name,
    namespace: object.metadata.namespace ?? 'default',
    podSelector: requirementsOf(valueAt(object, 'spec', 'podSelector')),
    ...(types.includes('Ingress') ? { ingress: rulesOf(object, 'ingress', 'from') } : {}),
    ...(types.includes('Egress') ? { egress: rulesOf(object, 'egress', 'to') } : {}),
  };
}

/** Left out, or empty, it is Ingress, and Egress too where there is an egress rule, as the API server fills it in. */
function policyTypes(object: KubeObject): readonly Json[] {
  const given = valueAt(object, 'spec', 'policyTypes');
  if (Array.isArray(given) && given.length > 0) return given;
  return mappingsAt(object, 'spec', 'egress').length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}

/** Left out or empty, `from`, `to` and `ports` restrict nothing. */
function rulesOf(object: KubeObject, direction: Direction, peersKey: 'from' | 'to'): readonly Rule[] {
  return mappingsAt(object, 'spec', direction).map((rule, index) => {
    const peers = mappingsAt(rule, peersKey);
    const ports = mappingsAt(rule, 'ports');
    return {
      number: index + 1,
      peers: peers.length === 0 ? 'anyone' : peers.map(peerOf),
      ports: ports.length === 0 ? 'any' : ports.map(portEntryOf),
    };
  });
}

function peerOf(peer: JsonObject): Peer {
  if (isJsonObject(peer.ipBlock)) {
    const except = Array.isArray(peer.ipBlock.except) ? peer.ipBlock.except.map(String) : [];
    const cidr = String(peer.ipBlock.cidr);
    return { peer: 'block', cidr, block: parseBlock(cidr, except) };
  }
  return {
    peer: 'pods',
    namespaces: isJsonObject(peer.namespaceSelector) ? requirementsOf(peer.namespaceSelector) : 'own',
    pods: requirementsOf(peer.podSelector),
  };
}

function portEntryOf({ protocol: given, port, endPort }: JsonObject): PortEntry {
  const protocol = (given ?? 'TCP') as Protocol; // the API server admits no other
  if (typeof port === 'string') return { port: 'named', protocol, name: port };
  if (typeof port !== 'number') return { port: 'any', protocol };
  return { port: 'range', protocol, first: port, last: typeof endPort === 'number' ? endPort : port };
}
