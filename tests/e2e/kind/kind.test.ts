import { afterAll, beforeAll, describe, inject } from 'vitest';
import { buildIfChanged } from '../../../scripts/build-if-changed.ts';
import { labCases } from './lab-cases.ts';
import { learnerCases } from './learner-cases.ts';
import { learnerWithNamespaces, otherClusterCases } from './other-cluster-cases.ts';
import type { Learner, StartedKind } from './started-kind.ts';
import { startedKind } from './started-kind.ts';
import { learnerWithoutWorker, stoppedWorkerCases } from './stopped-worker-cases.ts';

/** One file, since all of it shares a cluster, which takes half a minute to make. */
describe.runIf(inject('kind'))('on genuine kind', () => {
  let started: StartedKind | undefined;
  const kind = () => there(started);
  beforeAll(async () => {
    buildIfChanged();
    started = await startedKind(inject('kind'));
  }, 600_000);
  afterAll(() => started?.host.end(), 120_000);

  describe('a learner', () => learnerCases(kind));
  describe('the labs', () => labCases(kind));
  describe('when clusters and nodes come and go', () => {
    let [withTwo, withoutWorker]: (Learner | undefined)[] = [];
    beforeAll(async () => {
      withTwo = await learnerWithNamespaces(kind());
      withoutWorker = await learnerWithoutWorker(kind()); // that is missed after 50 s, while the second cluster is made
    }, 300_000);
    describe('with two clusters at once', () => otherClusterCases(kind, () => there(withTwo)));
    describe('with a stopped worker', () => stoppedWorkerCases(kind, () => there(withoutWorker)));
  });
});

function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('what the tests begin with did not come about');
  return value;
}
