import { expect, test } from 'vitest';
import type { StartedKind } from './started-kind.ts';
import { learnerOn } from './started-kind.ts';

/** The backbone of the catalogue. */
const labs = ['namespaces', 'services', 'rbac', 'allow-only-the-frontend', 'rollouts'];

export function labCases(kind: () => StartedKind): void {
  test('are proven where Pods really run: solutions, right and wrong variants, outages, reset and stop', async () => {
    const learner = await learnerOn(kind());
    const line = `prove ${labs.join(' ')} --mutants 0 --copies 4`;
    const { code, stdout, stderr } = await learner.kubeproctor(line, {}, 900_000);
    console.log(stdout);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  }, 900_000);
}
