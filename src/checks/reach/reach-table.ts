import type { Endpoint } from '../../kubernetes/network-policy/endpoint.ts';
import { hypotheticalPod } from '../../kubernetes/network-policy/endpoint.ts';
import type { Reachability } from '../../kubernetes/network-policy/flow.ts';
import { reachability } from '../../kubernetes/network-policy/flow.ts';
import type { IpBlock } from '../../kubernetes/network-policy/ip-block.ts';
import type { Direction } from '../../kubernetes/network-policy/policy.ts';
import type { PortSet } from '../../kubernetes/network-policy/port-set.ts';
import { noPorts, union } from '../../kubernetes/network-policy/port-set.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import { LabDefect } from '../check-kind.ts';
import type { Issue } from '../issue.ts';
import type { Party, PartyContext, PartySpec } from './reach-party.ts';
import { partyOf } from './reach-party.ts';
import type { ReachWorld } from './reach-world.ts';
import { inWorld } from './reach-world.ts';
import type { RowPorts } from './wanted-ports.ts';
import { rowPortsMistake, rowPortsText, wantedPorts } from './wanted-ports.ts';

export type ReachSpec = CheckOf<'reach'>['reach'];

/** A `reach` check with its names resolved. */
export interface ReachTable {
  readonly world: ReachWorld;
  /** The direction whose policies the table is about, as the target sees it. */
  readonly direction: Direction;
  readonly target: Party;
  readonly allow: readonly Row[];
  readonly deny: readonly Row[];
  /** Not asked for, and not forbidden by `only`. */
  readonly may: readonly Row[];
  readonly only: boolean;
}

export interface Row {
  readonly party: Party;
  /** As the row has it: `TCP 5432`. */
  readonly portsText: string;
  readonly portsAt: (destination: Endpoint) => PortSet;
}

type RowSpec = { readonly actor: PartySpec } & RowPorts;

/** The table, or what is missing so that it cannot be made. */
export function tableOf(
  spec: ReachSpec,
  within: Omit<PartyContext, 'blocks'>,
): ReachTable | { readonly issues: readonly [Issue, ...Issue[]] } {
  const direction = 'to' in spec ? 'ingress' : 'egress';
  const context = { ...within, blocks: blocksOf(within.world) };
  const target = partyOf('to' in spec ? spec.to : spec.from, context);
  const rows = {
    allow: rowSpecs(spec, 'allow').map((row) => partyOf(row.actor, context)),
    deny: rowSpecs(spec, 'deny').map((row) => partyOf(row.actor, context)),
    may: rowSpecs(spec, 'may').map((row) => partyOf(row.actor, context)),
  };
  const parties = [target, ...rows.allow, ...rows.deny, ...rows.may];
  const [first, ...rest] = parties.flatMap((party) => ('issue' in party ? [party.issue] : []));
  if (first !== undefined || 'issue' in target) return { issues: first === undefined ? never() : [first, ...rest] };
  const dns = 'from' in spec && spec.dns === true ? dnsRows(within.world, context) : { allow: [], may: [] };
  const made = (key: 'allow' | 'deny' | 'may'): readonly Row[] =>
    rows[key].flatMap((party, index) => {
      const row = rowSpecs(spec, key)[index];
      return 'issue' in party || row === undefined ? [] : [rowOf(party, row, direction === 'ingress' ? target : party)];
    });
  return {
    world: within.world,
    ...{ direction, target },
    allow: [...made('allow'), ...dns.allow],
    deny: made('deny'),
    may: [...made('may'), ...dns.may],
    only: spec.only === true,
  };
}

/** What there is between the target and another end, in the direction of the table. */
export const reachOf = ({ direction, world }: ReachTable, target: Endpoint, other: Endpoint): Reachability =>
  direction === 'ingress' ? reachability(other, target, world) : reachability(target, other, world);

export const destinationOf = ({ direction }: ReachTable, target: Endpoint, other: Endpoint): Endpoint =>
  direction === 'ingress' ? target : other;

/** Targets that unwanted connections are tried with: those of a Service that are not ready may be so in a moment. */
export const guardedTargets = ({ target }: ReachTable): readonly Endpoint[] =>
  target.service === undefined ? target.asked : target.feared;

/** What the rows that mean the other end allow, or leave free. */
export const wantedPortsBetween = (target: Endpoint, other: Endpoint, table: ReachTable): PortSet =>
  portsOfRows(({ isMeant }) => isMeant(other), destinationOf(table, target, other), table);

/** What they do not mind: a row's block of addresses means the Pods in it, or does not, as the policies' blocks do. */
export const excusedPorts = (target: Endpoint, other: Endpoint, table: ReachTable): PortSet =>
  portsOfRows(({ mayMean }) => mayMean?.(other) === true, destinationOf(table, target, other), table);

const portsOfRows = (fits: (party: Party) => boolean, destination: Endpoint, { allow, may }: ReachTable): PortSet =>
  union(noPorts, ...[...allow, ...may].filter(({ party }) => fits(party)).map(({ portsAt }) => portsAt(destination)));

/** The rows of a table in one shape, whichever its direction. */
export function rowSpecs(spec: ReachSpec, key: 'allow' | 'deny' | 'may'): readonly RowSpec[] {
  if ('to' in spec) return (spec[key] ?? []).map(({ from, ...ports }) => ({ actor: from, ...ports }));
  return (spec[key] ?? []).map(({ to, ...ports }) => ({ actor: to, ...ports }));
}

function rowOf(party: Party, ports: RowPorts, destination: Party): Row {
  const mistake = rowPortsMistake(ports, destination.service);
  if (mistake !== undefined) throw new LabDefect(`reach: ${mistake}`);
  return {
    party,
    portsText: rowPortsText(ports),
    portsAt: (end) => wantedPorts(ports, end, destination.service),
  };
}

const never = (): never => {
  throw new Error('a party without an issue is a party');
};

const blocksOf = ({ policies }: ReachWorld): readonly IpBlock[] =>
  policies
    .flatMap(({ ingress = [], egress = [] }) => [...ingress, ...egress])
    .flatMap(({ peers }) => (peers === 'anyone' ? [] : peers))
    .flatMap((peer) => (peer.peer === 'block' && peer.block !== undefined ? [peer.block] : []));

/**
 * The cluster DNS need not run where the grading looks: a Pod like its Pods, on port 53 by both protocols. To open the
 * port wider than that is as right. https://kubernetes.io/docs/tasks/administer-cluster/dns-custom-nameservers/
 */
function dnsRows(
  world: ReachWorld,
  context: PartyContext,
): { readonly allow: readonly Row[]; readonly may: readonly Row[] } {
  const labels = { 'k8s-app': 'kube-dns' };
  const namespace = inWorld('kube-system', world.namespaces);
  const pod = hypotheticalPod(namespace.name, namespace.labels, labels, [
    { name: 'dns', protocol: 'UDP', port: 53 },
    { name: 'dns-tcp', protocol: 'TCP', port: 53 },
  ]);
  const told = { actor: 'pods', labels, namespace: namespace.name } as const;
  const dns: Party = { told, asked: [pod], feared: [pod], isMeant: () => false };
  const anyone = partyOf({ anyone: true }, context);
  const both = (party: Party) =>
    (['UDP', 'TCP'] as const).map((protocol) => rowOf(party, { port: 53, protocol }, party));
  return { allow: both(dns), may: 'issue' in anyone ? [] : both(anyone) };
}
