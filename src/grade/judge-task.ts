import type { Binding, CheckContext } from '../checks/check-kind.ts';
import type { Check } from '../lab/schema/checks.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { CheckOutcome } from './judge-check.ts';
import { judgeCheck } from './judge-check.ts';

/** A way to bind the task's names, and what becomes of its checks under it. */
export interface JudgedChecks {
  readonly bindings: Readonly<Record<string, Binding>>;
  readonly outcomes: readonly CheckOutcome[];
}

/**
 * Judges a task's checks in order. Where a check binds a name and several objects would do, the one is taken under which
 * the rest of the task fares best: a task passes if *some* object meets all that is asked of it.
 */
export function judgeChecks(checks: readonly Check[], snapshot: Snapshot, context: CheckContext): JudgedChecks {
  const [check, ...rest] = checks;
  if (check === undefined) return { bindings: context.bindings, outcomes: [] };
  const outcome = judgeCheck(check, snapshot, context);
  const ways = bindingsAfter(check, outcome, context).map((bindings) =>
    judgeChecks(rest, snapshot, { ...context, bindings }),
  );
  const [best] = [...ways].sort((a, b) => rank(a) - rank(b));
  if (best === undefined) throw new Error('there is at least one way to go on');
  return { bindings: best.bindings, outcomes: [outcome, ...best.outcomes] };
}

/** How many objects are tried for one `as:`; more alike ones than this do not matter to a lab. */
const maxCandidates = 20;

/** The ways to go on after a check: one for each object that it may have bound, else the one there is. */
export function bindingsAfter(
  check: Check,
  outcome: CheckOutcome,
  { bindings }: CheckContext,
): readonly Readonly<Record<string, Binding>>[] {
  const name = 'as' in check ? check.as : undefined;
  if (name === undefined || outcome.finding !== 'holds' || outcome.candidates === undefined) return [bindings];
  return outcome.candidates.slice(0, maxCandidates).map((candidate) => ({ ...bindings, [name]: candidate }));
}

/** A way that holds is best, then one of which that is not known, then the one with the fewest failures. */
function rank({ outcomes }: JudgedChecks): number {
  const count = (...findings: readonly CheckOutcome['finding'][]): number =>
    outcomes.filter(({ finding }) => findings.includes(finding)).length;
  return count('fails') * (outcomes.length + 1) + count('unknown', 'unbound');
}
