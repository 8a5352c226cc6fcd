import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import { isSameJson } from '../../src/kubernetes/json.ts';
import type { Asked } from './reach-brute-force.ts';
import { answersTheLongWay } from './reach-brute-force.ts';
import type { Puzzle } from './reach-puzzles.ts';
import { actor, puzzle, unlabelled } from './reach-puzzles.ts';
import { judgeReach, policy } from './reach-shop.ts';

/** `only`, `deny` and `anyone` are judged from a few witnesses. That must come to the same as the long way. */
const runs = { numRuns: 60 };
/** Where several things run side by side. */
const timeoutMs = 60_000;

test(
  'only agrees with the long way',
  () => {
    const seen = new Map<Verdict, number>();
    fc.assert(
      fc.property(puzzle(actor), (one) => {
        const expected = verdictTheLongWay(one, 'outside of the rows');
        seen.set(expected, (seen.get(expected) ?? 0) + 1);
        expect(verdictOf(one, { may: one.rows, only: true })).toBe(expected);
      }),
      runs,
    );
    expect([...seen].filter(([, count]) => count >= runs.numRuns / 20).length).toBeGreaterThan(1);
  },
  timeoutMs,
);

test(
  'so does deny, of those whom it tells by no labels',
  () => {
    const seen = new Map<Verdict, number>();
    fc.assert(
      fc.property(puzzle(unlabelled), (one) => {
        const expected = verdictTheLongWay(one, 'of the rows');
        seen.set(expected, (seen.get(expected) ?? 0) + 1);
        expect(verdictOf(one, { deny: one.rows })).toBe(expected);
      }),
      runs,
    );
    expect([...seen].filter(([, count]) => count >= runs.numRuns / 20).length).toBeGreaterThan(1);
  },
  timeoutMs,
);

test(
  'and allow, of anyone',
  () => {
    fc.assert(
      fc.property(puzzle(fc.constant({ anyone: true })), (one) => {
        const own = {
          ...one,
          policies: one.policies.filter(({ spec: { policyTypes } }) =>
            isSameJson(policyTypes, one.policies[0]?.spec.policyTypes),
          ),
        };
        const answers = answersTheLongWay(own, 'of the rows');
        const isAll = !answers.has('denied') && !answers.has('left_to_plugin');
        expect(verdictOf(own, { allow: own.rows }) === 'nobody else').toBe(isAll);
      }),
      runs,
    );
  },
  timeoutMs,
);

type Verdict = 'nobody else' | 'somebody' | 'left to the plug-in';

function verdictOf({ direction, policies, without }: Puzzle, asked: JsonObject): Verdict {
  const check = { [direction]: { pods: { role: 'db' }, in: 'shop' }, ...asked };
  const objects = policies.map((one, index) => policy(`p${index}`, JSON.stringify(one.spec), one.namespace)).join('');
  const finding = judgeReach(JSON.stringify(check), objects, without);
  if (finding.finding !== 'fails') return 'nobody else';
  return finding.issues.some(({ code }) => code === 'reaches_too_much') ? 'somebody' : 'left to the plug-in';
}

function verdictTheLongWay(one: Puzzle, asked: Asked): Verdict {
  const answers = answersTheLongWay(one, asked);
  if (answers.has('allowed')) return 'somebody';
  return answers.has('left_to_plugin') ? 'left to the plug-in' : 'nobody else';
}
