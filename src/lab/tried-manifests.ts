import type { Check } from './schema/checks.ts';
import type { Lab } from './schema/lab.ts';

/** Files in the manifest folder that checks try in dry runs. */
export const triedFilesOf = (lab: Lab): readonly string[] => [
  ...new Set(lab.tasks.flatMap(({ checks }) => checks.flatMap(triedFilesOfCheck))),
];

/** Files that a check tries, or those that it is composed of. */
export function triedFilesOfCheck(check: Check): readonly string[] {
  if ('all' in check) return check.all.flatMap(triedFilesOfCheck);
  if ('any' in check) return check.any.flatMap(triedFilesOfCheck);
  if ('not' in check) return triedFilesOfCheck(check.not);
  return 'admission' in check && typeof check.admission.manifest === 'string' ? [check.admission.manifest] : [];
}
