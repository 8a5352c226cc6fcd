import { requirementsOfMap } from '../../kubernetes/label-selector.ts';
import type { Endpoint } from '../../kubernetes/network-policy/endpoint.ts';
import { addressEndpoint } from '../../kubernetes/network-policy/endpoint.ts';
import { parseBlock } from '../../kubernetes/network-policy/ip-block.ts';
import type { PortSet } from '../../kubernetes/network-policy/port-set.ts';
import { difference, isEmpty, noPorts, portSetText, union } from '../../kubernetes/network-policy/port-set.ts';
import { spokenOf } from '../../kubernetes/network-policy/satisfying-labels.ts';
import { isolating } from '../../kubernetes/network-policy/side.ts';
import type { WitnessQuestion } from '../../kubernetes/network-policy/witnesses.ts';
import { witnesses } from '../../kubernetes/network-policy/witnesses.ts';
import type { Evidence, Issue } from '../issue.ts';
import { withNamedPorts } from './named-port-witness.ts';
import type { ReachTable } from './reach-table.ts';
import { destinationOf, reachOf } from './reach-table.ts';
import { inWorld } from './reach-world.ts';
import type { ReachActor } from './told.ts';
import { toldDecision, toldEndpoint } from './told-decision.ts';

/**
 * Nobody and nothing but the rows: all Pods that are there, and witnesses for every rule that touches the target. One
 * issue for each rule that lets in somebody who is not wanted, or opens a port that is not.
 */
export function judgeOnly(table: ReachTable): { readonly issues: readonly Issue[]; readonly evidence: Evidence } {
  const pairs = alike(table.target.asked).flatMap((target) =>
    othersFor(target, table).map((other) => ({ target, other })),
  );
  const issues = new Map<string, Issue>();
  for (const { target, other } of pairs) {
    const found = excessIssue(target, other, table);
    if (found !== undefined && !issues.has(found.key)) issues.set(found.key, found.issue);
  }
  const { direction, target } = table;
  const evidence = { code: 'reach_only', direction, target: target.told, tried: pairs.length } as const;
  return { issues: [...issues.values()], evidence };
}

/** Those who are there first, strangers before others: they convince more than one who might be. */
function othersFor(target: Endpoint, table: ReachTable): readonly Endpoint[] {
  const { world, direction } = table;
  if (target.endpoint === 'address') return [];
  const rules = isolating(target, direction, world.policies).flatMap((policy) => policy[direction] ?? []);
  const question: WitnessQuestion = {
    peers: rules.flatMap(({ peers }) => (peers === 'anyone' ? [] : peers)),
    home: inWorld(target.namespace, world.namespaces),
    namespaces: world.namespaces,
    policies: world.policies,
    wanted: wantedOf(table),
  };
  const possible = witnesses(question);
  const there = world.pods.toSorted((a, b) => Number(isSpokenOf(a, table)) - Number(isSpokenOf(b, table)));
  if (direction === 'ingress') return [...there, ...possible];
  return [...there, ...possible.map((other) => withNamedPorts(other, rules, wantedPorts(target, other, table)))];
}

const isSpokenOf = (end: Endpoint, { target, allow, may }: ReachTable): boolean =>
  [target, ...[...allow, ...may].map(({ party }) => party)].some(({ isMeant }) => isMeant(end));

/** What the rows tell their Pods, namespaces and addresses by. */
function wantedOf({ allow, may }: ReachTable): WitnessQuestion['wanted'] {
  const told = [...allow, ...may].map(({ party }) => party.told);
  const labels = told.flatMap((actor) => ('labels' in actor ? [requirementsOfMap(actor.labels)] : []));
  const namespaceLabels = told.map((actor) => {
    if (actor.actor === 'pods_elsewhere') return requirementsOfMap(actor.namespaceLabels);
    return 'namespace' in actor ? requirementsOfMap({ 'kubernetes.io/metadata.name': actor.namespace }) : [];
  });
  const blocks = told.flatMap((actor) => (actor.actor === 'address' ? [parseBlock(actor.address, actor.except)] : []));
  return {
    labels: spokenOf(labels),
    namespaceLabels: spokenOf(namespaceLabels),
    blocks: blocks.filter((block) => block !== undefined),
  };
}

const wantedPorts = (target: Endpoint, other: Endpoint, table: ReachTable): PortSet =>
  union(
    noPorts,
    ...[...table.allow, ...table.may]
      .filter(({ party }) => party.isMeant(other))
      .map((row) => row.portsAt(destinationOf(table, target, other))),
  );

interface Excess {
  /** The same for all that one rule does wrong. */
  readonly key: string;
  readonly issue: Issue;
}

function excessIssue(target: Endpoint, other: Endpoint, table: ReachTable): Excess | undefined {
  const reach = reachOf(table, target, other);
  if (reach.is === 'own') return undefined;
  const wanted = wantedPorts(target, other, table);
  const side = reach[table.direction];
  const excess = difference(reach.sure, wanted);
  if (isEmpty(excess))
    return side.isHostNetwork ? unsureIssue(target, other, difference(reach.possible, wanted), table) : undefined;
  const decision = toldDecision(side, excess);
  const allowed = [...table.allow, ...table.may].map(({ party, portsText }) => ({
    actor: party.told,
    ports: portsText,
  }));
  const ends = endsOf(target, other, table, decision.by === 'no_policy');
  return {
    key: keyOf(decision),
    issue: { code: 'reaches_too_much', ...ends, ports: portSetText(excess), decision, allowed, isMoving: false },
  };
}

/** Policies for a Pod on its node's network are followed by some plug-ins and not by others. */
function unsureIssue(target: Endpoint, other: Endpoint, unsure: PortSet, table: ReachTable): Excess | undefined {
  const reach = reachOf(table, target, other);
  if (isEmpty(unsure) || reach.is === 'own') return undefined;
  const decision = toldDecision(reach[table.direction], unsure);
  const about = { ports: portSetText(unsure), isWanted: false, reason: 'host_network', decision } as const;
  return {
    key: 'host network',
    issue: { code: 'left_to_plugin', ...endsOf(target, other, table, true), ...about, isMoving: false },
  };
}

const keyOf = (decision: ReturnType<typeof toldDecision>): string =>
  decision.by === 'rule' ? JSON.stringify([decision.policy, decision.rule, decision.means]) : decision.by;

function endsOf(
  target: Endpoint,
  other: Endpoint,
  table: ReachTable,
  isAboutTarget: boolean,
): { readonly from: ReachActor; readonly to: ReachActor } {
  const { world, direction } = table;
  const matters = new Set([...wantedOf(table).labels.keys(), ...targetLabels(table)]);
  const it =
    isAboutTarget && table.target.asked.length > 1 ? toldEndpoint(target, world.namespaces) : table.target.told;
  const who = toldEndpoint(other, world.namespaces, matters);
  return direction === 'ingress' ? { from: who, to: it } : { from: it, to: who };
}

const targetLabels = ({ target }: ReachTable): readonly string[] =>
  target.told.actor === 'pods' ? Object.keys(target.told.labels) : [];

/** One of those that policies cannot tell apart. */
function alike(ends: readonly Endpoint[]): readonly Endpoint[] {
  const keyed = ends.map((end) => {
    const told =
      end.endpoint === 'address' ? addressEndpoint(end.address) : { ...end, name: '', addresses: [], node: '' };
    return [JSON.stringify(told), end] as const;
  });
  return [...new Map(keyed.toReversed()).values()].toReversed();
}
