import type { Task } from '../lab/schema/lab.ts';
import { cleanLine, cleanText } from './clean.ts';
import { markdownText } from './markdown-text.ts';
import type { Palette } from './palette.ts';

export interface Solution {
  readonly title: string;
  /** Shell commands, ready to paste. */
  readonly commands: string;
  /** Tasks whose explanations are shown. */
  readonly tasks: readonly Task[];
}

/** Commands that solve a lab, and for each task why it works and where to read on. */
export function solutionPage(
  { title, commands, tasks }: Solution,
  layout: { palette: Palette; width: number },
): string {
  const { palette } = layout;
  const commandLines = cleanText(commands)
    .trim()
    .split('\n')
    .map((line) => (line.startsWith('#') ? palette.dim(`  ${line}`) : palette.code(`  ${line}`)));
  const explained = tasks.filter((task) => task.explain !== undefined || task.docs.length > 0);
  return [
    `${palette.strong(cleanLine(title))} ${palette.dim('· one way to do it; any other with the same effect is as right')}`,
    '',
    ...commandLines,
    ...explained.flatMap((task) => [
      '',
      `▸ ${palette.strong(cleanLine(task.title))}`,
      ...(task.explain === undefined ? [] : [markdownText(task.explain, { ...layout, indent: 4 })]),
      ...task.docs.map((link) => `    ${palette.dim(cleanLine(link))}`),
    ]),
    '',
  ].join('\n');
}
