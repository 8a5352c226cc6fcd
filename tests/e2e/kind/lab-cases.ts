import { expect, test } from 'vitest';
import type { StartedKind } from './started-kind.ts';
import { learnerOn } from './started-kind.ts';

/** The backbone of the catalogue. Pods that really start and end take their time, so that `npm test` proves one of them. */
const labs = ['services', 'namespaces', 'rbac', 'allow-only-the-frontend', 'rollouts'];
const proven = process.env.npm_lifecycle_event === 'test' ? labs.slice(0, 1) : labs;

export function labCases(kind: () => StartedKind): void {
  test.each(proven)(
    '%s is proven: solutions, right and wrong variants, outages, reset and stop',
    async (lab) => {
      const learner = await learnerOn(kind());
      const { code, stdout, stderr } = await learner.kubeproctor(`prove ${lab} --mutants 0 --copies 3`, {}, 600_000);
      console.log(stdout);
      expect({ code, stderr: code === 0 ? '' : `${stdout}${stderr}` }).toEqual({ code: 0, stderr: '' });
    },
    630_000,
  );
}
