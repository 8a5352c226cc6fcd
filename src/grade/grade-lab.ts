import { valueAt } from '../kubernetes/json.ts';
import { refOf } from '../kubernetes/kube-object.ts';
import { leavesOf } from '../lab/leaves-of.ts';
import type { Lab, Task } from '../lab/schema/lab.ts';
import type { CopyRecord } from '../snapshot/copy-record.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { checkContext } from './grade-context.ts';
import { conjunction } from './judge-check.ts';
import { judgeChecks } from './judge-task.ts';
import { lostPods, withoutLoss } from './lost-nodes.ts';
import { missingNeeds } from './missing-needs.ts';
import type { Report, ReportNote, TaskReport, Verdict } from './report.ts';
import { scoreOf } from './score.ts';
import type { ConfirmedTask } from './traffic-notes.ts';
import { confirmedTasks, trafficNotes } from './traffic-notes.ts';
import { verdictOfOutcome } from './verdict-of-outcome.ts';

export interface GradeInput {
  /** With the copy's real names in place of placeholders. */
  readonly lab: Lab;
  readonly record: CopyRecord;
  readonly snapshot: Snapshot;
  readonly isLabChanged?: boolean;
}

/** Verdicts and points of one copy: a pure function of the lab, the copy's record and the snapshot. */
export function gradeLab({ lab, record, snapshot, isLabChanged = false }: GradeInput): Report {
  const verdicts = new Map<string, Verdict>();
  const reportOf = (task: Task): TaskReport => {
    const verdict = verdicts.get(task.id) ?? judgeTask(task, lab, record, snapshot, verdictOf);
    verdicts.set(task.id, verdict);
    return { id: task.id, title: task.title, points: task.points, verdict };
  };
  const verdictOf = (id: string): Verdict => {
    const task = lab.tasks.find((other) => other.id === id);
    if (task === undefined)
      return { verdict: 'unknown', reasons: [{ reason: 'grader', detail: `the lab has no task ${id}` }] };
    return reportOf(task).verdict;
  };
  const tasks = lab.tasks.map(reportOf);
  return {
    lab: lab.name,
    title: lab.title,
    copy: record.copy,
    cluster: snapshot.cluster,
    takenAt: snapshot.takenAt,
    tasks,
    score: scoreOf(tasks),
    isLabChanged,
    notes: notesOf(lab, snapshot, confirmedTasks(lab, record, snapshot, tasks)),
  };
}

/** A failed task blocks those after it; one that is unknown or not gradable leaves them unknown. */
function judgeTask(
  task: Task,
  lab: Lab,
  record: CopyRecord,
  snapshot: Snapshot,
  verdictOf: (id: string) => Verdict,
): Verdict {
  const missing = missingNeeds(lab, task, snapshot);
  if (missing.length > 0) return { verdict: 'notGradable', needs: missing };
  const earlier = task.after.map((id) => ({ id, verdict: verdictOf(id).verdict }));
  const by = earlier.filter(({ verdict }) => verdict === 'failed' || verdict === 'blocked').map(({ id }) => id);
  if (by.length > 0) return { verdict: 'blocked', by };
  const open = earlier.filter(({ verdict }) => verdict !== 'passed').map(({ id }) => id);
  if (open.length > 0) return { verdict: 'unknown', reasons: [{ reason: 'after', tasks: open }] };
  return verdictApartFromLoss(task, snapshot, record);
}

/** Where Pods are on nodes that do not answer, only what does not depend on those can be told; their trouble is no mistake. */
function verdictApartFromLoss(task: Task, snapshot: Snapshot, record: CopyRecord): Verdict {
  const verdict = verdictOfChecks(task, snapshot, record);
  const lost = lostPods(snapshot);
  if (lost.length === 0) return verdict;
  const otherwise = verdictOfChecks(task, withoutLoss(snapshot, lost), record);
  if (verdict.verdict === otherwise.verdict) return verdict.verdict === 'failed' ? otherwise : verdict;
  const nodes = [...new Set(lost.map((pod) => String(valueAt(pod, 'spec', 'nodeName'))))].sort();
  return { verdict: 'unknown', reasons: [{ reason: 'lostNodes', nodes, pods: lost.map(refOf) }] };
}

function verdictOfChecks(task: Task, snapshot: Snapshot, record: CopyRecord): Verdict {
  const { outcomes } = judgeChecks(task.checks, snapshot, checkContext(record, task.id, Date.parse(snapshot.takenAt)));
  const verdict = verdictOfOutcome(conjunction(outcomes));
  return verdict.verdict === 'failed' ? { ...verdict, isMoving: mayStillPass(outcomes) } : verdict;
}

/** Waiting makes sense only if everything that fails is still moving. */
const mayStillPass = (outcomes: ReturnType<typeof judgeChecks>['outcomes']): boolean =>
  outcomes.every((outcome) => outcome.finding !== 'fails' || outcome.issues.every(({ isMoving }) => isMoving));

function notesOf(lab: Lab, snapshot: Snapshot, confirmed: readonly ConfirmedTask[]): readonly ReportNote[] {
  const told = trafficNotes(confirmed, snapshot);
  const unenforced = snapshot.unenforced ?? told.unenforced;
  const concerned = lab.tasks.filter(hasReach).map(({ id }) => id);
  const isToTell = unenforced !== undefined && concerned.length > 0;
  return [
    ...(isToTell ? [{ note: 'policies_not_enforced', ...unenforced, tasks: concerned } as const] : []),
    ...told.notes,
  ];
}

/** Its verdict rests on NetworkPolicies, as they are written. */
export const hasReach = ({ checks }: Task): boolean => checks.flatMap(leavesOf).some((check) => 'reach' in check);
