import { gradeLab } from '../grade/grade-lab.ts';
import type { Verdict } from '../grade/report.ts';
import type { Lab } from '../lab/schema/lab.ts';
import type { CopyRecord } from '../snapshot/copy-record.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { WeakenedProof } from './lab-proof.ts';
import type { ProofRun } from './proof-run.ts';
import type { WeakenedLab } from './weakened.ts';
import { weakenedLabs } from './weakened.ts';

/** A state that was graded: a run's, or in memory a mutant's. */
export interface GradedState {
  readonly lab: Lab;
  readonly record: CopyRecord;
  readonly snapshot: Snapshot;
  /** Absent: a mutant. */
  readonly run?: ProofRun;
}

/**
 * Grades all states again with each weakened lab in turn. A weakening is noticed when a verdict of the task changes, or
 * the issue that a variant names is not the first any more.
 */
export function judgeWeakened(lab: Lab, states: readonly GradedState[]): WeakenedProof {
  const weakened = weakenedLabs(lab);
  // the same list for each copy, with its names
  const ofLab = new Map<Lab, readonly WeakenedLab[]>();
  const inCopy = (state: GradedState, index: number): WeakenedLab | undefined => {
    const known = ofLab.get(state.lab) ?? weakenedLabs(state.lab);
    ofLab.set(state.lab, known);
    return known[index];
  };
  const wholes = new Map<string, Verdict>();
  const wholeOf = (state: GradedState, index: number, task: string): Verdict => {
    const key = `${index} ${task}`;
    const known = wholes.get(key) ?? verdictOf(state, state.lab, task);
    wholes.set(key, known);
    return known;
  };
  const unnoticed: { task: string; what: string }[] = [];
  let untold = 0;
  for (const [index, { task, what }] of weakened.entries()) {
    let isUntold = false;
    const isNoticed = states.some((state, number) => {
      const whole = wholeOf(state, number, task);
      if (whole.verdict !== 'passed' && whole.verdict !== 'failed') return false;
      const weaker = inCopy(state, index);
      if (weaker === undefined) return false;
      const verdict = verdictOf(state, weaker.lab, task);
      if (verdict.verdict === 'unknown') isUntold = true;
      return isOther(state, task, whole, verdict);
    });
    if (isNoticed) continue;
    if (isUntold) untold++;
    else unnoticed.push({ task, what });
  }
  return { total: weakened.length, unnoticed, untold };
}

/** The task by itself: what it comes after does not matter to its checks. */
function verdictOf({ record, snapshot }: GradedState, lab: Lab, id: string): Verdict {
  const tasks = lab.tasks.filter((task) => task.id === id).map((task) => ({ ...task, after: [] }));
  const [report] = gradeLab({ lab: { ...lab, tasks }, record, snapshot }).tasks;
  if (report === undefined) throw new Error('the lab has this task');
  return report.verdict;
}

function isOther({ run }: GradedState, task: string, whole: Verdict, weaker: Verdict): boolean {
  if (weaker.verdict !== 'passed' && weaker.verdict !== 'failed') return false;
  if (whole.verdict !== weaker.verdict) return true;
  if (run?.run !== 'variant' || !('reject' in run.variant) || run.variant.fails[0] !== task) return false;
  return firstCode(whole) !== firstCode(weaker);
}

const firstCode = (verdict: Verdict): string | undefined =>
  verdict.verdict === 'failed' ? verdict.issues[0]?.code : undefined;
