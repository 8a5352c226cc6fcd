import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { refOf } from '../../kubernetes/kube-object.ts';
import type { Endpoint } from '../../kubernetes/network-policy/endpoint.ts';
import type { Reachability } from '../../kubernetes/network-policy/flow.ts';
import type { PortSet } from '../../kubernetes/network-policy/port-set.ts';
import { difference, intersection, isEmpty, noPorts, portSetText } from '../../kubernetes/network-policy/port-set.ts';
import { servicePorts } from '../../kubernetes/service-endpoints.ts';
import type { Evidence, Issue } from '../issue.ts';
import { withKnownPorts, withNamedPorts } from './named-ports.ts';
import { everyKindOfEnd, possiblyFeared } from './possible-ends.ts';
import type { ReachTable, Row } from './reach-table.ts';
import { destinationOf, guardedTargets, reachOf, wantedPortsBetween } from './reach-table.ts';
import type { ReachActor } from './told.ts';
import { leavingDecision, toldDecision } from './told-decision.ts';

/** An issue, or why the row holds. */
export type RowFinding = { readonly issue: Issue } | { readonly evidence: Evidence };

/** Every pair of ends that the row speaks of is connected on all of its ports. */
export function judgeAllowed(row: Row, table: ReachTable): RowFinding {
  const notReady = table.target.notReady ?? row.party.notReady;
  if (notReady !== undefined) return { issue: notReady };
  const pairs = withPorts(askedPairs(row, table), row, table);
  const without = pairs.find(({ ports }) => isEmpty(ports));
  if (without !== undefined) return { issue: noSuchPort(row, table, without.destination) };
  const issue =
    firstOf(pairs, (reach, ports) => {
      const refused = difference(ports, reach.possible);
      return isEmpty(refused) ? undefined : cannotReach(row, table, reach, refused);
    }) ??
    firstOf(pairs, (reach, ports) => {
      const unsure = difference(ports, reach.sure);
      return isEmpty(unsure) ? undefined : leftToPlugin(row, table, reach, unsure, true);
    });
  return issue === undefined ? { evidence: rowEvidence(row, table, pairs, true) } : { issue };
}

/** No pair of ends that the row speaks of is connected on any of its ports; a Pod and itself are no pair. */
export function judgeDenied(row: Row, table: ReachTable): RowFinding {
  const pairs = fearedPairs(row, table);
  const issue =
    firstOf(pairs, (reach, ports) => {
      const open = intersection(ports, reach.sure);
      return isEmpty(open) ? undefined : reachesTooMuch(row, table, reach, open);
    }) ??
    firstOf(pairs, (reach, ports) => {
      const unsure = intersection(ports, reach.possible);
      return isEmpty(unsure) ? undefined : leftToPlugin(row, table, reach, unsure, false);
    });
  return issue === undefined ? { evidence: rowEvidence(row, table, pairs, false) } : { issue };
}

/** The first issue among the pairs that policies can touch: what is certain is told before what is left to the plug-in. */
function firstOf(
  pairs: readonly PairOnPorts[],
  issueOf: (reach: Decided, ports: PortSet) => Issue | undefined,
): Issue | undefined {
  for (const { reach, ports } of pairs) {
    const issue = reach.is === 'own' ? undefined : issueOf(reach, ports);
    if (issue !== undefined) return issue;
  }
  return undefined;
}

interface Pair {
  readonly target: Endpoint;
  readonly other: Endpoint;
  readonly reach: Reachability;
}

interface PairOnPorts extends Pair {
  readonly destination: Endpoint;
  readonly ports: PortSet;
}

/** Without those that policies cannot touch, unless there are no others. */
function askedPairs(row: Row, table: ReachTable): readonly Pair[] {
  const isAnyone = row.party.told.actor === 'anyone';
  const known = (end: Endpoint): Endpoint => withKnownPorts(end, table);
  const targets = table.direction === 'ingress' ? table.target.asked.map(known) : table.target.asked;
  const others = (ends: readonly Endpoint[]) => (table.direction === 'ingress' ? ends : ends.map(known));
  const pairs = pairsWith(targets, table, (target) =>
    others([...row.party.asked, ...(isAnyone ? everyKindOfEnd(target, table) : [])]),
  );
  if (pairs.some(isTouched)) return pairs.filter(isTouched);
  const possible = pairsWith(targets, table, () => others(row.party.feared)).filter(isTouched);
  return possible.length > 0 ? possible : pairs;
}

/** Whoever there might be and has leave by another row is not feared; the names of a Pod's ports are, where nobody knows them. */
function fearedPairs(row: Row, table: ReachTable): readonly PairOnPorts[] {
  const pairs = pairsWith(guardedTargets(table), table, (target) => [
    ...row.party.feared,
    ...possiblyFeared(row, target, table),
  ]);
  const touched = pairs.filter(isTouched);
  return (touched.length > 0 ? touched : pairs).map(({ target, other }) => {
    const feared = row.portsAt(destinationOf(table, target, other));
    const named = (end: Endpoint): Endpoint => withNamedPorts(end, target, table, feared);
    const [self, end] = table.direction === 'ingress' ? [named(target), other] : [target, named(other)];
    const destination = destinationOf(table, self, end);
    const isThere = end.endpoint === 'pod' && end.name !== undefined;
    const excused = isThere ? noPorts : wantedPortsBetween(self, end, table);
    const ports = difference(row.portsAt(destination), excused);
    return { target: self, other: end, reach: reachOf(table, self, end), destination, ports };
  });
}

const pairsWith = (
  targets: readonly Endpoint[],
  table: ReachTable,
  othersOf: (target: Endpoint) => readonly Endpoint[],
): readonly Pair[] =>
  targets.flatMap((target) =>
    othersOf(target).map((other) => ({ target, other, reach: reachOf(table, target, other) })),
  );

const isTouched = ({ reach }: Pair): boolean => reach.is !== 'own';

/** A Pod in which the name of a Service's port means nothing gets none of its traffic, as long as others do. */
function withPorts(pairs: readonly Pair[], row: Row, table: ReachTable): readonly PairOnPorts[] {
  const all = pairs.map((pair) => {
    const destination = destinationOf(table, pair.target, pair.other);
    return { ...pair, destination, ports: row.portsAt(destination) };
  });
  const served = all.filter(({ ports }) => !isEmpty(ports));
  return serviceOf(row, table) !== undefined && served.length > 0 ? served : all;
}

const serviceOf = (row: Row, { direction, target }: ReachTable): KubeObject | undefined =>
  direction === 'ingress' ? target.service : row.party.service;

type Decided = Extract<Reachability, { is: 'decided' }>;

function cannotReach(row: Row, table: ReachTable, reach: Decided, refused: PortSet): Issue {
  const refusing = [reach[table.direction], reach.ingress, reach.egress].find(
    (side) => !isEmpty(difference(refused, side.possible)),
  );
  if (refusing === undefined) throw new Error('one of the sides refuses what both together do');
  const decision = toldDecision(refusing, difference(refused, refusing.possible));
  return { code: 'cannot_reach', ...ends(row, table), ports: portSetText(refused), decision, isMoving: false };
}

function reachesTooMuch(row: Row, table: ReachTable, reach: Decided, open: PortSet): Issue {
  const decision = toldDecision(reach[table.direction], open);
  return { code: 'reaches_too_much', ...ends(row, table), ports: portSetText(open), decision, isMoving: false };
}

function leftToPlugin(row: Row, table: ReachTable, reach: Decided, unsure: PortSet, isWanted: boolean): Issue {
  const { decision, reason } = leavingDecision(table.direction, reach, unsure);
  const about = { ports: portSetText(unsure), isWanted, reason, decision };
  return { code: 'left_to_plugin', ...ends(row, table), ...about, isMoving: false };
}

/** The row asks for a port by a name that the Service or Pod has no more. */
function noSuchPort(row: Row, table: ReachTable, destination: Endpoint): Issue {
  const service = serviceOf(row, table);
  const wanted = row.portsText;
  if (service !== undefined) {
    const found = servicePorts(service).map(({ port, protocol, targetPort }) => `${port} ${protocol} → ${targetPort}`);
    return { code: 'port_differs', object: refOf(service), wanted, found, isMoving: false };
  }
  const pod = destination.endpoint === 'pod' ? destination : undefined;
  const found = (pod?.ports ?? []).map(({ name, protocol, port }) => `${port} ${protocol}${name && ` (${name})`}`);
  const object = { kind: 'Pod', name: pod?.name ?? 'any', namespace: pod?.namespace ?? '' };
  return { code: 'port_differs', object, wanted, found, isMoving: false };
}

/** From whom to whom the row goes. */
const ends = (row: Row, { direction, target }: ReachTable): { readonly from: ReachActor; readonly to: ReachActor } =>
  direction === 'ingress' ? { from: row.party.told, to: target.told } : { from: target.told, to: row.party.told };

function rowEvidence(row: Row, table: ReachTable, pairs: readonly PairOnPorts[], isAllowed: boolean): Evidence {
  const about = { code: 'reach', ...ends(row, table), ports: row.portsText, isAllowed } as const;
  const pair = pairs.find(({ ports }) => !isEmpty(ports)) ?? pairs[0];
  if (pair === undefined || pair.reach.is === 'own') {
    const why = pair?.reach.is === 'own' ? pair.reach.why : 'itself';
    return { ...about, decision: { by: 'own', why } };
  }
  const { reach, ports } = pair;
  if (isEmpty(ports)) return { ...about, decision: { by: 'no_port' } };
  const sides = [reach[table.direction], reach.ingress, reach.egress];
  if (isAllowed) {
    const deciding = sides.find(({ isolatedBy }) => isolatedBy.length > 0);
    return { ...about, decision: toldDecision(deciding ?? reach[table.direction], ports) };
  }
  const deciding = sides.find(({ sure }) => !isEmpty(difference(ports, sure))) ?? reach[table.direction];
  return { ...about, decision: toldDecision(deciding, difference(ports, deciding.sure)) };
}
