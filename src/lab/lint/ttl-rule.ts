import { filesOf } from '../files-of.ts';
import { leavesOf } from './json-leaves.ts';
import type { LintRule } from './lab-draft.ts';
import { stepsOfLab } from './steps-of-lab.ts';

const minimumSeconds = 3600;

/** A Job that is right must still be there when it is looked at: on simulated nodes it finishes at once. */
export const shortLivedJobs: LintRule = ({ lab, manifests }) => {
  const files = filesOf(
    stepsOfLab(lab).flatMap(({ step, of }) => (of === 'solution' || of === 'accept' ? [step] : [])),
  );
  return files.flatMap((file) =>
    (manifests[file] ?? []).flatMap(({ object, mistakeAt }) =>
      leavesOf(object).flatMap(({ path, value }) => {
        if (path.at(-1) !== 'ttlSecondsAfterFinished' || Number(value) >= minimumSeconds) return [];
        const message = `the Job may be gone before it is checked: at least ${minimumSeconds} seconds, or none`;
        return [mistakeAt({ rule: 'short-ttl', path, message })];
      }),
    ),
  );
};
