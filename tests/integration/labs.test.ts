import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import type { FirstRuns } from '../../scripts/figures-table.ts';
import { totalsText } from '../../scripts/figures-table.ts';
import { clusterIdentity } from '../../src/cluster/identity.ts';
import { proveLabs } from '../../src/commands/proof/prove-lab.ts';
import { runScript } from '../../src/embedded/run-script.ts';
import type { LabProof } from '../../src/prove/lab-proof.ts';
import { isWrong, wrongCount } from '../../src/prove/lab-proof.ts';
import { plainPalette } from '../../src/report/palette.ts';
import { proofText } from '../../src/report/proof-text.ts';
import { everyLab } from '../every-lab.ts';
import { connectToShared, sessionOn } from './session-cluster.ts';

const labs = await everyLab();
const seed = Date.now() % 1_000_000;
const firstRuns: FirstRuns = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'first-run.json'), 'utf8'),
);
let proofs: readonly LabProof[];

beforeAll(async () => {
  const client = await connectToShared();
  const startMs = performance.now();
  try {
    const { context } = sessionOn(client);
    proofs = await proveLabs({ ...context, client, identity: await clusterIdentity(client) }, labs, {
      atOnce: 12, // most of the time of one is waiting
      usesPlainNames: false, // other tests use those
      id: `t${seed.toString(36)}`,
      liveMutants: 12,
      tells: false,
      seed,
      runCommands,
      onRun: () => undefined,
      onMutant: () => undefined,
      keeps: false,
    });
  } finally {
    client.close();
  }
  console.log(proofText(proofs, plainPalette));
  const tasks = labs.reduce((sum, { lab }) => sum + lab.tasks.length, 0);
  console.log(
    `${totalsText(proofs, tasks, firstRuns)}\nlabs: proven in ${Math.round((performance.now() - startMs) / 1000)} s`,
  );
}, 1_500_000);

describe.each(labs.map(({ lab }, index) => ({ name: lab.name, index })))('$name', ({ index }) => {
  const proof = (): LabProof => {
    const one = proofs[index];
    if (one === undefined) throw new Error('was not proven');
    return one;
  };

  test('every run is graded as it should be', () => {
    expect(proof().runs.filter(isWrong)).toEqual([]);
    expect(proof().runs.filter(({ skipped }) => skipped !== undefined)).toEqual([]);
  });

  test('an outage of any read leaves each verdict as it is, or unknown', () => {
    expect(proof().outages.surprises).toEqual([]);
    expect(proof().outages.cuts).toBeGreaterThan(proof().runs.length);
  });

  test('every mutant of the solution is pinned, or declared free', () => {
    const { survivors, disagreements, untrueFree, notRun } = proof().mutants;
    expect({ survivors, disagreements, untrueFree, notRun }).toEqual({
      survivors: [],
      disagreements: [],
      untrueFree: [],
      notRun: 0,
    });
  });

  test('weakening any check is noticed', () => {
    expect(proof().weakened.unnoticed).toEqual([]);
  });

  test('a reset leaves the start, and a stop nothing', () => {
    expect(proof().putBack).toEqual([]);
  });

  test('nothing ended it early', () => {
    expect(proof().endedBy).toEqual([]);
  });

  test('nothing else is wrong with it', () => {
    expect(wrongCount(proof())).toBe(0);
  });

  test('it has enough variants, of its own and by others who saw only the texts', () => {
    const of = (group: 'accept' | 'reject', isBlind: boolean): number =>
      proof().runs.filter((run) => run.group === group && run.isBlind === isBlind).length;
    expect(of('accept', false)).toBeGreaterThanOrEqual(3);
    expect(of('reject', false)).toBeGreaterThanOrEqual(6);
    expect(Math.min(of('accept', true), of('reject', true))).toBeGreaterThanOrEqual(5);
  });
});

/** A shell in which `kubectl` is the real one on the shared cluster, and `kubeproctor` the built one on this copy. */
async function runCommands(
  script: string,
  { lab, copy }: { readonly lab: string; readonly copy: string },
): Promise<void> {
  const where = ['--kubeconfig', inject('kubeconfig'), '--context', inject('context')];
  const built = join(import.meta.dirname, '..', '..', 'bin', 'kubeproctor.js');
  await runScript(script, {
    commands: {
      kubectl: { before: [join(inject('binaries'), 'kubectl'), ...where] },
      kubeproctor: { before: [process.execPath, built], after: [...where, '--lab', lab, '--copy', copy] },
    },
    env: { ...process.env, XDG_STATE_HOME: inject('stateHome') },
    timeoutMs: 120_000,
    signal: new AbortController().signal,
  });
}
