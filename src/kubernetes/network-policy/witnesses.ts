import type { Labels, Requirement } from '../label-selector.ts';
import { meetsAll } from '../label-selector.ts';
import type { Endpoint } from './endpoint.ts';
import { addressEndpoint, hypotheticalPod } from './endpoint.ts';
import type { IpBlock } from './ip-block.ts';
import { addressSamples, addressText, isInBlock } from './ip-block.ts';
import type { Peer, Policy } from './policy.ts';
import type { SpokenOf } from './satisfying-labels.ts';
import { satisfyingLabels, spokenOf, withFreshLabels } from './satisfying-labels.ts';

/** Every namespace has its name as a label. https://kubernetes.io/docs/reference/labels-annotations-taints/ */
const nameLabel = 'kubernetes.io/metadata.name';

/** The name of a namespace that there might be. */
export const otherNamespace = 'kubeproctor-other';

export interface NamespaceInWorld {
  readonly name: string;
  readonly labels: Labels;
}

export interface WitnessQuestion {
  /** The entries of `from` or `to` that could let somebody in. */
  readonly peers: readonly Peer[];
  /** The namespace of the end whose policies are asked. */
  readonly home: NamespaceInWorld;
  /** The namespaces there are. */
  readonly namespaces: readonly NamespaceInWorld[];
  /** All policies, for what they might do to a witness itself. */
  readonly policies: readonly Policy[];
  /** What those that are wanted are told by. */
  readonly wanted: {
    readonly labels: SpokenOf;
    readonly namespaceLabels: SpokenOf;
    readonly blocks: readonly IpBlock[];
  };
}

/** An address from a range kept for documentation (RFC 5737), so that it is nobody's. */
const documentationAddress = '203.0.113.10';

/**
 * The other ends to try before one may say "nobody else": strangers, Pods with the least labels that each entry of each
 * rule means, in each namespace that it means and in one that there might be, and an address of each kind that the blocks
 * tell apart. If an entry lets in more than is wanted then one of these shows it: whoever meets the entry and has further
 * labels is among the wanted at least as often as the one with the least labels.
 */
export function witnesses(question: WitnessQuestion): readonly Endpoint[] {
  const { peers, home } = question;
  const elsewhere = namespaceNamed(otherNamespace);
  const strangers = [home, elsewhere].flatMap((namespace) => podsIn(namespace, {}, question));
  const pods = peers.flatMap((peer) => (peer.peer === 'pods' ? podsMeant(peer, question) : []));
  return unique([...pods, ...strangers, ...addresses(question)]);
}

function podsMeant(peer: Extract<Peer, { peer: 'pods' }>, question: WitnessQuestion): readonly Endpoint[] {
  const namespaces = peer.namespaces === 'own' ? [question.home] : namespacesMeant(peer.namespaces, question);
  const labels = satisfyingLabels(peer.pods, question.wanted.labels);
  return namespaces.flatMap((namespace) => labels.flatMap((one) => podsIn(namespace, one, question, peer.pods)));
}

/** A Pod with these labels, and one with labels besides, where a policy for Pods of its namespace could tell them apart. */
function podsIn(
  namespace: NamespaceInWorld,
  labels: Labels,
  { policies, wanted }: WitnessQuestion,
  selector: readonly Requirement[] = [],
): readonly Endpoint[] {
  const selectors = policies.filter((policy) => policy.namespace === namespace.name).map((one) => one.podSelector);
  const more = withFreshLabels(labels, spokenOf(selectors).keys(), wanted.labels);
  const variants = meetsAll(more, selector) ? [labels, more] : [labels];
  return variants.map((one) => hypotheticalPod(namespace.name, namespace.labels, one));
}

function namespacesMeant(
  selector: readonly Requirement[],
  { namespaces, wanted }: WitnessQuestion,
): readonly NamespaceInWorld[] {
  const there = namespaces.filter(({ labels }) => meetsAll(labels, selector));
  const names = new Set(namespaces.map(({ name }) => name));
  const possible = satisfyingLabels(selector, wanted.namespaceLabels)
    .map((labels) => namespaceNamed(labels[nameLabel] ?? otherNamespace, labels))
    .filter(({ name, labels }) => !names.has(name) && meetsAll(labels, selector));
  return [...there, ...possible];
}

export const namespaceNamed = (name: string, labels: Labels = {}): NamespaceInWorld => ({
  name,
  labels: { ...labels, [nameLabel]: name },
});

function addresses({ peers, wanted }: WitnessQuestion): readonly Endpoint[] {
  const blocks = peers.flatMap((peer) => (peer.peer === 'block' && peer.block !== undefined ? [peer.block] : []));
  const samples = addressSamples([...blocks, ...wanted.blocks]);
  const inBlocks = samples.filter((address) => blocks.some((block) => isInBlock(address, block)));
  return [documentationAddress, ...inBlocks.map(addressText)].map(addressEndpoint);
}

const unique = (endpoints: readonly Endpoint[]): readonly Endpoint[] => [
  ...new Map(endpoints.map((endpoint) => [JSON.stringify(endpoint), endpoint])).values(),
];
