import { stringify } from 'yaml';
import type { ExplainedAnswer, ExplainedCheck, JudgedObject } from '../grade/explain-checks.ts';
import type { Json } from '../kubernetes/json.ts';
import { isBehaviourAnswer } from '../snapshot/behaviour/behaviour-read.ts';
import { behaviourAnswerLines } from './behaviour-answer.ts';
import { cleanLine, cleanText } from './clean.ts';
import type { CommandFlags } from './command-text.ts';
import { objectText } from './object-text.ts';
import type { Palette } from './palette.ts';
import { verdictLines } from './verdict-lines.ts';

export interface ExplainedTask {
  readonly lab: string;
  readonly task: string;
  readonly title: string;
  /** With the place of each check in the task, from 1. */
  readonly checks: readonly { readonly number: number; readonly explained: ExplainedCheck }[];
}

/** For an author at a terminal: each check as it is written, what it asked, what it looked at in the answers, its verdict. */
export function explainedText(of: ExplainedTask, layout: { palette: Palette; flags: CommandFlags }): string {
  const { palette } = layout;
  return [
    `${palette.strong(`${of.lab} · ${of.task}`)} ${palette.dim(`· ${cleanLine(of.title)}`)}`,
    ...of.checks.flatMap(({ number, explained }) => ['', ...checkLines(number, explained, layout)]),
    '',
  ].join('\n');
}

function checkLines(
  number: number,
  { check, reads, verdict }: ExplainedCheck,
  { palette, flags }: { palette: Palette; flags: CommandFlags },
): readonly string[] {
  const written = stringify(check, { lineWidth: 0 }).trimEnd().split('\n');
  return [
    `${palette.strong(`Check ${number}`)}`,
    ...written.map((line) => `  ${palette.code(cleanText(line))}`),
    ...reads.flatMap(({ read, answer }) => [
      `  ${palette.dim('asked ')} ${cleanLine(read)}`,
      ...answerLines(answer).map((line) => `         ${cleanLine(line)}`),
    ]),
    `  ${palette.dim('judged')} ${verdict.verdict}`,
    ...verdictLines(verdict, flags).map((line) => `         ${cleanLine(line)}`),
  ];
}

function answerLines(answer: ExplainedAnswer): readonly string[] {
  if (isBehaviourAnswer(answer)) return behaviourAnswerLines(answer);
  switch (answer.answer) {
    case 'objects':
      return answer.objects.length === 0 ? ['no objects'] : answer.objects.flatMap(objectLines);
    case 'absentKind':
      return ['the cluster knows no such kind'];
    case 'review':
      return [`${answer.isAllowed ? 'allowed' : 'not allowed'}${answer.reason === '' ? '' : `: ${answer.reason}`}`];
    case 'resources':
      return [`${answer.resources.length} resources are served`];
    case 'admitted':
      return ['would be admitted', ...answer.warnings.map((warning) => `warning: ${warning}`)];
    case 'refused':
      return [`would be refused (${answer.code} ${answer.reason}): ${answer.message}`];
    case 'outage':
      return [`no answer (${answer.outage.code}): ${answer.outage.detail}`];
    default:
      return answer satisfies never;
  }
}

const objectLines = ({ object, values }: JudgedObject): readonly string[] => [
  objectText(object),
  ...Object.entries(values).map(([path, value]) => `  ${path}: ${shortJson(value)}`),
];

const longest = 200;

function shortJson(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
