import type { Endpoint } from '../../kubernetes/network-policy/endpoint.ts';
import { addressEndpoint } from '../../kubernetes/network-policy/endpoint.ts';
import type { Reachability } from '../../kubernetes/network-policy/flow.ts';
import type { PortSet } from '../../kubernetes/network-policy/port-set.ts';
import { difference, isEmpty, portSetText } from '../../kubernetes/network-policy/port-set.ts';
import type { Evidence, Issue } from '../issue.ts';
import { withNamedPorts } from './named-ports.ts';
import { possibleEnds } from './possible-ends.ts';
import type { ReachTable } from './reach-table.ts';
import { excusedPorts, guardedTargets, reachOf, wantedPortsBetween } from './reach-table.ts';
import type { ReachActor, ReachDecision } from './told.ts';
import { leavingDecision, toldDecision, toldEndpoint } from './told-decision.ts';

/**
 * Nobody and nothing but the rows: all Pods that are there, and witnesses for every rule that touches the target. One
 * issue for each rule that lets in somebody who is not wanted, or opens a port that is not; and one for each that may do so,
 * depending on the network plug-in.
 */
export function judgeOnly(table: ReachTable): { readonly issues: readonly Issue[]; readonly evidence: Evidence } {
  const pairs = alike(guardedTargets(table)).flatMap((target) => pairsWith(target, table));
  const excesses = pairs.flatMap((pair) => excessOf(pair, table) ?? []);
  const sure = new Set(excesses.filter(({ isSure }) => isSure).map(({ rule }) => rule));
  const issues = new Map<string, Issue>();
  for (const { key, issue } of excesses.filter(({ isSure, rule }) => isSure || !sure.has(rule)))
    if (!issues.has(key)) issues.set(key, issue);
  const { direction, target } = table;
  const evidence = { code: 'reach_only', direction, target: target.told, tried: pairs.length } as const;
  return { issues: [...issues.values()], evidence };
}

interface Pair {
  readonly target: Endpoint;
  readonly other: Endpoint;
  readonly reach: Extract<Reachability, { is: 'decided' }>;
}

/** Those who are there first, strangers before others: they convince more than one who might be. */
function pairsWith(target: Endpoint, table: ReachTable): readonly Pair[] {
  if (target.endpoint === 'address') return [];
  const there = table.world.pods.toSorted((a, b) => Number(isSpokenOf(a, table)) - Number(isSpokenOf(b, table)));
  return [...there, ...possibleEnds(target, table)].flatMap((end) => {
    const [self, other] = withNames(target, end, table);
    const reach = reachOf(table, self, other);
    return reach.is === 'own' ? [] : [{ target: self, other, reach }];
  });
}

/** The destination, where it is one that might be, with the names that its ports might have. */
function withNames(target: Endpoint, end: Endpoint, table: ReachTable): readonly [Endpoint, Endpoint] {
  const wanted = wantedPortsBetween(target, end, table);
  return table.direction === 'ingress'
    ? [withNamedPorts(target, target, table, wanted), end]
    : [target, withNamedPorts(end, target, table, wanted)];
}

const isSpokenOf = (end: Endpoint, { target, allow, may }: ReachTable): boolean =>
  [target, ...[...allow, ...may].map(({ party }) => party)].some(({ isMeant }) => isMeant(end));

interface Excess {
  readonly isSure: boolean;
  /** The policy and rule at fault. */
  readonly rule: string;
  /** The same for all that one entry of it does wrong. */
  readonly key: string;
  readonly issue: Issue;
}

function excessOf(pair: Pair, table: ReachTable): Excess | undefined {
  const { target, other, reach } = pair;
  const wanted = wantedPortsBetween(target, other, table);
  const excess = difference(reach.sure, wanted);
  if (isEmpty(excess)) return unsureExcess(pair, difference(reach.possible, wanted), table);
  const decision = toldDecision(reach[table.direction], excess);
  const allowed = [...table.allow, ...table.may].map(({ party, portsText }) => ({
    actor: party.told,
    ports: portsText,
  }));
  const about = { ...endsOf(pair, table, decision.by === 'no_policy'), ports: portSetText(excess), decision, allowed };
  return { isSure: true, ...keysOf(decision), issue: { code: 'reaches_too_much', ...about, isMoving: false } };
}

/** A block that a row has itself may mean the Pods in it as it likes. */
function unsureExcess(pair: Pair, possible: PortSet, table: ReachTable): Excess | undefined {
  const { target, other, reach } = pair;
  const unsure = difference(possible, excusedPorts(target, other, table));
  if (isEmpty(unsure)) return undefined;
  const { decision, reason } = leavingDecision(table.direction, reach, unsure);
  const ends = endsOf(pair, table, reach[table.direction].isHostNetwork);
  const about = { ...ends, ports: portSetText(unsure), isWanted: false, reason, decision };
  return { isSure: false, ...keysOf(decision), issue: { code: 'left_to_plugin', ...about, isMoving: false } };
}

function keysOf(decision: ReachDecision): Pick<Excess, 'rule' | 'key'> {
  if (decision.by !== 'rule' && decision.by !== 'plugin') return { rule: decision.by, key: decision.by };
  const rule = JSON.stringify([decision.policy, decision.rule]);
  return { rule, key: decision.by === 'rule' ? JSON.stringify([rule, decision.means]) : rule };
}

function endsOf(
  { target, other }: Pair,
  table: ReachTable,
  isAboutTarget: boolean,
): { readonly from: ReachActor; readonly to: ReachActor } {
  const { world, direction, allow, may } = table;
  const told = [table.target, ...[...allow, ...may].map(({ party }) => party)].map((party) => party.told);
  const matters = new Set(told.flatMap((actor) => ('labels' in actor ? Object.keys(actor.labels) : [])));
  const it =
    isAboutTarget && guardedTargets(table).length > 1 ? toldEndpoint(target, world.namespaces) : table.target.told;
  const who = toldEndpoint(other, world.namespaces, matters);
  return direction === 'ingress' ? { from: who, to: it } : { from: it, to: who };
}

/** One of those that policies cannot tell apart. */
function alike(ends: readonly Endpoint[]): readonly Endpoint[] {
  const keyed = ends.map((end) => {
    const told =
      end.endpoint === 'address' ? addressEndpoint(end.address) : { ...end, name: '', addresses: [], node: '' };
    return [JSON.stringify(told), end] as const;
  });
  return [...new Map(keyed.toReversed()).values()].toReversed();
}
