import { expect, test } from 'vitest';
import type { ProofGround } from '../../../src/commands/proof/proof-cache.ts';
import { proofCache } from '../../../src/commands/proof/proof-cache.ts';
import type { ProofRequest } from '../../../src/commands/proof/proof-cluster.ts';
import type { LabProof, ProvenRun } from '../../../src/prove/lab-proof.ts';
import { labOf } from '../../checks/judging.ts';
import { temporaryFolder } from '../../embedded/temporary-folder.ts';

const now = () => new Date('2026-01-01T10:00:00Z');
const run: ProvenRun = { title: 'solution', group: 'solution', isBlind: false, surprises: [] };
const proof: LabProof = {
  ...{ lab: 'sample', runs: [run], outages: { cuts: 3, surprises: [] }, putBack: [], endedBy: [] },
  mutants: {
    ...{ total: 2, pinned: 2, refused: 0, same: 0, free: 0, notRun: 0, live: 1, seed: 7 },
    ...{ survivors: [], disagreements: [], untrueFree: [] },
  },
  weakened: { total: 1, unnoticed: [], untold: 0 },
};
const request: ProofRequest = {
  lab: labOf([{ id: 'task', checks: [{ object: 'pod/web', in: 'shop' }] }]),
  labText: 'text',
  manifests: { 'a.yaml': 'a: 1' },
};
const ground: ProofGround = {
  ...{ grader: 'one', liveMutants: 12, tells: false },
  cluster: { uid: 'u1', version: 'v1.36.4', context: 'kind-x' },
};

test('what was proven is found again, with the time', async () => {
  const cache = proofCache(temporaryFolder(), ground, now);
  await cache.keep(request, proof);
  expect(await cache.find(request)).toEqual({ ...proof, provenAt: '2026-01-01T10:00:00.000Z' });
});

test.each<readonly [string, ProofGround, ProofRequest]>([
  ['another text', ground, { ...request, labText: 'other' }],
  ['another manifest', ground, { ...request, manifests: { 'a.yaml': 'a: 2' } }],
  ['one manifest more', ground, { ...request, manifests: { ...request.manifests, 'b.yaml': '' } }],
  ['another program', { ...ground, grader: 'two' }, request],
  ['another cluster', { ...ground, cluster: { ...ground.cluster, uid: 'u2' } }, request],
  ['another version of the server', { ...ground, cluster: { ...ground.cluster, version: 'v1.35.0' } }, request],
  ['another number of mutants', { ...ground, liveMutants: 'all' }, request],
  ['with what learners read', { ...ground, tells: true }, request],
])('it says nothing of %s', async (_, otherGround, otherRequest) => {
  const place = temporaryFolder();
  await proofCache(place, ground, now).keep(request, proof);
  expect(await proofCache(place, otherGround, now).find(otherRequest)).toBeUndefined();
});

test.each<readonly [string, LabProof]>([
  ['a wrong verdict', { ...proof, runs: [{ ...run, surprises: [{ task: 'a', wanted: 'passed', found: 'failed' }] }] }],
  ['a run that was right at the second try only', { ...proof, runs: [{ ...run, firstTry: [] }] }],
  ['a run that was left out', { ...proof, runs: [{ ...run, skipped: 'no shell' }] }],
  ['a mutant that was not run', { ...proof, mutants: { ...proof.mutants, notRun: 1 } }],
])('a proof with %s is not kept', async (_, other) => {
  const cache = proofCache(temporaryFolder(), ground, now);
  await cache.keep(request, other);
  expect(await cache.find(request)).toBeUndefined();
});
