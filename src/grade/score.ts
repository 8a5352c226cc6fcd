import type { Report, Score, TaskReport } from './report.ts';

/** Points earned for sure, points possible while some tasks are unknown, and the total of what is gradable here. */
export function scoreOf(tasks: readonly TaskReport[]): Score {
  const points = (...verdicts: readonly TaskReport['verdict']['verdict'][]): number =>
    tasks.filter(({ verdict }) => verdicts.includes(verdict.verdict)).reduce((sum, task) => sum + task.points, 0);
  const min = points('passed');
  return { min, max: min + points('unknown'), total: min + points('failed', 'blocked', 'unknown') };
}

/** 1 if a gradable task failed or is blocked; else 3 if one is unknown or none is gradable; else 0. */
export function exitCodeOf({ tasks }: Report): 0 | 1 | 3 {
  const has = (...verdicts: readonly TaskReport['verdict']['verdict'][]): boolean =>
    tasks.some(({ verdict }) => verdicts.includes(verdict.verdict));
  if (has('failed', 'blocked')) return 1;
  return has('unknown') || !has('passed') ? 3 : 0;
}

/** Some verdict may change by itself within seconds. */
export const isMoving = ({ tasks }: Report): boolean =>
  tasks.some(({ verdict }) => (verdict.verdict === 'passed' || verdict.verdict === 'failed') && verdict.isMoving);
