import type { LabHead } from '../parse-lab-head.ts';
import type { LearnersPath } from '../schema/path.ts';

/**
 * Labs of one folder in the order of its path. A lab that the path does not name comes after those of its topic, a topic
 * that it does not name after the others: by the alphabet, within a topic from easy to hard and from short to long.
 */
export function orderLabs<Lab extends LabHead>(labs: readonly Lab[], path: LearnersPath | undefined): readonly Lab[] {
  const topics = path?.topics ?? {};
  const named = Object.keys(topics);
  const rank = (list: readonly string[], name: string): number =>
    list.includes(name) ? list.indexOf(name) : list.length;
  return labs.toSorted(
    (left, right) =>
      rank(named, left.topic) - rank(named, right.topic) ||
      left.topic.localeCompare(right.topic, 'en') ||
      rank(topics[left.topic] ?? [], left.name) - rank(topics[right.topic] ?? [], right.name) ||
      levels.indexOf(left.level) - levels.indexOf(right.level) ||
      left.minutes - right.minutes ||
      left.name.localeCompare(right.name, 'en'),
  );
}

const levels = ['beginner', 'intermediate', 'advanced'];
