import type { Score, TaskReport } from '../grade/report.ts';

/** `7 of 12 points`; `7–9 of 12 points` where some tasks could not be told. */
export function scoreText({ min, max, total }: Score): string {
  if (total === 0) return 'not gradable here';
  return `${min === max ? min : `${min}–${max}`} of ${total} ${total === 1 ? 'point' : 'points'}`;
}

/** A task's own points: `2 of 3`, `0–3 of 3`; a task that is not gradable has none. */
export function taskScoreText({ points, verdict }: TaskReport): string {
  switch (verdict.verdict) {
    case 'passed':
      return `${points} of ${points}`;
    case 'failed':
    case 'blocked':
      return `0 of ${points}`;
    case 'unknown':
      return `0–${points} of ${points}`;
    case 'notGradable':
      return 'does not count';
    default:
      return verdict satisfies never;
  }
}
