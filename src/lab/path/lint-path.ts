import type { Finding, Mistake } from '../mistake.ts';
import { inOrder, listed, quoted } from '../mistake.ts';
import type { LabHead } from '../parse-lab-head.ts';
import { parseLabHead } from '../parse-lab-head.ts';
import type { LearnersPath } from '../schema/path.ts';
import { nearestWord } from '../suggestion.ts';
import { readYamlDocument } from '../yaml-document.ts';
import { orderLabs } from './order-labs.ts';
import { parsePath } from './parse-path.ts';

/** The labs of one folder as texts, with its path. */
export interface LibraryTexts {
  readonly path: { readonly file: string; readonly text: string } | undefined;
  readonly labs: readonly LabText[];
}

export interface LabText {
  /** What mistakes call the lab file. */
  readonly path: string;
  readonly name: string;
  readonly topic: string;
  readonly text: string;
}

/** What is wrong with the order of a folder's labs: in its path, and in what each lab says it comes `after`. */
export function lintPath({ path, labs }: LibraryTexts): readonly Mistake[] {
  const parsed = path === undefined ? undefined : parsePath(path.text, path.file);
  if (parsed?.parsed === 'mistakes') return parsed.mistakes;
  const inFile = parsed === undefined ? [] : inOrder(pathFindings(parsed.path, labs).map(parsed.mistakeAt));
  return [...inFile, ...orderMistakes(labs, parsed?.path)];
}

function pathFindings({ topics }: LearnersPath, labs: readonly LabText[]): readonly Finding[] {
  const known = [...new Set(labs.map(({ topic }) => topic))];
  const inTopics = Object.entries(topics).flatMap(([topic, names]): readonly Finding[] => {
    if (!known.includes(topic)) return [unknownTopic(topic, known)];
    return names.flatMap((name, index) => misplacedName(name, ['topics', topic, index], { topic, names, labs }));
  });
  const unplaced = labs.filter(({ topic, name }) => !topics[topic]?.includes(name));
  return [...inTopics, ...unplaced.map((lab) => unplacedLab(lab, Object.hasOwn(topics, lab.topic)))];
}

function unknownTopic(topic: string, known: readonly string[]): Finding {
  const suggestion = nearestWord(topic, known);
  const message = `there is no folder ${quoted(`labs/${topic}`)} with a lab in it${suggestion === undefined ? `; there are ${listed(known)}` : ''}`;
  return { rule: 'unknown-topic', path: ['topics', topic], part: 'key', message, suggestion };
}

function misplacedName(
  name: string,
  path: readonly (string | number)[],
  { topic, names, labs }: { topic: string; names: readonly string[]; labs: readonly LabText[] },
): readonly Finding[] {
  if (names.indexOf(name) < Number(path.at(-1)))
    return [{ rule: 'repeated-lab', path, message: `the lab ${quoted(name)} is named twice` }];
  const ofTopic = labs.filter((lab) => lab.topic === topic).map((lab) => lab.name);
  if (ofTopic.includes(name)) return [];
  const elsewhere = labs.find((lab) => lab.name === name);
  if (elsewhere !== undefined)
    return [
      { rule: 'unknown-lab', path, message: `the lab ${quoted(name)} lies in the topic ${quoted(elsewhere.topic)}` },
    ];
  const suggestion = nearestWord(name, ofTopic);
  const known = suggestion === undefined ? `; there are ${listed(ofTopic)}` : '';
  const message = `there is no lab ${quoted(name)} in ${quoted(`labs/${topic}`)}${known}`;
  return [{ rule: 'unknown-lab', path, message, suggestion }];
}

const unplacedLab = ({ topic, name }: LabText, isTopicThere: boolean): Finding => ({
  ...{ rule: 'unplaced-lab', severity: 'warning', path: isTopicThere ? ['topics', topic] : ['topics'], part: 'key' },
  message: `the lab ${quoted(name)} has no place on the path: write it under ${quoted(topic)}, where it is best done`,
});

type Placed = LabText & { readonly head: LabHead };

/** In the lab files: what `after` names is a lab of the folder, comes before on the path, and does not come back to it. */
function orderMistakes(labs: readonly LabText[], path: LearnersPath | undefined): readonly Mistake[] {
  const placed = labs.flatMap((lab): readonly Placed[] => {
    const head = parseLabHead(lab.text);
    return head === undefined ? [] : [{ ...lab, head }];
  });
  const order = orderLabs(
    placed.map(({ head }) => head),
    path,
  ).map(({ name }) => name);
  return placed.flatMap((lab) => {
    const findings = lab.head.after.flatMap((name, index) => beforeFindings(lab, name, index, { placed, order }));
    if (findings.length === 0) return [];
    const document = readYamlDocument(lab.text, lab.path);
    return document.read === 'document' ? findings.map(document.mistakeAt) : document.mistakes;
  });
}

function beforeFindings(
  lab: Placed,
  name: string,
  index: number,
  { placed, order }: { readonly placed: readonly Placed[]; readonly order: readonly string[] },
): readonly Finding[] {
  const path = ['after', index];
  if (!order.includes(name)) {
    const suggestion = nearestWord(name, order);
    const message = `no lab of this folder is called ${quoted(name)}`;
    return [{ rule: 'unknown-lab', path, message, suggestion }];
  }
  const back = wayBack(name, lab.name, placed);
  if (back !== undefined) {
    const message =
      name === lab.name ? `the lab ${quoted(name)} comes after itself` : `${listed(back)} come after each other`;
    return [{ rule: 'circular-labs', path, message }];
  }
  if (order.indexOf(name) < order.indexOf(lab.name)) return [];
  const message = `${quoted(name)} comes later on the path: put it before ${quoted(lab.name)} in ${quoted('labs/path.yaml')}`;
  return [{ rule: 'late-lab', path, message }];
}

/** The labs from one to another, each after the next. */
function wayBack(from: string, to: string, placed: readonly Placed[]): readonly string[] | undefined {
  const seen = new Set<string>();
  const search = (name: string, way: readonly string[]): readonly string[] | undefined => {
    if (name === to) return way;
    if (seen.has(name)) return undefined;
    seen.add(name);
    const before = placed.find((lab) => lab.name === name)?.head.after ?? [];
    return before.map((next) => search(next, [...way, next])).find((found) => found !== undefined);
  };
  return search(from, [from]);
}
