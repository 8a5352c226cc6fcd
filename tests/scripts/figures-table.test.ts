import { expect, test } from 'vitest';
import { totalsText } from '../../scripts/figures-table.ts';
import type { LabProof, ProvenRun } from '../../src/prove/lab-proof.ts';

const run = (group: ProvenRun['group'], isBlind: boolean, isRight = true): ProvenRun => ({
  ...{ title: 'x', group, isBlind },
  surprises: isRight ? [] : [{ task: 'a', wanted: 'passed', found: 'failed' }],
});
const proof = (lab: string, runs: readonly ProvenRun[]): LabProof => ({
  ...{ lab, runs, outages: { cuts: 10, surprises: [] }, putBack: [], endedBy: [] },
  mutants: {
    ...{ total: 9, pinned: 6, refused: 2, same: 1, free: 3, notRun: 0, live: 1, seed: 7 },
    ...{ survivors: [], disagreements: [], untrueFree: [] },
  },
  weakened: { total: 1, unnoticed: [], untold: 0 },
});

test('totals are those of all labs, and tell wrong verdicts by their kind', () => {
  const proofs = [
    proof('one', [run('solution', false), run('accept', false), run('accept', true, false), run('reject', true)]),
    proof('two', [run('untouched', false), run('reject', false), run('reject', false, false)]),
  ];
  const firstRuns = { one: { blind: 8, wrong: 2 }, other: { blind: 5, wrong: 5 } };
  expect(totalsText(proofs, 7, firstRuns).split('\n')).toEqual([
    'labs: 2 labs, 7 tasks; 2 accept and 3 reject variants, 2 of them blind',
    'labs: 1 false accepts in 3, 1 false rejects in 2, 0 verdicts changed by an outage in 20',
    'labs: mutants 12 pinned, 4 refused by the server, 6 declared free',
    'labs: 2 wrong verdicts in 8 blind variants when they were first run',
  ]);
});
