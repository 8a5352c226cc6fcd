import type { Report, TaskReport, Verdict } from '../grade/report.ts';
import { cleanText } from './clean.ts';
import type { CommandFlags } from './command-text.ts';
import { flagsAbout } from './command-text.ts';
import { noteSentences } from './note-sentence.ts';
import { verdictLines } from './verdict-lines.ts';

/**
 * The report as JUnit XML, a test case a task: failed → `failure`; unknown → `error`; blocked and not gradable →
 * `skipped`. https://github.com/testmoapp/junitxml
 */
export function reportJunit(report: Report, flags: CommandFlags): string {
  const { lab, copy, cluster, tasks, takenAt, score } = report;
  const suite = attributes({
    name: copy === '' ? lab : `${lab} (copy ${copy})`,
    tests: String(tasks.length),
    failures: String(countOf(tasks, 'failed')),
    errors: String(countOf(tasks, 'unknown')),
    skipped: String(countOf(tasks, 'blocked') + countOf(tasks, 'notGradable')),
    timestamp: takenAt,
  });
  const properties = { context: cluster.context, kubernetes: cluster.version, cluster: cluster.uid };
  const points = { 'points.min': `${score.min}`, 'points.max': `${score.max}`, 'points.total': `${score.total}` };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites>`,
    `  <testsuite${suite}>`,
    '    <properties>',
    ...Object.entries({ ...properties, ...points }).map(
      ([name, value]) => `      <property${attributes({ name, value })}/>`,
    ),
    ...report.notes.map(
      (note) =>
        `      <property${attributes({ name: `note.${note.note}`, value: noteSentences(note, flags).join(' ') })}/>`,
    ),
    '    </properties>',
    ...tasks.flatMap((task) => caseLines(report.lab, task, flagsAbout(report, flags))),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function caseLines(lab: string, task: TaskReport, flags: CommandFlags): readonly string[] {
  const { verdict } = task;
  const head = attributes({ classname: lab, name: `${task.id}: ${task.title}` });
  const lines = verdictLines(verdict, flags);
  const text = escaped(lines.join('\n'));
  const element = elements[verdict.verdict];
  const body =
    element === 'system-out'
      ? `<system-out>${text}</system-out>`
      : `<${element}${attributes({ ...(element === 'skipped' ? {} : { type: verdict.verdict }), message: lines[0] ?? '' })}>${text}</${element}>`;
  return [`    <testcase${head}>`, `      ${body}`, '    </testcase>'];
}

const elements: { readonly [Name in Verdict['verdict']]: string } = {
  passed: 'system-out',
  failed: 'failure',
  blocked: 'skipped',
  unknown: 'error',
  notGradable: 'skipped',
};

const countOf = (tasks: readonly TaskReport[], name: Verdict['verdict']): number =>
  tasks.filter((task) => task.verdict.verdict === name).length;

const attributes = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(value).replaceAll('\n', '&#10;')}"`)
    .join('');

/** XML 1.0 knows no escape for most control characters: `cleanText` has written them out. */
const escaped = (text: string): string =>
  cleanText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
