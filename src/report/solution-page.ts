import type { Task } from '../lab/schema/lab.ts';
import { cleanLine, cleanText } from './clean.ts';
import { markdownText } from './markdown-text.ts';
import type { Palette } from './palette.ts';

export interface Solution {
  readonly title: string;
  /** Shell commands that solve the whole lab, ready to paste; without them the last hint of each task is shown, nearly its command. */
  readonly commands?: string;
  /** Tasks whose explanations are shown. */
  readonly tasks: readonly Task[];
  /** The command that shows the solution of the whole lab, where only a task's is shown. */
  readonly whole?: string;
}

/** Commands that solve a lab, and for each task why it works and where to read on. */
export function solutionPage(
  { title, commands, tasks, whole }: Solution,
  layout: { palette: Palette; width: number },
): string {
  const { palette } = layout;
  const commandLines = (commands === undefined ? [] : cleanText(commands).trim().split('\n')).map((line) =>
    line.startsWith('#') ? palette.dim(`  ${line}`) : palette.code(`  ${line}`),
  );
  const lastHint = ({ hints }: Task): string | undefined => (commands === undefined ? hints.at(-1) : undefined);
  const explained = tasks.filter((task) => task.explain !== undefined || task.docs.length > 0 || lastHint(task));
  return [
    `${palette.strong(cleanLine(title))} ${palette.dim('· one way to do it; any other with the same effect is as right')}`,
    ...(commandLines.length === 0 ? [] : ['', ...commandLines]),
    ...explained.flatMap((task) => [
      '',
      `▸ ${palette.strong(cleanLine(task.title))}`,
      ...[lastHint(task)].flatMap((hint) =>
        hint === undefined ? [] : [markdownText(hint, { ...layout, indent: 4 }), ''],
      ),
      ...(task.explain === undefined ? [] : [markdownText(task.explain, { ...layout, indent: 4 })]),
      ...task.docs.map((link) => `    ${palette.dim(cleanLine(link))}`),
    ]),
    ...(whole === undefined ? [] : ['', `The commands for the whole lab:  ${palette.code(whole)}`]),
    '',
  ].join('\n');
}
