import { expect, test } from 'vitest';
import type { StartedKind } from './started-kind.ts';
import { learnerOn } from './started-kind.ts';

/** The backbone of the catalogue. Pods that really start and end take their time, so that `npm test` proves one of them. */
const labs = ['services', 'namespaces', 'rbac', 'allow-only-the-frontend', 'rollouts'];
const isBrief = process.env.npm_lifecycle_event === 'test';

export function labCases(kind: () => StartedKind): void {
  test('are proven where Pods really run: solutions, right and wrong variants, outages, reset and stop', async () => {
    const learner = await learnerOn(kind());
    const proven = isBrief ? labs.slice(0, 1) : labs;
    const { code, stdout, stderr } = await learner.kubeproctor(
      `prove ${proven.join(' ')} --mutants 0 --copies 2`,
      {},
      900_000,
    );
    console.log(isBrief ? `${stdout}npm run test:e2e proves all of the backbone on kind.` : stdout);
    expect({ code, stderr: code === 0 ? '' : `${stdout}${stderr}` }).toEqual({ code: 0, stderr: '' });
  }, 900_000);
}
