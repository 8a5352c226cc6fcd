import { gradeLab } from '../grade/grade-lab.ts';
import type { Report } from '../grade/report.ts';
import type { Lab } from '../lab/schema/lab.ts';
import type { CopyRecord } from '../snapshot/copy-record.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** A verdict that an outage changed to something else than unknown, or a score that fell out of its range. */
export interface OutageSurprise {
  /** Key of the read that was cut off. */
  readonly read: string;
  readonly task: string;
  readonly whole: string;
  readonly cut: string;
}

/** Grades again with each answer cut off in turn; `cuts` tells how many were. */
export function proveOutages(
  lab: Lab,
  record: CopyRecord,
  snapshot: Snapshot,
): { readonly cuts: number; readonly surprises: readonly OutageSurprise[] } {
  const whole = gradeLab({ lab, record, snapshot });
  const reads = Object.keys(snapshot.answers);
  const surprises = reads.flatMap((read) => {
    const answers = {
      ...snapshot.answers,
      [read]: { answer: 'outage', outage: { code: 'timeout', detail: 'cut off' } },
    } as const;
    return surprisesOfCut(read, whole, gradeLab({ lab, record, snapshot: { ...snapshot, answers } }));
  });
  return { cuts: reads.length, surprises };
}

/** verdict(cut) is verdict(whole) or unknown, and the range of points holds the whole score. */
function surprisesOfCut(read: string, whole: Report, cut: Report): readonly OutageSurprise[] {
  const changed = cut.tasks.flatMap(({ id, verdict }, index): readonly OutageSurprise[] => {
    const before = whole.tasks[index]?.verdict.verdict ?? 'none';
    if (verdict.verdict === before || verdict.verdict === 'unknown') return [];
    return [{ read, task: id, whole: before, cut: verdict.verdict }];
  });
  const holds = cut.score.min <= whole.score.min && whole.score.max <= cut.score.max;
  const scores = (report: Report): string => `${report.score.min} to ${report.score.max} points`;
  return holds ? changed : [...changed, { read, task: 'score', whole: scores(whole), cut: scores(cut) }];
}
