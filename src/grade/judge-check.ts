import type { CheckContext, CheckKind, Finding } from '../checks/check-kind.ts';
import { LabDefect } from '../checks/check-kind.ts';
import type { Issue } from '../checks/issue.ts';
import type { LeafKindName } from '../checks/table.ts';
import { checkKinds } from '../checks/table.ts';
import { UnboundName } from '../checks/target.ts';
import { viewOf } from '../checks/view.ts';
import type { Check } from '../lab/schema/checks.ts';
import { kindOfCheck } from '../lab/schema/checks.ts';
import type { Read } from '../snapshot/read.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { outagesAmong } from '../snapshot/snapshot.ts';
import type { UnknownReason } from './report.ts';

/** What became of one check. `unbound`: it speaks of an object that an earlier check of the task did not find. */
export type CheckOutcome =
  | Exclude<Finding, { finding: 'defect' | 'undecided' }>
  | { readonly finding: 'unknown'; readonly reasons: readonly [UnknownReason, ...UnknownReason[]] }
  | { readonly finding: 'unbound' };

/** Judges one check; never throws for what the cluster or the lab did. */
export function judgeCheck(check: Check, snapshot: Snapshot, context: CheckContext): CheckOutcome {
  if ('all' in check) return withSentence(judgeAll(check.all, snapshot, context), check.else);
  if ('any' in check) return withSentence(judgeAny(check.any, snapshot, context), check.else);
  if ('not' in check) return withSentence(judgeNot(check.not, snapshot, context), check.else);
  return withSentence(judgeLeaf(check, snapshot, context), check.else);
}

/** Reads that a check needs, by round. */
export interface CheckReads {
  readonly lists: readonly Read[];
  readonly followUps: readonly Read[];
}

/** What a check that is no composition asks of the cluster. Follow-ups are empty as long as the lists are not all answered. */
export function readsOfLeaf(check: Check, snapshot: Snapshot | undefined, context: CheckContext): CheckReads {
  const { kind, of } = leaf(check);
  const lists = kind.reads(of, context);
  const isAnswered = snapshot !== undefined && outagesAmong(snapshot, lists).length === 0;
  return { lists, followUps: isAnswered ? (kind.followUps?.(of, viewOf(snapshot), context) ?? []) : [] };
}

/** Reads that only help to explain its verdict, once the lists are answered; where no Pod runs, nothing is run in any. */
export function nearbyOfLeaf(check: Check, snapshot: Snapshot, context: CheckContext): readonly Read[] {
  if (!areListsAnswered(check, snapshot, context)) return [];
  const { kind, of } = leaf(check);
  const nearby = kind.nearby?.(of, viewOf(snapshot), context) ?? [];
  return snapshot.missingCapabilities.includes('pods-run') ? nearby.filter(({ read }) => read !== 'command') : nearby;
}

export function areListsAnswered(check: Check, snapshot: Snapshot, context: CheckContext): boolean {
  const { kind, of } = leaf(check);
  return outagesAmong(snapshot, kind.reads(of, context)).length === 0;
}

function judgeLeaf(check: Check, snapshot: Snapshot, context: CheckContext): CheckOutcome {
  try {
    const { lists, followUps } = readsOfLeaf(check, snapshot, context);
    const [first, ...rest] = outagesAmong(snapshot, [...lists, ...followUps]).map(
      (unanswered): UnknownReason => ({ reason: 'outage', ...unanswered }),
    );
    if (first !== undefined) return { finding: 'unknown', reasons: [first, ...rest] };
    const { kind, of } = leaf(check);
    const finding = kind.judge(of, viewOf(snapshot), context);
    if (finding.finding === 'undecided')
      return { finding: 'unknown', reasons: [{ reason: 'outage', ...finding.unanswered }] };
    return finding.finding === 'defect' ? defect(finding.detail) : finding;
  } catch (error) {
    if (error instanceof UnboundName) return { finding: 'unbound' };
    if (error instanceof LabDefect) return defect(error.message);
    return defect(`kubeproctor itself failed to judge this: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const defect = (detail: string): CheckOutcome => ({ finding: 'unknown', reasons: [{ reason: 'grader', detail }] });

/** The judge of a check beside the check itself, with the type they share. */
function leaf(check: Check): { readonly kind: CheckKind<LeafKindName>; readonly of: never } {
  const name = kindOfCheck(check) as LeafKindName; // compositions were told apart before
  return { kind: checkKinds[name] as CheckKind<LeafKindName>, of: check as never }; // name ties the two together
}

function judgeAll(checks: readonly Check[], snapshot: Snapshot, context: CheckContext): CheckOutcome {
  return conjunction(checks.map((check) => judgeCheck(check, snapshot, context)));
}

/** Failed if one fails, else unknown if one is, else passed. */
export function conjunction(outcomes: readonly CheckOutcome[]): CheckOutcome {
  const [first, ...rest] = outcomes.flatMap((outcome) => (outcome.finding === 'fails' ? outcome.issues : []));
  if (first !== undefined) return { finding: 'fails', issues: [first, ...rest] };
  const [reason, ...reasons] = outcomes.flatMap((outcome) => (outcome.finding === 'unknown' ? outcome.reasons : []));
  if (reason !== undefined) return { finding: 'unknown', reasons: [reason, ...reasons] };
  if (outcomes.some(({ finding }) => finding === 'unbound')) return { finding: 'unbound' };
  const held = outcomes.filter((outcome) => outcome.finding === 'holds');
  return {
    finding: 'holds',
    evidence: held.flatMap(({ evidence }) => evidence),
    isMoving: held.some(({ isMoving }) => isMoving),
  };
}

/** Passed if one holds (settled if one of those is), else unknown if one is, else failed. */
function judgeAny(checks: readonly Check[], snapshot: Snapshot, context: CheckContext): CheckOutcome {
  const outcomes = checks.map((check) => judgeCheck(check, snapshot, context));
  const held = outcomes.filter((outcome) => outcome.finding === 'holds');
  const best = held.find(({ isMoving }) => !isMoving) ?? held[0];
  if (best !== undefined) return best;
  const [reason, ...reasons] = outcomes.flatMap((outcome) => (outcome.finding === 'unknown' ? outcome.reasons : []));
  if (reason !== undefined) return { finding: 'unknown', reasons: [reason, ...reasons] };
  const ways = outcomes.flatMap((outcome) => (outcome.finding === 'fails' ? [outcome.issues] : []));
  if (ways.length === 0) return { finding: 'unbound' };
  const isMoving = ways.some((issues) => issues.every((issue) => issue.isMoving));
  return { finding: 'fails', issues: [{ code: 'none_holds', ways, isMoving }] };
}

function judgeNot(check: Check, snapshot: Snapshot, context: CheckContext): CheckOutcome {
  const outcome = judgeCheck(check, snapshot, context);
  switch (outcome.finding) {
    case 'holds':
      return { finding: 'fails', issues: [{ code: 'holds_all_the_same', isMoving: outcome.isMoving }] };
    case 'fails':
      return { finding: 'holds', evidence: [], isMoving: outcome.issues.some(({ isMoving }) => isMoving) };
    case 'unknown':
    case 'unbound':
      return outcome;
    default:
      return outcome satisfies never;
  }
}

/** The author's own sentence, on the first issue: once for a check. */
function withSentence(outcome: CheckOutcome, says: string | undefined): CheckOutcome {
  if (says === undefined || outcome.finding !== 'fails') return outcome;
  const [first, ...rest] = outcome.issues;
  const said: Issue = { ...first, says };
  return { finding: 'fails', issues: [said, ...rest] };
}
