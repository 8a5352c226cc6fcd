import type { LabHead } from '../lab/parse-lab-head.ts';
import { cleanLine } from './clean.ts';
import type { Palette } from './palette.ts';

/** What was reached in a lab: points of a total. */
export type Reached = Readonly<Record<string, { readonly points: number; readonly of: number }>>;

/** The list of labs, a line each. */
export function labTable(labs: readonly LabHead[], reached: Reached, { dim, strong, good }: Palette): string {
  const rows = labs.map((lab) => [
    lab.name,
    lab.topic,
    lab.level,
    `${lab.minutes} min`,
    reachedText(reached[lab.name]),
    cleanLine(lab.title),
  ]);
  const header = ['LAB', 'TOPIC', 'LEVEL', 'TIME', 'BEST', 'TITLE'];
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const cell = (text: string, column: number): string =>
    column === header.length - 1 ? text : text.padEnd(widths[column] ?? 0);
  const line = (cells: readonly string[]): string => cells.join('  ');
  return `${[
    dim(line(header.map(cell))),
    ...rows.map((row) => {
      const [name = '', topic = '', level = '', time = '', best = '', title = ''] = row.map(cell);
      return line([strong(name), dim(topic), dim(level), dim(time), best.includes('done') ? good(best) : best, title]);
    }),
  ].join('\n')}\n`;
}

function reachedText(best: Reached[string] | undefined): string {
  if (best === undefined) return '-';
  return best.points === best.of ? 'done' : `${best.points}/${best.of}`;
}
