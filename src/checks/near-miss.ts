import type { Json } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { refOf } from '../kubernetes/kube-object.ts';
import type { NearMiss } from './issue.ts';
import type { MatchContext } from './match/differences.ts';
import { differences, wantedCount } from './match/differences.ts';

/** What is looked for, as far as likeness goes. */
export interface Wanted {
  readonly name?: string;
  readonly namespace?: string;
  readonly pattern?: Json;
  /** Uids of what the start made: none of it is an attempt at something named, unless its name is alike. */
  readonly madeByStart?: ReadonlySet<string>;
}

/**
 * The object that comes closest: fewest differing wanted values first, then the likest name, then the right namespace;
 * what has come since the start before what the start made.
 * None where nothing is alike: no wanted value met and no name that looks like the one wanted.
 */
export function nearestMiss(
  wanted: Wanted,
  candidates: readonly KubeObject[],
  contextOf: (object: KubeObject) => MatchContext = () => ({}),
): NearMiss | undefined {
  const total = wanted.pattern === undefined ? 0 : wantedCount(wanted.pattern);
  const ranked = candidates
    .map((object) => {
      const differing = wanted.pattern === undefined ? [] : differences(wanted.pattern, object, [], contextOf(object));
      const missed = differing.reduce((sum, one) => sum + wantedCount(one.wanted), 0);
      const distance = wanted.name === undefined ? 0 : editDistance(wanted.name, object.metadata.name);
      const isNew = wanted.madeByStart?.has(object.metadata.uid ?? '') !== true;
      return {
        object,
        differing,
        missed,
        distance,
        isNew,
        isElsewhere: object.metadata.namespace !== wanted.namespace,
      };
    })
    .filter(({ object, missed, distance, isNew }) => {
      const isAlike = wanted.name !== undefined && isLikeName(wanted.name, object.metadata.name, distance);
      return isAlike || ((wanted.name === undefined || isNew) && total > 0 && missed < total);
    })
    .sort((a, b) => a.missed - b.missed || a.distance - b.distance || Number(a.isElsewhere) - Number(b.isElsewhere));
  // what has come since the start is the learner's attempt; what the start made is not
  const [best] = [...ranked.filter(({ isNew }) => isNew), ...ranked];
  return best === undefined ? undefined : { object: refOf(best.object), differences: best.differing };
}

/** A third of the name may differ, one holds the other whole, or both have the same words: `trial-orders`, `orders-trial`. */
export function isLikeName(wanted: string, found: string, distance = editDistance(wanted, found)): boolean {
  return (
    distance <= Math.max(1, Math.floor(wanted.length / 3)) ||
    found.includes(wanted) ||
    wanted.includes(found) ||
    wordsOf(found) === wordsOf(wanted)
  );
}

const wordsOf = (name: string): string => name.split(/[-.]/).sort().join(' ');

/** Levenshtein's distance: insertions, deletions and changes of one character. */
export function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const change = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
