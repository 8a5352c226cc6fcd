import type { Report, TaskReport, Verdict } from '../grade/report.ts';
import { cleanLine } from './clean.ts';
import type { CommandFlags } from './command-text.ts';
import { flagsAbout } from './command-text.ts';
import { evidenceSentences } from './evidence-sentence.ts';
import type { ExplainedLine } from './explain-issue.ts';
import { explainIssue } from './explain-issue.ts';
import { noteSentences } from './note-sentence.ts';
import { scoreText, taskScoreText } from './score-text.ts';
import { unknownSentences } from './unknown-sentence.ts';

/** The report as Markdown, for a pull request or a teacher: a table of tasks, then what is said of each. */
export function reportMarkdown(report: Report, flags: CommandFlags): string {
  const copy = report.copy === '' ? '' : `, copy ${code(report.copy)}`;
  const { context, version } = report.cluster;
  return [
    `## ${plain(report.title)}`,
    '',
    `Lab ${code(report.lab)}${copy}, on ${code(context)} (Kubernetes ${plain(version)}), ${plain(report.takenAt)}`,
    ...(report.isLabChanged
      ? ['', 'The lab file has changed since; graded with the text this copy was started with.']
      : []),
    ...report.notes.flatMap((note) => ['', `> ${noteSentences(note, flags).map(plain).join(' ')}`]),
    '',
    `**${plain(scoreText(report.score))}**`,
    '',
    '| | Task | Points |',
    '| --- | --- | --- |',
    ...report.tasks.map(
      (task) => `| ${signs[task.verdict.verdict]} | ${plain(task.title)} (${code(task.id)}) | ${taskScoreText(task)} |`,
    ),
    ...report.tasks.flatMap((task) => [
      '',
      `### ${plain(task.title)}`,
      '',
      ...bodyLines(task, flagsAbout(report, flags)),
    ]),
    '',
  ].join('\n');
}

const signs: { readonly [Name in Verdict['verdict']]: string } = {
  passed: '✓ passed',
  failed: '✗ failed',
  blocked: '… blocked',
  unknown: '? unknown',
  notGradable: '– not gradable here',
};

function bodyLines({ verdict }: TaskReport, flags: CommandFlags): readonly string[] {
  switch (verdict.verdict) {
    case 'passed':
      return evidenceSentences(verdict.evidence).map((text) => `- ${plain(text)}`);
    case 'failed':
      return verdict.issues.flatMap((issue) => explainIssue(issue, flags).map(explainedLine));
    case 'blocked':
      return [`- comes after ${verdict.by.map(code).join(', ')}`];
    case 'unknown':
      return unknownSentences(verdict.reasons).map((text) => `- ${plain(text)}`);
    case 'notGradable':
      return [`- this cluster cannot show it: it needs ${verdict.needs.map(code).join(', ')}`];
    default:
      return verdict satisfies never;
  }
}

/** The first line of an issue is an entry, the others stand under it. */
function explainedLine({ label, text, depth }: ExplainedLine): string {
  const isFirst = label === 'says' || label === 'wanted' || label === 'way';
  const indent = '  '.repeat(depth * 2 + (isFirst ? 0 : 1));
  if (label === 'look' || label === 'answer') return `${indent}- ${label}: ${code(text)}`;
  return `${indent}- ${label === 'says' || label === 'way' || label === 'note' ? '' : `${label}: `}${plain(text)}`;
}

/** Text in which no character means anything to Markdown or HTML. */
const plain = (text: string): string =>
  cleanLine(text)
    .replace(/[\\`*_{}[\]<>#|~!&$]/g, '\\$&')
    .replace(/(?<=^\s*\d+)[.)]/, '\\$&')
    .replace(/(?<=^\s*)[-+]/, '\\$&')
    .replaceAll('@', '&#64;') // mentions nobody
    .replaceAll('://', '&#58;//'); // links to nothing

/** A code span that holds any text: fenced by more backticks than it contains. */
function code(text: string): string {
  const clean = cleanLine(text);
  const longest = Math.max(0, ...(clean.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = clean.startsWith('`') || clean.endsWith('`') || clean === '' ? ' ' : '';
  return `${fence}${pad}${clean}${pad}${fence}`;
}
