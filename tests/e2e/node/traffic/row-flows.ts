import { namespacesInvolved } from '../../../../src/checks/kinds/reach.ts';
import { withNamedPorts } from '../../../../src/checks/reach/named-ports.ts';
import { possibleEnds } from '../../../../src/checks/reach/possible-ends.ts';
import type { ReachSpec, ReachTable } from '../../../../src/checks/reach/reach-table.ts';
import { destinationOf, reachOf, tableOf, wantedPortsBetween } from '../../../../src/checks/reach/reach-table.ts';
import { reachWorld } from '../../../../src/checks/reach/reach-world.ts';
import { viewOf } from '../../../../src/checks/view.ts';
import { checkContext } from '../../../../src/grade/grade-context.ts';
import type { Endpoint } from '../../../../src/kubernetes/network-policy/endpoint.ts';
import type { FlowAnswer, Reachability } from '../../../../src/kubernetes/network-policy/flow.ts';
import { answerOf } from '../../../../src/kubernetes/network-policy/flow.ts';
import type { PortSet, Protocol } from '../../../../src/kubernetes/network-policy/port-set.ts';
import { allPorts, hasPort, protocols } from '../../../../src/kubernetes/network-policy/port-set.ts';
import { leavesOf } from '../../../../src/lab/leaves-of.ts';
import type { Lab } from '../../../../src/lab/schema/lab.ts';
import type { CopyRecord } from '../../../../src/snapshot/copy-record.ts';
import type { Snapshot } from '../../../../src/snapshot/snapshot.ts';

/** A connection that a row of a truth table speaks of, and what the policies say of it. */
export interface Flow {
  readonly row: string;
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly protocol: Protocol;
  readonly port: number;
  readonly answer: FlowAnswer;
}

/**
 * Of each row of each `reach` check: every pair of ends that is looked at for it, on the ports at which the row, the rules
 * or the containers could make a difference. `only` is a row like the others. Left out are those to or from a namespace of
 * the copy that the check does not speak of: it does not read the policies there.
 */
export function rowFlows(lab: Lab, record: CopyRecord, snapshot: Snapshot): readonly Flow[] {
  return lab.tasks.flatMap(({ id, checks }) =>
    checks.flatMap(leavesOf).flatMap((check, index) => {
      if (!('reach' in check)) return [];
      const context = checkContext(record, id, Date.parse(snapshot.takenAt));
      const table = tableIn(check.reach, context, snapshot);
      if (table === undefined) return [];
      const involved = namespacesInvolved(check.reach, context);
      const unread = Object.values(record.namespaces).filter((namespace) => !involved.includes(namespace));
      const isRead = (end: Endpoint): boolean => end.endpoint === 'address' || !unread.includes(end.namespace);
      return flowsOfTable(table, `${id}, check ${index + 1}`).filter(({ from, to }) => isRead(from) && isRead(to));
    }),
  );
}

function tableIn(
  spec: ReachSpec,
  context: ReturnType<typeof checkContext>,
  snapshot: Snapshot,
): ReachTable | undefined {
  const view = viewOf(snapshot);
  const table = tableOf(spec, { world: reachWorld(namespacesInvolved(spec, context), view, context), view, context });
  return 'issues' in table ? undefined : table;
}

function flowsOfTable(table: ReachTable, where: string): readonly Flow[] {
  const rows = (['allow', 'deny', 'may'] as const).flatMap((key) =>
    table[key].map(({ party, portsAt, portsText }, index) => ({
      ...{ title: `${where}, ${key} ${index + 1} (${portsText})`, portsAt },
      othersOf: () => [...party.asked, ...party.feared],
    })),
  );
  const only = {
    ...{ title: `${where}, only`, portsAt: () => allPorts },
    othersOf: (target: Endpoint) => [...table.world.pods, ...possibleEnds(target, table)],
  };
  return [...rows, ...(table.only ? [only] : [])].flatMap(({ title, portsAt, othersOf }) =>
    table.target.asked.flatMap((target) =>
      othersOf(target).flatMap((other) => {
        const named = (end: Endpoint) => withNamedPorts(end, target, table, wantedPortsBetween(target, other, table));
        const [self, end] = table.direction === 'ingress' ? [named(target), other] : [target, named(other)];
        const [from, to] = table.direction === 'ingress' ? [end, self] : [self, end];
        const reach = reachOf(table, self, end);
        const ports = portsAt(destinationOf(table, self, end));
        return samples(ports, reach, to).map(({ protocol, port }) => ({
          ...{ row: title, from, to, protocol, port },
          answer: answerOf(reach, protocol, port),
        }));
      }),
    ),
  );
}

/** The ends of every range that is spoken of, and their neighbours: between those, all ports are alike. */
function samples(ports: PortSet, reach: Reachability, to: Endpoint) {
  const sets = [ports, ...(reach.is === 'decided' ? [reach.sure, reach.possible] : [])];
  const declared = to.endpoint === 'pod' ? to.ports : [];
  return protocols.flatMap((protocol) => {
    const edges = sets.flatMap((set) => set[protocol].flatMap(({ first, last }) => [first - 1, first, last, last + 1]));
    const own = declared.filter((one) => one.protocol === protocol).map(({ port }) => port);
    const all = [...new Set([...edges, ...own])].filter((port) => hasPort(ports, protocol, port));
    return all.map((port) => ({ protocol, port }));
  });
}
