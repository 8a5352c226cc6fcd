import type { Report, TaskReport, Verdict } from '../grade/report.ts';
import { cleanLine } from './clean.ts';
import { closingLines } from './closing.ts';
import type { CommandFlags } from './command-text.ts';
import { flagsAbout } from './command-text.ts';
import { evidenceSentence } from './evidence-sentence.ts';
import type { ExplainedLine } from './explain-issue.ts';
import { explainIssue } from './explain-issue.ts';
import { noteSentences } from './note-sentence.ts';
import { signsOf } from './overview-text.ts';
import type { Palette } from './palette.ts';
import { scoreText, taskScoreText } from './score-text.ts';
import { unknownSentences } from './unknown-sentence.ts';
import { withoutRepeats } from './without-repeats.ts';
import { wrap } from './wrap.ts';

export interface TextOptions {
  readonly palette: Palette;
  /** Columns to wrap at; Infinity for none. */
  readonly width: number;
  /** What printed commands carry. */
  readonly flags: CommandFlags;
  /** All evidence and all issues, where otherwise the first few stand. */
  readonly isVerbose: boolean;
  /** False when only one task of the lab was asked for. */
  readonly isWhole: boolean;
}

/** A report for a person at a terminal. */
export function reportText(report: Report, { flags, ...layout }: TextOptions): string {
  const about = flagsAbout(report, flags);
  const options = { ...layout, flags: about };
  const { palette } = options;
  const lines = [
    headingLine(report, palette),
    ...(report.isLabChanged
      ? [palette.dim('The lab file has changed since; this copy is graded with the text it was started with.')]
      : []),
    ...report.notes
      .flatMap((note) => noteSentences(note, about))
      .flatMap((text) => wrap(cleanLine(text), options.width)),
    '',
    ...report.tasks.flatMap((task) => taskLines(task, options)),
    '',
    palette.strong(capital(scoreText(report.score))),
    ...closingLines(report, about, options.isWhole).flatMap((line) => closingText(line, options)),
  ];
  return `${lines.join('\n')}\n`;
}

function headingLine(report: Report, { strong, dim }: Palette): string {
  const copy = report.copy === '' ? '' : `, copy ${report.copy}`;
  const where = `on ${report.cluster.context} (Kubernetes ${report.cluster.version})`;
  return `${strong(cleanLine(report.title))} ${dim(cleanLine(`· lab ${report.lab}${copy} ${where}`))}`;
}

/** One task: its title and points, and why its verdict is what it is. */
export function taskLines(task: TaskReport, options: TextOptions): readonly string[] {
  const { palette } = options;
  const { sign, paint } = signsOf(palette)[task.verdict.verdict];
  const title = `${paint(sign)} ${palette.strong(cleanLine(task.title))} ${palette.dim(cleanLine(`· ${task.id} · ${taskScoreText(task)}`))}`;
  return [title, ...verdictLines(task.verdict, options)];
}

function verdictLines(verdict: Verdict, options: TextOptions): readonly string[] {
  const { palette } = options;
  switch (verdict.verdict) {
    case 'passed': {
      const shown = options.isVerbose ? verdict.evidence : verdict.evidence.slice(0, 2);
      return [
        ...shown.flatMap((evidence) => note(evidenceSentence(evidence), options)),
        ...more(verdict.evidence.length - shown.length, options),
        ...(verdict.isMoving ? note('passes now, and is still settling: check again in a moment', options) : []),
      ];
    }
    case 'failed': {
      const told = distinct(withoutRepeats(verdict.issues).map((issue) => explainIssue(issue, options.flags)));
      const shown = options.isVerbose ? told : told.slice(0, 3);
      return [
        ...shown.flatMap((lines, index) => [
          ...(index === 0 ? [] : ['']),
          ...lines.flatMap((line) => explainedText(line, options)),
        ]),
        ...more(told.length - shown.length, options),
      ];
    }
    case 'blocked':
      return note(`comes after ${verdict.by.join(', ')}: do that first`, options);
    case 'unknown':
      return unknownSentences(verdict.reasons).flatMap((text) => labelled('unknown', text, 4, options));
    case 'notGradable':
      return note(`this cluster cannot show it: it needs ${verdict.needs.join(', ')}`, options);
    default:
      return verdict satisfies never;
  }

  function note(text: string, { width }: TextOptions): readonly string[] {
    return wrap(cleanLine(text), width - 4).map((line) => palette.dim(`    ${line}`));
  }

  function more(count: number, texts: TextOptions): readonly string[] {
    return count > 0 ? note(`and ${count} more: --verbose shows all`, texts) : [];
  }
}

/** Several checks of a task may find the same: it is said once, as the first of them says it. */
function distinct(told: readonly (readonly ExplainedLine[])[]): readonly (readonly ExplainedLine[])[] {
  const finding = (lines: readonly ExplainedLine[]): string => {
    const core = lines.filter(({ label }) => ['wanted', 'found', 'says', 'answer'].includes(label));
    return JSON.stringify(core.length === 0 ? lines : core);
  };
  return [...Map.groupBy(told, finding).values()].flatMap(([first]) => (first === undefined ? [] : [first]));
}

function explainedText({ label, text, depth }: ExplainedLine, options: TextOptions): readonly string[] {
  const indent = 4 + depth * 2;
  const blanks = ' '.repeat(indent);
  switch (label) {
    case 'says':
      return wrap(cleanLine(text), options.width - indent).map((line) => `${blanks}${line}`);
    case 'way':
      return [`${blanks}${options.palette.dim(text)}`];
    case 'look':
    case 'answer': // on one line, so that it can be copied
      return [`${blanks}${options.palette.dim(label.padEnd(9))}${options.palette.code(cleanLine(text))}`];
    case 'note':
      return wrap(text, options.width - indent).map((line) => `${blanks}${options.palette.dim(line)}`);
    default:
      return labelled(label, text, indent, options);
  }
}

/** A label in a column of its own, the text wrapped beside it. */
function labelled(label: string, text: string, indent: number, { palette, width }: TextOptions): readonly string[] {
  const column = `${label.padEnd(8)} `;
  const [first = '', ...rest] = wrap(cleanLine(text), width - indent - column.length);
  const blanks = ' '.repeat(indent);
  return [
    `${blanks}${palette.dim(column)}${first}`,
    ...rest.map((line) => `${blanks}${' '.repeat(column.length)}${line}`),
  ];
}

function closingText(
  line: { readonly text: string; readonly command?: string },
  options: TextOptions,
): readonly string[] {
  if (line.command !== undefined) return [`${line.text} ${options.palette.code(cleanLine(line.command))}`];
  return wrap(cleanLine(line.text), options.width);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
