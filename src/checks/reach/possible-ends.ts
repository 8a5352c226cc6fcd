import type { Requirement } from '../../kubernetes/label-selector.ts';
import { requirementsOfMap } from '../../kubernetes/label-selector.ts';
import type { Endpoint, PodEndpoint } from '../../kubernetes/network-policy/endpoint.ts';
import { parseAddress, parseBlock } from '../../kubernetes/network-policy/ip-block.ts';
import type { Peer } from '../../kubernetes/network-policy/policy.ts';
import { spokenOf } from '../../kubernetes/network-policy/satisfying-labels.ts';
import { isolating } from '../../kubernetes/network-policy/side.ts';
import type { WitnessQuestion } from '../../kubernetes/network-policy/witnesses.ts';
import {
  addressWitnesses,
  everyKindOfPod,
  familiesOf,
  podsMeant,
  podWitnesses,
} from '../../kubernetes/network-policy/witnesses.ts';
import type { ReachTable, Row } from './reach-table.ts';
import { inWorld } from './reach-world.ts';
import type { ReachActor } from './told.ts';

/** Whoever might be at the other end: if there is somebody whom the rows do not want, then there is one among these. */
export function possibleEnds(target: Endpoint, table: ReachTable): readonly Endpoint[] {
  if (target.endpoint === 'address') return [];
  const question = questionOf(target, table);
  return [...podWitnesses(question), ...addressWitnesses(question)];
}

/**
 * Those whom a row forbids, as far as there might be such. An entry that says nothing of the labels that the row tells its
 * Pods by means others: that one of these could have the row's labels, too, is no fault of the policy.
 */
export function possiblyFeared({ party }: Row, target: Endpoint, table: ReachTable): readonly Endpoint[] {
  const { told } = party;
  if (told.actor === 'anyone') return possibleEnds(target, table);
  if (target.endpoint === 'address' || (told.actor !== 'pods' && told.actor !== 'pods_elsewhere')) return [];
  const question = questionOf(target, table);
  const peers = question.peers.filter((peer) => speaksOf(peer, told.labels));
  const namespaceLabels = requirementsOfMap(told.actor === 'pods' ? {} : told.namespaceLabels);
  const sought = { labels: requirementsOfMap(told.labels), namespaceLabels };
  const strangers = sought.labels.length === 0 ? podWitnesses(question) : [];
  return [...podsMeant({ ...question, peers }, sought), ...strangers].filter(party.isMeant);
}

/** All that the rules for the target can tell apart: where anyone is wanted, each of them is. */
export function everyKindOfEnd(target: Endpoint, table: ReachTable): readonly Endpoint[] {
  if (target.endpoint === 'address') return [];
  const question = questionOf(target, table);
  const families = familiesOf(table.world.podAddresses);
  const addresses = addressWitnesses(question).filter(({ address }) =>
    families.has(parseAddress(address)?.family ?? 4),
  );
  return [...everyKindOfPod(question), ...addresses];
}

function questionOf(target: PodEndpoint, table: ReachTable): WitnessQuestion {
  const { world, direction } = table;
  const rules = isolating(target, direction, world.policies).flatMap((policy) => policy[direction] ?? []);
  const told = [...table.allow, ...table.may].map(({ party }) => party.told);
  const excepted = told.flatMap((actor) =>
    actor.actor === 'pods' && actor.except !== undefined ? [requirementsOfMap(actor.except)] : [],
  );
  return {
    peers: rules.flatMap(({ peers }) => (peers === 'anyone' ? [] : peers)),
    home: inWorld(target.namespace, world.namespaces),
    namespaces: world.namespaces,
    furtherIn: (namespace) => spokenOf([...excepted, ...selectorsOfOtherSide(namespace, table)]),
    wanted: {
      labels: spokenOf(told.flatMap((actor) => ('labels' in actor ? [requirementsOfMap(actor.labels)] : []))),
      namespaceLabels: spokenOf(told.map(namespaceRequirements)),
      blocks: told
        .flatMap((actor) => (actor.actor === 'address' ? [parseBlock(actor.address, actor.except)] : []))
        .filter((block) => block !== undefined),
    },
  };
}

/** Selectors of the policies that the other end itself is under. */
const selectorsOfOtherSide = (
  namespace: string,
  { direction, world }: ReachTable,
): readonly (readonly Requirement[])[] =>
  world.policies
    .filter((policy) => policy.namespace === namespace)
    .filter((policy) => policy[direction === 'ingress' ? 'egress' : 'ingress'] !== undefined)
    .map(({ podSelector }) => podSelector);

function namespaceRequirements(actor: ReachActor): readonly Requirement[] {
  if (actor.actor === 'pods_elsewhere') return requirementsOfMap(actor.namespaceLabels);
  return 'namespace' in actor ? requirementsOfMap({ 'kubernetes.io/metadata.name': actor.namespace }) : [];
}

const speaksOf = (peer: Peer, labels: Readonly<Record<string, string>>): boolean =>
  Object.keys(labels).length === 0 ||
  (peer.peer === 'pods' &&
    peer.pods.some(({ key, operator }) => Object.hasOwn(labels, key) && (operator === 'In' || operator === 'Exists')));
