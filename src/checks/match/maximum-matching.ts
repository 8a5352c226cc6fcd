/**
 * A largest set of pairs (left, right) in which no left and no right occurs twice, by augmenting paths.
 * Returns for each left its right, or undefined.
 */
export function maximumMatching(
  leftCount: number,
  rightCount: number,
  isPair: (left: number, right: number) => boolean,
): readonly (number | undefined)[] {
  const pairs = Array.from({ length: leftCount }, (_, left) =>
    Array.from({ length: rightCount }, (_, right) => right).filter((right) => isPair(left, right)),
  );
  const leftOf = new Map<number, number>();
  for (let left = 0; left < leftCount; left++) augment(left, pairs, leftOf, new Set());
  const rightOf = new Map([...leftOf].map(([right, left]) => [left, right]));
  return pairs.map((_, left) => rightOf.get(left));
}

function augment(
  left: number,
  pairs: readonly (readonly number[])[],
  leftOf: Map<number, number>,
  seen: Set<number>,
): boolean {
  for (const right of pairs[left] ?? []) {
    if (seen.has(right)) continue;
    seen.add(right);
    const holder = leftOf.get(right);
    if (holder === undefined || augment(holder, pairs, leftOf, seen)) {
      leftOf.set(right, left);
      return true;
    }
  }
  return false;
}
