import { refOf } from '../../kubernetes/kube-object.ts';
import type { Endpoint } from '../../kubernetes/network-policy/endpoint.ts';
import type { Reachability } from '../../kubernetes/network-policy/flow.ts';
import type { PortSet } from '../../kubernetes/network-policy/port-set.ts';
import { difference, intersection, isEmpty, portSetText } from '../../kubernetes/network-policy/port-set.ts';
import type { Side } from '../../kubernetes/network-policy/side.ts';
import { servicePorts } from '../../kubernetes/service-endpoints.ts';
import type { Evidence, Issue } from '../issue.ts';
import type { ReachTable, Row } from './reach-table.ts';
import { destinationOf, reachOf } from './reach-table.ts';
import type { ReachActor } from './told.ts';
import { toldDecision } from './told-decision.ts';

/** An issue, or why the row holds. */
export type RowFinding = { readonly issue: Issue } | { readonly evidence: Evidence };

/** Every pair of ends that the row speaks of is connected on all of its ports. */
export function judgeAllowed(row: Row, table: ReachTable): RowFinding {
  const notReady = table.target.notReady ?? row.party.notReady;
  if (notReady !== undefined) return { issue: notReady };
  const pairs = pairsOf(row, table, 'asked');
  for (const { target, other, reach } of pairs) {
    const wanted = row.portsAt(destinationOf(table, target, other));
    if (isEmpty(wanted)) return { issue: noSuchPort(row, table, destinationOf(table, target, other)) };
    if (reach.is === 'own') continue;
    const refused = difference(wanted, reach.possible);
    if (!isEmpty(refused)) return { issue: cannotReach(row, table, reach, refused) };
    const unsure = difference(wanted, reach.sure);
    if (!isEmpty(unsure)) return { issue: leftToPlugin(row, table, reach, unsure, true) };
  }
  return { evidence: rowEvidence(row, table, pairs, true) };
}

/** No pair of ends that the row speaks of is connected on any of its ports; a Pod and itself are no pair. */
export function judgeDenied(row: Row, table: ReachTable): RowFinding {
  const pairs = pairsOf(row, table, 'feared');
  for (const { target, other, reach } of pairs) {
    if (reach.is === 'own') continue;
    const feared = row.portsAt(destinationOf(table, target, other));
    const open = intersection(feared, reach.sure);
    if (!isEmpty(open)) {
      const decision = toldDecision(tableSide(reach, table), open);
      return {
        issue: { code: 'reaches_too_much', ...ends(row, table), ports: portSetText(open), decision, isMoving: false },
      };
    }
    const unsure = intersection(feared, reach.possible);
    if (!isEmpty(unsure)) return { issue: leftToPlugin(row, table, reach, unsure, false) };
  }
  return { evidence: rowEvidence(row, table, pairs, false) };
}

interface Pair {
  readonly target: Endpoint;
  readonly other: Endpoint;
  readonly reach: Reachability;
}

/** Without those that policies cannot touch, unless there are no others. */
function pairsOf(row: Row, table: ReachTable, who: 'asked' | 'feared'): readonly Pair[] {
  const pairsWith = (others: readonly Endpoint[]): readonly Pair[] =>
    table.target.asked.flatMap((target) =>
      others.map((other) => ({ target, other, reach: reachOf(table, target, other) })),
    );
  const isTouched = ({ reach }: Pair): boolean => reach.is !== 'own';
  const pairs = pairsWith(row.party[who]);
  const touched = pairs.filter(isTouched);
  if (touched.length > 0) return touched;
  const possible = pairsWith(row.party.feared).filter(isTouched);
  return possible.length > 0 ? possible : pairs;
}

type Decided = Extract<Reachability, { is: 'decided' }>;

const tableSide = (reach: Decided, { direction }: ReachTable): Side => reach[direction];

function cannotReach(row: Row, table: ReachTable, reach: Decided, refused: PortSet): Issue {
  const refusing = [tableSide(reach, table), reach.ingress, reach.egress].find(
    (side) => !isEmpty(difference(refused, side.possible)),
  );
  if (refusing === undefined) throw new Error('one of the sides refuses what both together do');
  const decision = toldDecision(refusing, difference(refused, refusing.possible));
  return { code: 'cannot_reach', ...ends(row, table), ports: portSetText(refused), decision, isMoving: false };
}

function leftToPlugin(row: Row, table: ReachTable, reach: Decided, unsure: PortSet, isWanted: boolean): Issue {
  const leaving = [tableSide(reach, table), reach.ingress, reach.egress].find(
    (side) => !isEmpty(difference(unsure, side.sure)),
  );
  if (leaving === undefined) throw new Error('one of the sides leaves to the plug-in what both together do');
  const decision = toldDecision(leaving, difference(unsure, leaving.sure));
  const reason = decision.by === 'plugin' ? decision.reason : 'pod_address';
  const ports = portSetText(unsure);
  return { code: 'left_to_plugin', ...ends(row, table), ports, isWanted, reason, decision, isMoving: false };
}

/** The row asks for a port by a name that the Service or Pod has no more. */
function noSuchPort(row: Row, table: ReachTable, destination: Endpoint): Issue {
  const service = table.direction === 'ingress' ? table.target.service : row.party.service;
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

function rowEvidence(row: Row, table: ReachTable, pairs: readonly Pair[], isAllowed: boolean): Evidence {
  const about = { code: 'reach', ...ends(row, table), ports: row.portsText, isAllowed } as const;
  const [pair] = pairs;
  if (pair === undefined || pair.reach.is === 'own') {
    const why = pair?.reach.is === 'own' ? pair.reach.why : 'itself';
    return { ...about, decision: { by: 'own', why } };
  }
  const { reach } = pair;
  const ports = row.portsAt(destinationOf(table, pair.target, pair.other));
  if (isEmpty(ports)) return { ...about, decision: { by: 'no_port' } };
  const own = tableSide(reach, table);
  const deciding = [own, reach.ingress, reach.egress].find(({ isolatedBy, sure }) =>
    isAllowed ? isolatedBy.length > 0 : !isEmpty(difference(ports, sure)),
  );
  return { ...about, decision: toldDecision(deciding ?? own, ports) };
}
