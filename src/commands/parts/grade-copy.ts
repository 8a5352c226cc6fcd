import { judgeCapabilities } from '../../cluster/capabilities.ts';
import { stillTrue } from '../../cluster/cluster-setup.ts';
import { takeAnswers } from '../../cluster/reads.ts';
import { gradeLab } from '../../grade/grade-lab.ts';
import { planFollowUps, planReads } from '../../grade/plan-reads.ts';
import type { Report } from '../../grade/report.ts';
import { isMoving } from '../../grade/score.ts';
import type { Lab } from '../../lab/schema/lab.ts';
import type { CopyRecord } from '../../snapshot/copy-record.ts';
import type { Answer, Read } from '../../snapshot/read.ts';
import { readKey } from '../../snapshot/read.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { missingCapabilities, readsForNeeds, unenforcedIn } from './missing-capabilities.ts';
import type { OpenCluster } from './open-cluster.ts';

/** As much of an open cluster as grading uses. */
export type GradedCluster = Pick<OpenCluster, 'client' | 'identity' | 'now' | 'sleep' | 'signal' | 'measurement'>;

export interface GradeRequest {
  readonly lab: Lab;
  readonly record: CopyRecord;
  readonly isLabChanged?: boolean;
}

export interface Graded {
  readonly report: Report;
  readonly snapshot: Snapshot;
}

/** One look at the cluster, in two rounds of reads, and the verdicts. Nothing is changed there. */
export async function gradeCopy(cluster: GradedCluster, request: GradeRequest): Promise<Graded> {
  const snapshot = await takeSnapshot(cluster, request);
  return { snapshot, report: gradeLab({ ...request, snapshot }) };
}

/**
 * Looks again as long as something moves by itself, for at most so long; a settled state is graded at first sight.
 * `onWait` is told once, before the first wait.
 */
export async function gradeWhenSettled(
  cluster: GradedCluster,
  request: GradeRequest,
  waiting: { readonly timeoutMs: number; readonly onWait: () => void },
): Promise<Graded> {
  const deadline = cluster.now().getTime() + waiting.timeoutMs;
  let graded = await gradeCopy(cluster, request);
  for (let pauseMs = 100, isFirst = true; isMoving(graded.report); pauseMs = Math.min(pauseMs * 2, 1000)) {
    const remainingMs = deadline - cluster.now().getTime();
    if (remainingMs <= 0 || cluster.signal.aborted) break;
    if (isFirst) waiting.onWait();
    isFirst = false;
    await cluster.sleep(Math.min(pauseMs, remainingMs));
    graded = await gradeCopy(cluster, request);
  }
  return graded;
}

async function takeSnapshot(cluster: GradedCluster, { lab, record }: GradeRequest): Promise<Snapshot> {
  const { client, identity, signal, measurement } = cluster;
  const takenAt = cluster.now().toISOString();
  const reads = planReads(lab, record);
  const all = await takeAnswers(client, [...reads, ...readsForNeeds(lab, measurement)], { signal });
  const valid = stillTrue(measurement, identity.version, all, Date.parse(takenAt));
  const answers = Object.fromEntries(reads.map((read) => [readKey(read), answerIn(all, read)]));
  const first = {
    ...{ takenAt, cluster: identity, answers },
    missingCapabilities: missingCapabilities(lab, judgeCapabilities(all, valid)),
    ...unenforcedIn(lab, valid, all),
  };
  const followUps = planFollowUps(lab, record, first);
  if (followUps.length === 0) return first;
  return { ...first, answers: { ...answers, ...(await takeAnswers(client, followUps, { signal })) } };
}

function answerIn(answers: Readonly<Record<string, Answer>>, read: Read): Answer {
  const answer = answers[readKey(read)];
  if (answer === undefined) throw new Error('every read has an answer');
  return answer;
}
