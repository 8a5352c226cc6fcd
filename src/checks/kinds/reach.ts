import type { CheckContext, CheckKind, Finding } from '../check-kind.ts';
import { LabDefect } from '../check-kind.ts';
import type { Evidence } from '../issue.ts';
import type { Confirmation } from '../reach/confirmation.ts';
import { confirmationOf } from '../reach/confirmation.ts';
import { judgeOnly } from '../reach/judge-only.ts';
import { judgeAllowed, judgeDenied } from '../reach/judge-rows.ts';
import type { PartySpec } from '../reach/reach-party.ts';
import type { ReachSpec } from '../reach/reach-table.ts';
import { rowSpecs, tableOf } from '../reach/reach-table.ts';
import { reachWorld, worldReads } from '../reach/reach-world.ts';
import { serviceReads } from '../reach/service-backends.ts';
import type { View } from '../view.ts';

/** Which connections the NetworkPolicies let come about, from their text alone: no traffic is needed. */
export const reachKind: CheckKind<'reach'> = {
  reads: ({ reach }, context) => [
    ...worldReads(namespacesInvolved(reach, context)),
    ...[...new Set(partiesOf(reach).flatMap((party) => serviceNamespace(party, context)))].flatMap(serviceReads),
  ],
  nearby: ({ reach }, view, context) => reachConfirmation(reach, view, context)?.reads ?? [],
  judge: ({ reach }, view, context) => judge(reach, view, context),
};

function judge(spec: ReachSpec, view: View, context: CheckContext): Finding {
  if (spec.only !== true && rowSpecs(spec, 'allow').length + rowSpecs(spec, 'deny').length === 0 && !('dns' in spec))
    throw new LabDefect('reach asks for nothing: it needs `allow`, `deny` or `only`');
  const world = reachWorld(namespacesInvolved(spec, context), view, context);
  const table = tableOf(spec, { world, view, context });
  if ('issues' in table) return { finding: 'fails', issues: table.issues };
  const rows = [
    ...table.allow.map((row) => judgeAllowed(row, table)),
    ...table.deny.map((row) => judgeDenied(row, table)),
  ];
  const only = table.only ? judgeOnly(table) : undefined;
  const [first, ...rest] = [
    ...rows.flatMap((finding) => ('issue' in finding ? [finding.issue] : [])),
    ...(only?.issues ?? []),
  ];
  if (first !== undefined) return { finding: 'fails', issues: [first, ...rest] };
  const evidence = rows.flatMap((finding) => ('evidence' in finding ? [finding.evidence] : []));
  const confirmation = reachConfirmation(spec, view, context);
  return {
    finding: 'holds',
    evidence: [
      ...evidence,
      ...(only === undefined ? [] : [only.evidence]),
      ...(confirmation === undefined ? [] : confirmedBy(confirmation)),
    ],
    isMoving: false,
  };
}

/** What real traffic shows of the table, where the check asks for it and there is a table. */
export function reachConfirmation(spec: ReachSpec, view: View, context: CheckContext): Confirmation | undefined {
  const involved = namespacesInvolved(spec, context);
  if (spec.confirm === undefined || !involved.includes(context.namespaceOf(spec.confirm.in))) return undefined;
  const table = tableOf(spec, { world: reachWorld(involved, view, context), view, context });
  return 'issues' in table ? undefined : confirmationOf(spec.confirm, table, view, context);
}

/** Where traffic says something else, a note of the report has it. */
function confirmedBy({ from, seen }: Confirmation): readonly Evidence[] {
  const isConfirmed = seen.length > 0 && seen.every(({ isAllowed, cameAbout }) => isAllowed === cameAbout);
  return isConfirmed ? [{ code: 'reach_confirmed', from, tried: seen.length }] : [];
}

const partiesOf = (spec: ReachSpec): readonly PartySpec[] => [
  'to' in spec ? spec.to : spec.from,
  ...(['allow', 'deny', 'may'] as const).flatMap((key) => rowSpecs(spec, key).map(({ actor }) => actor)),
];

/** Those that are named; and where all others matter, all of the copy's. */
export function namespacesInvolved(spec: ReachSpec, context: CheckContext): readonly string[] {
  const parties = partiesOf(spec);
  const named = parties.flatMap((party) =>
    'ip' in party || 'anyone' in party || 'namespace' in party ? [] : [context.namespaceOf(party.in)],
  );
  const isOpen = spec.only === true || parties.some((party) => 'anyone' in party || 'namespace' in party);
  return [...new Set([...named, ...(isOpen ? Object.values(context.record.namespaces) : [])])];
}

const serviceNamespace = (party: PartySpec, context: CheckContext): readonly string[] =>
  'service' in party ? [context.namespaceOf(party.in)] : [];
