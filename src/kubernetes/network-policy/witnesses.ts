import type { Labels, Requirement } from '../label-selector.ts';
import { meetsAll } from '../label-selector.ts';
import type { AddressEndpoint, PodEndpoint } from './endpoint.ts';
import { addressEndpoint, hypotheticalPod } from './endpoint.ts';
import type { IpBlock } from './ip-block.ts';
import { addressSamples, addressText, parseAddress } from './ip-block.ts';
import type { Peer } from './policy.ts';
import type { LabelHints, SpokenOf } from './satisfying-labels.ts';
import { satisfyingLabels, spokenOf } from './satisfying-labels.ts';

/** Every namespace has its name as a label. https://kubernetes.io/docs/reference/labels-annotations-taints/ */
const nameLabel = 'kubernetes.io/metadata.name';

/** Stands for the name of a namespace that there might be; none can bear it, so that none that there is hides it. */
export const otherNamespace = 'kubeproctor_other';

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
  /** Labels that matter besides those of the entries, by namespace: of policies for a witness itself, and of exceptions. */
  readonly furtherIn: (namespace: string) => SpokenOf;
  /** What those that are wanted are told by. */
  readonly wanted: {
    readonly labels: SpokenOf;
    readonly namespaceLabels: SpokenOf;
    readonly blocks: readonly IpBlock[];
  };
}

/** Labels that all of the Pods sought have, and their namespaces. */
export interface Sought {
  readonly labels: readonly Requirement[];
  readonly namespaceLabels: readonly Requirement[];
}

const anybody: Sought = { labels: [], namespaceLabels: [] };

/** Addresses from ranges kept for documentation (RFC 5737, RFC 3849), so that they are nobody's. */
const documentationAddresses = { 4: '203.0.113.10', 6: '2001:db8::10' } as const;

/** An address of each family that the Pods have: others do not come to them. Of IPv4, where no Pod has an address. */
export function outsideAddresses(podAddresses: readonly string[]): readonly AddressEndpoint[] {
  const families = familiesOf(podAddresses);
  return ([4, 6] as const)
    .filter((family) => families.has(family))
    .map((family) => addressEndpoint(documentationAddresses[family]));
}

export function familiesOf(podAddresses: readonly string[]): ReadonlySet<4 | 6> {
  const found = podAddresses.flatMap((address) => parseAddress(address)?.family ?? []);
  return new Set(found.length > 0 ? found : [4]);
}

/**
 * The Pods to try before one may say "nobody else": strangers, and those with the least labels that each entry of each rule
 * means, in each namespace that it means and in one that there might be. If an entry lets in more than is wanted then one of
 * these shows it: whoever meets the entry and has further labels is among the wanted at least as often as the one with
 * the least labels, but for labels that matter besides, of which every combination is tried.
 */
export function podWitnesses(question: WitnessQuestion): readonly PodEndpoint[] {
  const strangers = [...question.namespaces, question.home, namespaceNamed(otherNamespace)].flatMap((namespace) =>
    podsIn(namespace, [], question),
  );
  return unique([...podsMeant(question), ...strangers]);
}

/** As `podWitnesses`, without strangers: those whom an entry means, of the Pods sought. */
export const podsMeant = (question: WitnessQuestion, sought: Sought = anybody): readonly PodEndpoint[] =>
  unique(
    question.peers.flatMap((peer) => {
      if (peer.peer !== 'pods') return [];
      const namespaces =
        peer.namespaces === 'own'
          ? [question.home].filter(({ labels }) => meetsAll(labels, sought.namespaceLabels))
          : namespacesMeant([...peer.namespaces, ...sought.namespaceLabels], question);
      return namespaces.flatMap((namespace) => podsIn(namespace, [...peer.pods, ...sought.labels], question));
    }),
  );

/** A Pod of every kind that the entries can tell apart, in each namespace and in one of every kind that there might be. */
export function everyKindOfPod({ peers, home, namespaces, wanted }: WitnessQuestion): readonly PodEndpoint[] {
  const selectors = peers.flatMap((peer) => (peer.peer === 'pods' ? [peer] : []));
  const kinds = satisfyingLabels([], { avoid: wanted.labels, further: spokenOf(selectors.map(({ pods }) => pods)) });
  const ofNamespaces = spokenOf(selectors.flatMap((peer) => (peer.namespaces === 'own' ? [] : [peer.namespaces])));
  const possible = possibleNamespaces([], { avoid: wanted.namespaceLabels, further: ofNamespaces }, namespaces);
  return unique(
    [home, ...namespaces, ...possible].flatMap(({ name, labels }) =>
      kinds.map((kind) => hypotheticalPod(name, labels, kind)),
    ),
  );
}

/** An address of each kind that the entries and what is wanted tell apart. */
export function addressWitnesses({ peers, wanted }: WitnessQuestion): readonly AddressEndpoint[] {
  const blocks = peers.flatMap((peer) => (peer.peer === 'block' && peer.block !== undefined ? [peer.block] : []));
  const samples = addressSamples([...blocks, ...wanted.blocks]).map(addressText);
  return [...new Set([documentationAddresses[4], ...samples])].map(addressEndpoint);
}

const podsIn = (
  { name, labels: namespaceLabels }: NamespaceInWorld,
  requirements: readonly Requirement[],
  { furtherIn, wanted }: WitnessQuestion,
): readonly PodEndpoint[] =>
  satisfyingLabels(requirements, { avoid: wanted.labels, further: furtherIn(name) }).map((labels) =>
    hypotheticalPod(name, namespaceLabels, labels),
  );

const namespacesMeant = (
  selector: readonly Requirement[],
  { namespaces, wanted }: WitnessQuestion,
): readonly NamespaceInWorld[] => [
  ...namespaces.filter(({ labels }) => meetsAll(labels, selector)),
  ...possibleNamespaces(selector, { avoid: wanted.namespaceLabels }, namespaces),
];

/** Namespaces that there might be. */
function possibleNamespaces(
  selector: readonly Requirement[],
  hints: LabelHints,
  namespaces: readonly NamespaceInWorld[],
): readonly NamespaceInWorld[] {
  const names = new Set(namespaces.map(({ name }) => name));
  return satisfyingLabels(selector, hints)
    .map((labels) => namespaceNamed(labels[nameLabel] ?? otherNamespace, labels))
    .filter(({ name, labels }) => !names.has(name) && meetsAll(labels, selector));
}

export const namespaceNamed = (name: string, labels: Labels = {}): NamespaceInWorld => ({
  name,
  labels: { ...labels, [nameLabel]: name },
});

const unique = (pods: readonly PodEndpoint[]): readonly PodEndpoint[] => [
  ...new Map(pods.map((pod) => [JSON.stringify(pod), pod])).values(),
];
