import type { Issue } from '../checks/issue.ts';
import type { Report, TaskReport } from '../grade/report.ts';
import type { Variant } from '../lab/schema/lab.ts';
import type { ProofRun } from './proof-run.ts';

/** A verdict that is not the one it should be. */
export interface Surprise {
  readonly task: string;
  readonly wanted: string;
  /** The verdict, and for one that failed the codes of its issues. */
  readonly found: string;
}

/**
 * In what a report differs from what it should say: untouched no task passes, the solution and right variants pass
 * everything, a wrong one fails exactly the tasks named, the first of them for the reason named, and none is unknown.
 */
export function surprisesOf(run: ProofRun, report: Report): readonly Surprise[] {
  if (run.run === 'variant' && 'reject' in run.variant) return surprisesOfReject(run.variant, report);
  const isWanted = ({ verdict: { verdict } }: TaskReport): boolean =>
    run.run === 'untouched' ? verdict === 'failed' || verdict === 'blocked' : verdict === 'passed';
  const wanted = run.run === 'untouched' ? 'not passed' : 'passed';
  return report.tasks
    .filter((task) => !isWanted(task))
    .map((task) => ({ task: task.id, wanted, found: foundText(task) }));
}

function surprisesOfReject(variant: Extract<Variant, { reject: string }>, report: Report): readonly Surprise[] {
  const [first] = variant.fails;
  return report.tasks.flatMap((task): readonly Surprise[] => {
    const { verdict } = task.verdict;
    const fails = variant.fails.includes(task.id);
    const found = foundText(task);
    if (fails && verdict !== 'failed') return [{ task: task.id, wanted: 'failed', found }];
    if (!fails && (verdict === 'failed' || verdict === 'unknown')) return [{ task: task.id, wanted: 'passed', found }];
    const isNamed = task.verdict.verdict !== 'failed' || isReasonOf(task.verdict.issues, variant.issue);
    return task.id === first && !isNamed ? [{ task: task.id, wanted: `failed: ${variant.issue}`, found }] : [];
  });
}

/**
 * Whether a code is that of the first issue, or of the first that will not pass by itself: while a Pod is on its way out,
 * what is said of it may stand before the lasting reason, and a lasting reason may look as if the Pod could still change it.
 */
function isReasonOf(issues: readonly Issue[], code: string): boolean {
  const lasting = issues.find(({ isMoving }) => !isMoving);
  return issues[0]?.code === code || lasting?.code === code;
}

function foundText({ verdict }: TaskReport): string {
  switch (verdict.verdict) {
    case 'failed':
      return `failed: ${verdict.issues.map(({ code }) => code).join(', ')}`;
    case 'unknown':
      return `unknown: ${verdict.reasons.map((reason) => ('detail' in reason ? reason.detail : reason.reason)).join(', ')}`;
    case 'passed':
    case 'blocked':
    case 'notGradable':
      return verdict.verdict;
    default:
      return verdict satisfies never;
  }
}
