import { createHash } from 'node:crypto';

/** So many of the items, drawn by a seed: the same seed draws the same of the same. */
export function drawn<T>(items: readonly T[], count: number, seed: number): readonly T[] {
  const lots = items.map((item, index) => ({ item, lot: lotOf(`${seed} ${index}`) }));
  return lots
    .toSorted((left, right) => (left.lot < right.lot ? -1 : 1))
    .slice(0, count)
    .map(({ item }) => item);
}

const lotOf = (text: string): string => createHash('sha256').update(text).digest('hex');
