import type { CheckOutcome } from './judge-check.ts';
import type { Verdict } from './report.ts';

/** What an outcome comes to as a verdict; a failure is moving only where all of it is. */
export function verdictOfOutcome(outcome: CheckOutcome): Verdict {
  switch (outcome.finding) {
    case 'holds':
      return { verdict: 'passed', evidence: outcome.evidence, isMoving: outcome.isMoving };
    case 'fails':
      return { verdict: 'failed', issues: outcome.issues, isMoving: outcome.issues.every(({ isMoving }) => isMoving) };
    case 'unknown':
      return { verdict: 'unknown', reasons: outcome.reasons };
    case 'unbound':
      return {
        verdict: 'unknown',
        reasons: [{ reason: 'grader', detail: 'a check speaks of an object that no check binds' }],
      };
    default:
      return outcome satisfies never;
  }
}
