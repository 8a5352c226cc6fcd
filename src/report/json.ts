import type { Report } from '../grade/report.ts';
import { cleanJson } from './clean.ts';
import type { CommandFlags } from './command-text.ts';
import { flagsAbout } from './command-text.ts';
import { noteSentences } from './note-sentence.ts';
import { verdictLines } from './verdict-lines.ts';

/** The report as data; beside each verdict stands `text`, the words a person would read. */
export function reportJson(report: Report, exitCode: number, flags: CommandFlags): string {
  const document = {
    kubeproctor: 1,
    ...report,
    tasks: report.tasks.map((task) => ({ ...task, text: verdictLines(task.verdict, flagsAbout(report, flags)) })),
    notes: report.notes.map((note) => ({ ...note, text: noteSentences(note, flags) })),
    exitCode,
  };
  return `${cleanJson(JSON.stringify(document, undefined, 2))}\n`;
}
