import { expect, test } from 'vitest';
import type { Graded } from '../../../src/commands/parts/grade-copy.ts';
import { gradeStill } from '../../../src/commands/proof/grade-still.ts';

const web = { kind: 'Deployment', name: 'web', namespace: 'shop' };

/** A failure of a rollout with so many updated replicas; another one by a wrong value. */
const rollout = (updated: number, isMoving = false): Graded =>
  graded({
    ...{ code: 'rollout_incomplete', object: web, isMoving },
    state: { reason: 'not_updated', wanted: 3, updated, available: 0, total: 3 },
  });
const wrong = graded({
  ...{ code: 'value_differs', object: web, isMoving: false },
  difference: { path: 'spec.replicas', wanted: 3, found: 1 },
});

function graded(issue: object): Graded {
  const verdict = { verdict: 'failed', issues: [issue], isMoving: false };
  return { report: { tasks: [{ id: 'a', title: 'A', points: 1, verdict }] } } as unknown as Graded; // what is looked at
}

/** What comes out when these are seen one after the other, the last for ever; and how often was looked. */
async function still(first: Graded, ...later: readonly Graded[]) {
  let looks = 0;
  const grade = async () => later[Math.min(looks++, later.length - 1)] ?? first;
  const found = await gradeStill(first, { grade, sleep: async () => undefined });
  return { found, looks };
}

test('what has settled is not looked at again', async () => {
  expect(await still(wrong)).toEqual({ found: wrong, looks: 0 });
});

test('a halted rollout is looked at until it is counted alike twice', async () => {
  expect(await still(rollout(0), rollout(1), rollout(1))).toEqual({ found: rollout(1), looks: 2 });
});

test('what moves is waited for', async () => {
  expect(await still(rollout(0, true), rollout(0, true), wrong)).toEqual({ found: wrong, looks: 2 });
});

test('for what never stands still it waits ten seconds', async () => {
  expect((await still(rollout(0, true), rollout(0, true))).looks).toBe(20);
});
