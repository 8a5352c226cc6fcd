import type { Report } from '../grade/report.ts';
import type { CommandFlags } from './command-text.ts';
import { kubeproctorCommand } from './command-text.ts';
import { outageWayOut } from './outage-way-out.ts';

/** A line of advice; with a command it stands as `text  command`. */
export interface ClosingLine {
  readonly text: string;
  readonly command?: string;
}

/** What to do next, after the verdicts. */
export function closingLines(report: Report, flags: CommandFlags, isWhole: boolean): readonly ClosingLine[] {
  const firstFailed = report.tasks.find((task) => task.verdict.verdict === 'failed');
  const isAnyUnknown = report.tasks.some((task) => task.verdict.verdict === 'unknown');
  return [
    ...(firstFailed === undefined ? [] : goOnLines(report.lab, firstFailed.id, flags)),
    ...(isAnyUnknown ? unknownLines(report, flags) : []),
    ...(firstFailed === undefined ? [] : wrongVerdictLines(report.lab, flags)),
    ...(firstFailed === undefined && !isAnyUnknown ? doneLines(report, flags, isWhole) : []),
  ];
}

const goOnLines = (lab: string, task: string, flags: CommandFlags): readonly ClosingLine[] => [
  { text: 'A hint:       ', command: kubeproctorCommand(flags, 'hint', lab, task) },
  { text: 'Check again:  ', command: kubeproctorCommand(flags, 'check', lab) },
];

function unknownLines(report: Report, flags: CommandFlags): readonly ClosingLine[] {
  const reasons = report.tasks.flatMap((task) => (task.verdict.verdict === 'unknown' ? task.verdict.reasons : []));
  const codes = new Set(reasons.flatMap((reason) => (reason.reason === 'outage' ? [reason.outage.code] : [])));
  return [
    { text: 'What could not be told says nothing about your work.' },
    ...distinct([
      ...[...codes].map((code) => outageWayOut(code, flags)),
      ...(reasons.some(({ reason }) => reason === 'lostNodes') ? [outageWayOut('no_answer', flags)] : []),
    ]),
  ];
}

const wrongVerdictLines = (lab: string, flags: CommandFlags): readonly ClosingLine[] => [
  { text: 'Is a verdict wrong? Save what was looked at, and report it with what you expected:' },
  { text: '              ', command: kubeproctorCommand(flags, 'check', lab, '--save', 'wrong-verdict.json') },
];

function doneLines(report: Report, { copy, ...flags }: CommandFlags, isWhole: boolean): readonly ClosingLine[] {
  if (isWhole && report.score.total === 0) return [{ text: 'Nothing of this lab can be shown on this cluster.' }];
  const about = copy === undefined ? flags : { ...flags, copy };
  if (!isWhole) return [{ text: 'All tasks:    ', command: kubeproctorCommand(about, 'check', report.lab) }];
  return [
    { text: 'All done.' },
    { text: 'Why it works: ', command: kubeproctorCommand(about, 'solution', report.lab) },
    { text: 'Another lab:  ', command: kubeproctorCommand(flags, 'next') },
    { text: 'Clean up:     ', command: kubeproctorCommand(about, 'stop', report.lab) },
  ];
}

const distinct = (lines: readonly ClosingLine[]): readonly ClosingLine[] =>
  lines.filter((line, index) => lines.findIndex(({ text }) => text === line.text) === index);
