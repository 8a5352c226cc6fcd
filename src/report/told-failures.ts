import type { Report, TaskReport } from '../grade/report.ts';
import { plainPalette } from './palette.ts';
import { taskLines } from './text.ts';

/**
 * Of each failed task the lines that `check` prints, as in a terminal of some width and without colour. What still moves
 * beside what has settled is left out: how far it has come is chance.
 */
export const toldFailures = ({ tasks }: Pick<Report, 'tasks'>): readonly (readonly string[])[] =>
  tasks.flatMap((task) => (task.verdict.verdict === 'failed' ? [taskLines(settledOf(task), layout)] : []));

function settledOf(task: TaskReport): TaskReport {
  const { verdict } = task;
  if (verdict.verdict !== 'failed') return task;
  const settled = verdict.issues.filter(({ isMoving }) => !isMoving);
  return settled.length === 0 ? task : { ...task, verdict: { ...verdict, issues: settled } };
}

const layout = { palette: plainPalette, width: 100, flags: {}, isVerbose: false, isWhole: true };
