import { leavesOf } from './leaves-of.ts';
import type { Check } from './schema/checks.ts';
import type { Lab } from './schema/lab.ts';

/** Files in the manifest folder that checks try in dry runs. */
export const triedFilesOf = (lab: Lab): readonly string[] => [
  ...new Set(lab.tasks.flatMap(({ checks }) => checks.flatMap(triedFilesOfCheck))),
];

/** Files that a check tries, or those that it is composed of. */
export const triedFilesOfCheck = (check: Check): readonly string[] =>
  leavesOf(check).flatMap((leaf) =>
    'admission' in leaf && typeof leaf.admission.manifest === 'string' ? [leaf.admission.manifest] : [],
  );
