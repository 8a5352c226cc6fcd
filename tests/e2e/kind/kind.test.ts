import { afterAll, beforeAll, describe, inject } from 'vitest';
import { buildIfChanged } from '../../../scripts/build-if-changed.ts';
import { labCases } from './lab-cases.ts';
import { learnerCases } from './learner-cases.ts';
import { otherClusterCases } from './other-cluster-cases.ts';
import type { StartedKind } from './started-kind.ts';
import { startedKind } from './started-kind.ts';
import { stoppedWorkerCases } from './stopped-worker-cases.ts';

/** One file, since all of it shares a cluster, which takes half a minute to make. */
describe.runIf(inject('kind'))('on genuine kind', () => {
  let started: StartedKind | undefined;
  const kind = (): StartedKind => {
    if (started === undefined) throw new Error('the cluster is not there');
    return started;
  };
  beforeAll(async () => {
    buildIfChanged();
    started = await startedKind(inject('kind'));
  }, 600_000);
  afterAll(() => started?.host.end(), 120_000);

  describe('a learner', () => learnerCases(kind));
  describe('the labs', () => labCases(kind));
  describe('with two clusters at once', () => otherClusterCases(kind));
  describe('with a stopped worker', () => stoppedWorkerCases(kind)); // the last, for it takes the lab's Pods away
});
