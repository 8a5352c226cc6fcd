import type { NextLab } from '../lab/path/next-lab.ts';
import type { LabOnPath, Reached } from '../lab/path/standing.ts';
import { cleanLine } from './clean.ts';
import type { Palette } from './palette.ts';
import { domainText, topicText } from './path-words.ts';
import { andText } from './word-list.ts';
import { wrap } from './wrap.ts';

/** A lab in a line, and below it why it comes next, what it builds on and leads to. */
export function nextText(
  { lab, why, buildsOn, leadsTo }: NextLab,
  layout: { palette: Palette; width: number },
): string {
  const sentences = [
    whyText(lab, why),
    ...(buildsOn.length === 0 ? [] : [`It builds on ${andText(buildsOn)}, which you have done.`]),
    ...(leadsTo.length === 0 ? [] : [`After it you are ready for ${andText(leadsTo)}.`]),
  ];
  return [headLine(lab, layout.palette), '', ...wrap(cleanLine(sentences.join(' ')), layout.width)].join('\n');
}

/** Of a lab that is under way: where it stands, and what comes after it. */
export function goOnText(
  lab: LabOnPath,
  {
    best,
    after,
    palette,
    width,
  }: {
    readonly best: Reached[string] | undefined;
    readonly after: NextLab | undefined;
    readonly palette: Palette;
    readonly width: number;
  },
): string {
  const reached =
    best === undefined ? '' : `, and your best check of it has ${best.points} of ${best.of} points so far`;
  const then = after === undefined ? 'It is the last one that is open.' : `After it comes ${after.lab.name}.`;
  return [headLine(lab, palette), '', ...wrap(cleanLine(`It is under way${reached}. ${then}`), width)].join('\n');
}

function headLine(lab: LabOnPath, { strong, dim }: Palette): string {
  const domain = lab.kcna === undefined ? [] : [`KCNA: ${domainText(lab.kcna)}`];
  const facts = [`lab ${lab.name}`, lab.level, `about ${lab.minutes} minutes`, ...domain].join(' · ');
  return `${strong(cleanLine(lab.title))}\n${dim(cleanLine(facts))}`;
}

function whyText({ topic }: LabOnPath, why: NextLab['why']): string {
  switch (why.why) {
    case 'first':
      return 'The path begins here.';
    case 'begun':
      return `You have begun it, and have ${why.points} of its ${why.of} points so far.`;
    case 'newTopic':
      return `You have done everything up to ${topicText(why.topicBefore)}; next on the path is ${topicText(topic)}.`;
    case 'inTopic':
      return `It is the next one on the path: ${why.done} of ${why.of} labs in ${topicText(topic)} are done.`;
    case 'leftOut':
      return `You have gone ahead: ${why.later}, which comes later on the path, is done, and this one is still open.`;
    default:
      return why satisfies never;
  }
}
