import type { Path } from './mistake.ts';
import type { Check } from './schema/checks.ts';

/** The check itself, or the checks that it is composed of in the end. */
export const leavesOf = (check: Check): readonly Check[] => placedLeaves(check, []).map((leaf) => leaf.check);

/** The same, each with its place in the lab file; `path` is that of the whole. */
export function placedLeaves(check: Check, path: Path): readonly { readonly check: Check; readonly path: Path }[] {
  if ('all' in check) return check.all.flatMap((one, index) => placedLeaves(one, [...path, 'all', index]));
  if ('any' in check) return check.any.flatMap((one, index) => placedLeaves(one, [...path, 'any', index]));
  return 'not' in check ? placedLeaves(check.not, [...path, 'not']) : [{ check, path }];
}
