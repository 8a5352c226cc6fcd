import type { Report, Verdict } from '../grade/report.ts';
import { cleanLine } from './clean.ts';
import type { Palette } from './palette.ts';
import { scoreText } from './score-text.ts';

/** Where one is in a lab: a line a task, without the reasons. */
export function overviewText(report: Report, palette: Palette): string {
  const copy = report.copy === '' ? '' : `, copy ${report.copy}`;
  const facts = `· lab ${report.lab}${copy} on ${report.cluster.context} · ${scoreText(report.score)}`;
  const tasks = report.tasks.map((task) => {
    const { sign, paint } = signsOf(palette)[task.verdict.verdict];
    return `${paint(sign)} ${cleanLine(task.title)} ${palette.dim(`· ${task.id}`)}`;
  });
  return [`${palette.strong(cleanLine(report.title))} ${palette.dim(cleanLine(facts))}`, ...tasks, ''].join('\n');
}

/** The mark of each verdict. */
export const signsOf = (
  palette: Palette,
): { readonly [Name in Verdict['verdict']]: { readonly sign: string; readonly paint: Palette['good'] } } => ({
  passed: { sign: '✓', paint: palette.good },
  failed: { sign: '✗', paint: palette.bad },
  blocked: { sign: '…', paint: palette.dim },
  unknown: { sign: '?', paint: palette.unsure },
  notGradable: { sign: '–', paint: palette.dim },
});
