import type { LabOnPath, Reached } from '../lab/path/standing.ts';
import { standingOf } from '../lab/path/standing.ts';
import { cleanLine } from './clean.ts';
import { kubeproctorCommand } from './command-text.ts';
import type { Palette } from './palette.ts';
import { domainText, hoursText, topicText } from './path-words.ts';
import { wrap } from './wrap.ts';

export interface LabListOptions {
  readonly reached: Reached;
  /** Name of the lab that is under way, as far as this machine knows. */
  readonly underWay: string | undefined;
  readonly palette: Palette;
  /** Columns to wrap at; Infinity for none. */
  readonly width: number;
}

/** The path: its labs by topic, with what was reached in each, how long it takes and what it builds on. */
export function labList(labs: readonly LabOnPath[], options: LabListOptions): string {
  const groups = [...Map.groupBy(labs, ({ library, topic }) => JSON.stringify([library, topic])).values()];
  return `${[...groups.map((group) => groupText(group, options)), closingText(labs, options)].join('\n\n')}\n`;
}

function groupText(group: readonly LabOnPath[], options: LabListOptions): string {
  const [first] = group;
  if (first === undefined) return '';
  const { reached, palette } = options;
  const domains = new Set(group.map(({ kcna }) => kcna));
  const isOneDomain = domains.size === 1;
  const facts = [
    ...(isOneDomain && first.kcna !== undefined ? [`KCNA: ${domainText(first.kcna)}`] : []),
    `${doneIn(group, reached)} of ${group.length} done`,
    ...(first.isBuiltIn ? [] : [`from ${first.library}`]),
  ];
  const nameWidth = Math.max(usualNameWidth, ...group.map(({ name }) => name.length));
  return [
    `${palette.strong(topicText(first.topic))} ${palette.dim(cleanLine(`· ${facts.join(' · ')}`))}`,
    ...group.flatMap((lab) => labLines(lab, nameWidth, isOneDomain, options)),
  ].join('\n');
}

function labLines(
  lab: LabOnPath,
  nameWidth: number,
  isOneDomain: boolean,
  { reached, underWay, palette, width }: LabListOptions,
): readonly string[] {
  const best = bestText(lab.name, reached).padEnd(5);
  const name = lab.name.padEnd(nameWidth);
  const time = `${lab.minutes} min`.padStart(8);
  const begin = `  ${best}  ${name}${time}  `;
  const column = begin.length;
  const facts = [
    ...(lab.name === underWay ? ['under way'] : []),
    lab.level,
    ...(isOneDomain || lab.kcna === undefined ? [] : [`KCNA: ${domainText(lab.kcna)}`]),
    ...(lab.after.length === 0 ? [] : [`after ${lab.after.join(', ')}`]),
  ].join(' · ');
  const title = cleanLine(lab.title);
  const room = Math.max(leastRoom, width - column);
  const isShort = title.length + 3 + facts.length <= room;
  const [firstLine = '', ...rest] = isShort ? [title] : wrap(title, room);
  const blanks = ' '.repeat(column);
  return [
    `  ${isDone(lab, reached) ? palette.good(best) : best}  ${palette.strong(name)}${palette.dim(time)}  ${firstLine}${isShort ? ` ${palette.dim(`· ${facts}`)}` : ''}`,
    ...rest.map((line) => `${blanks}${line}`),
    ...(isShort ? [] : wrap(facts, room).map((line) => `${blanks}${palette.dim(line)}`)),
  ];
}

function closingText(labs: readonly LabOnPath[], { reached, palette }: LabListOptions): string {
  const open = labs.filter((lab) => !isDone(lab, reached));
  if (open.length === 0) return `All ${labs.length} done.`;
  const minutes = open.reduce((sum, lab) => sum + lab.minutes, 0);
  const done = `${doneIn(labs, reached)} of ${labs.length} done, about ${hoursText(minutes)} to go.`;
  return `${done}  What comes next:  ${palette.code(kubeproctorCommand({}, 'next'))}`;
}

/** So that most topics stand in the same columns, and a long name spoils those of its own topic only. */
const usualNameWidth = 20;
/** Of titles in a narrow terminal: what is longer runs over its edge. */
const leastRoom = 24;

const isDone = ({ name }: LabOnPath, reached: Reached): boolean => standingOf(name, reached) === 'done';

const doneIn = (labs: readonly LabOnPath[], reached: Reached): number =>
  labs.filter((lab) => isDone(lab, reached)).length;

function bestText(name: string, reached: Reached): string {
  const best = reached[name];
  if (best === undefined) return '-';
  return standingOf(name, reached) === 'done' ? 'done' : `${best.points}/${best.of}`;
}
