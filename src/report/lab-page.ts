import type { Lab, Task } from '../lab/schema/lab.ts';
import { cleanLine } from './clean.ts';
import type { CommandFlags } from './command-text.ts';
import { kubeproctorCommand } from './command-text.ts';
import type { Layout } from './markdown-text.ts';
import { markdownText } from './markdown-text.ts';
import type { Palette } from './palette.ts';
import { domainText } from './path-words.ts';
import { wrap } from './wrap.ts';

export interface PageOptions {
  readonly palette: Palette;
  readonly width: number;
  readonly flags: CommandFlags;
  /** By task: sentences about why it cannot be judged here. */
  readonly warnings?: ReadonlyMap<string, readonly string[]>;
}

/** A lab as its learner reads it: the story, and what is to be done. `lab` has its placeholders replaced. */
export function labPage(lab: Lab, { palette, width, warnings }: PageOptions): string {
  const total = lab.tasks.reduce((sum, task) => sum + task.points, 0);
  const facts = `· lab ${lab.name} · ${lab.level} · about ${lab.minutes} minutes · ${pointsText(total)}`;
  return [
    `${palette.strong(cleanLine(lab.title))} ${palette.dim(cleanLine(facts))}`,
    ...placeFacts(lab).map((line) => palette.dim(cleanLine(line))),
    '',
    markdownText(lab.story, { palette, width, indent: 0 }),
    '',
    ...lab.tasks.flatMap((task) => [taskPage(task, { palette, width, indent: 0 }, warnings?.get(task.id)), '']),
  ].join('\n');
}

/** The exam's domain, and the labs that are best done before. */
function placeFacts({ kcna, after }: Lab): readonly string[] {
  const domain = kcna === undefined ? [] : [`KCNA: ${domainText(kcna)}`];
  const before = after.length === 0 ? [] : [`builds on ${after.join(', ')}`];
  const facts = [...domain, ...before];
  return facts.length === 0 ? [] : [facts.join(' · ')];
}

/** One task: its title, points and text, and for a question with options those. */
export function taskPage(task: Task, layout: Layout, warnings: readonly string[] = []): string {
  const { palette, indent } = layout;
  const after = task.after.length === 0 ? '' : ` · after ${task.after.join(', ')}`;
  const head = `${palette.strong(cleanLine(task.title))} ${palette.dim(cleanLine(`· ${task.id} · ${pointsText(task.points)}${after}`))}`;
  const inner = { ...layout, indent: indent + 4 };
  const warned = warnings.flatMap((text) => wrap(cleanLine(text), layout.width - inner.indent));
  return [
    `${' '.repeat(indent)}▸ ${head}`,
    ...warned.map((line) => `${' '.repeat(inner.indent)}${palette.unsure(line)}`),
    ...[markdownText(task.text, inner), ...optionLines(task, inner)],
  ].join('\n');
}

/** The next things to type. */
export function goOnLines(lab: Lab, { flags, palette }: PageOptions): string {
  const question = lab.tasks.find((task) => task.checks.some((check) => 'answer' in check));
  const lines: readonly (readonly [string, string])[] = [
    ['When you have done a task, or think so:', kubeproctorCommand(flags, 'check')],
    ['Stuck:', kubeproctorCommand(flags, 'hint')],
    ...(question === undefined
      ? []
      : [['To give an answer:', kubeproctorCommand(flags, 'answer', question.id, 'VALUE')] as const]),
    ['To begin again:', kubeproctorCommand(flags, 'reset')],
  ];
  const column = Math.max(...lines.map(([text]) => text.length));
  return `${lines.map(([text, command]) => `${text.padEnd(column)}  ${palette.code(command)}`).join('\n')}\n`;
}

/** Letters of a question's options, as `answer` takes them. */
function optionLines(task: Task, layout: Layout): readonly string[] {
  const options = task.checks.flatMap((check) =>
    'answer' in check && 'choose' in check.answer ? check.answer.choose : [],
  );
  const lettered = options.map(({ text }, index) => `${String.fromCharCode(97 + index)}) ${text}`);
  return lettered.map((text) => markdownText(text, layout));
}

const pointsText = (points: number): string => `${points} ${points === 1 ? 'point' : 'points'}`;
