import type { LabOnPath, Reached } from './standing.ts';
import { openBefore, standingOf } from './standing.ts';

/** Which lab to do next, and what speaks for it. */
export interface NextLab {
  readonly lab: LabOnPath;
  /**
   * - `first`: no lab was done or begun yet
   * - `begun`: it was begun, and some of its points are open
   * - `newTopic`: all labs before its topic are done; `topicBefore` is the last of those topics
   * - `inTopic`: so many labs of its topic are done
   * - `leftOut`: `later` of the path is done already
   */
  readonly why:
    | { readonly why: 'first' }
    | { readonly why: 'begun'; readonly points: number; readonly of: number }
    | { readonly why: 'newTopic'; readonly topicBefore: string }
    | { readonly why: 'inTopic'; readonly done: number; readonly of: number }
    | { readonly why: 'leftOut'; readonly later: string };
  /** What it builds on, as far as that is done. */
  readonly buildsOn: readonly string[];
  /** The labs that build on it. */
  readonly leadsTo: readonly string[];
}

/**
 * The first lab of the path that is not done and that builds on nothing that is not done; undefined when all are done.
 * `without`: a lab that is under way, after which another one is wanted.
 */
export function nextLab(path: readonly LabOnPath[], reached: Reached, without?: string): NextLab | undefined {
  const open = path.filter(({ name }) => name !== without && standingOf(name, reached) !== 'done');
  const counted = without === undefined ? reached : { ...reached, [without]: { points: 1, of: 1 } };
  const lab = open.find((one) => openBefore(one, path, counted).length === 0) ?? open[0];
  if (lab === undefined) return undefined;
  const others = path.filter(({ library }) => library === lab.library).map(({ name }) => name);
  return {
    lab,
    why: whyNext(lab, path, reached),
    buildsOn: lab.after.filter((name) => others.includes(name) && standingOf(name, reached) === 'done'),
    leadsTo: path.flatMap(({ name, library, after }) =>
      library === lab.library && after.includes(lab.name) ? [name] : [],
    ),
  };
}

function whyNext(lab: LabOnPath, path: readonly LabOnPath[], reached: Reached): NextLab['why'] {
  const best = reached[lab.name];
  if (best !== undefined) return { why: 'begun', points: best.points, of: best.of };
  const isDone = ({ name }: LabOnPath): boolean => standingOf(name, reached) === 'done';
  const place = path.indexOf(lab);
  const later = path.slice(place + 1).find(isDone);
  if (later !== undefined) return { why: 'leftOut', later: later.name };
  const ofTopic = path.filter((other) => other.topic === lab.topic && other.library === lab.library);
  const before = path[place - 1];
  const done = ofTopic.filter(isDone).length;
  if (done > 0) return { why: 'inTopic', done, of: ofTopic.length };
  return before !== undefined && path.slice(0, place).every(isDone)
    ? { why: 'newTopic', topicBefore: before.topic }
    : { why: 'first' };
}
