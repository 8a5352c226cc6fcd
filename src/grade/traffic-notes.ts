import { reachConfirmation } from '../checks/kinds/reach.ts';
import type { Confirmation, SeenConnection } from '../checks/reach/confirmation.ts';
import { viewOf } from '../checks/view.ts';
import type { ObjectRef } from '../kubernetes/kube-object.ts';
import { leavesOf } from '../lab/leaves-of.ts';
import type { Lab } from '../lab/schema/lab.ts';
import type { CopyRecord } from '../snapshot/copy-record.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { checkContext } from './grade-context.ts';
import { areListsAnswered } from './judge-check.ts';
import type { PoliciesNotEnforced, ReportNote, TaskReport } from './report.ts';

/** What real traffic shows of one check of a task. */
export interface ConfirmedTask {
  readonly task: string;
  readonly confirmation: Confirmation;
}

/** Of tasks that were judged by themselves, on clusters in which Pods run. */
export function confirmedTasks(
  lab: Lab,
  record: CopyRecord,
  snapshot: Snapshot,
  reports: readonly TaskReport[],
): readonly ConfirmedTask[] {
  if (snapshot.missingCapabilities.includes('pods-run')) return [];
  const judged = new Set(
    reports.filter(({ verdict: { verdict } }) => verdict === 'passed' || verdict === 'failed').map(({ id }) => id),
  );
  const nowMs = Date.parse(snapshot.takenAt);
  return lab.tasks
    .filter(({ id }) => judged.has(id))
    .flatMap(({ id: task, checks }) =>
      checks.flatMap(leavesOf).flatMap((check): readonly ConfirmedTask[] => {
        const context = checkContext(record, task, nowMs);
        if (!('reach' in check) || check.reach.confirm === undefined) return [];
        if (!areListsAnswered(check, snapshot, context)) return [];
        const confirmation = reachConfirmation(check.reach, viewOf(snapshot), context);
        return confirmation === undefined ? [] : [{ task, confirmation }];
      }),
    );
}

export interface TrafficNotes {
  /** Every connection that the policies forbid came about: nobody enforces them. */
  readonly unenforced?: Pick<PoliciesNotEnforced, 'measuredAt' | 'tried'>;
  readonly notes: readonly ReportNote[];
}

/** Where traffic says something else than the policies, or nothing. */
export function trafficNotes(
  confirmed: readonly ConfirmedTask[],
  { takenAt, unenforced }: Pick<Snapshot, 'takenAt' | 'unenforced'>,
): TrafficNotes {
  const isFresh = confirmed.some(({ confirmation }) => confirmation.isFresh);
  const through = triedFrom(confirmed, ({ isAllowed, cameAbout }) => !isAllowed && cameAbout);
  const [first] = through;
  const doubt = isFresh ? 'fresh' : otherDoubt(confirmed);
  const isKnown = doubt === undefined || unenforced !== undefined;
  const astray = triedFrom(confirmed, ({ isAllowed, cameAbout }) => isAllowed && !cameAbout);
  const notes: readonly ReportNote[] = [
    ...(isKnown ? [] : through.map((tried) => ({ note: 'came_about', ...tried, doubt }) as const)),
    ...astray.map((tried) => ({ note: 'did_not_come_about', ...tried, isFresh }) as const),
    ...untriedNotes(confirmed),
  ];
  if (first === undefined || doubt !== undefined) return { notes };
  return { unenforced: { measuredAt: takenAt, tried: { from: first.from, connections: first.connections } }, notes };
}

/** What speaks for somebody who enforces policies, among the connections that they forbid. */
function otherDoubt(confirmed: readonly ConfirmedTask[]): 'cut_off' | 'refused' | undefined {
  const stopped = confirmed.flatMap(({ confirmation: { seen } }) =>
    seen.filter(({ isAllowed, cameAbout }) => !isAllowed && !cameAbout),
  );
  if (stopped.length === 0) return undefined;
  return stopped.every(({ isRefused }) => isRefused) ? 'refused' : 'cut_off';
}

interface Tried {
  readonly from: ObjectRef;
  readonly connections: readonly SeenConnection[];
  readonly tasks: readonly string[];
}

/** Connections of this sort, each once, by the Pod that they were tried from. */
function triedFrom(
  confirmed: readonly ConfirmedTask[],
  isMeant: (connection: SeenConnection) => boolean,
): readonly Tried[] {
  const concerned = confirmed.filter(({ confirmation: { seen } }) => seen.some(isMeant));
  return byPod(concerned).map((same) => {
    const connections = same.flatMap(({ confirmation: { seen } }) => seen.filter(isMeant));
    const distinct = new Map(connections.map((one) => [JSON.stringify([one.to, one.port]), one]));
    return { ...ofPod(same), connections: [...distinct.values()] };
  });
}

const untriedNotes = (confirmed: readonly ConfirmedTask[]): readonly ReportNote[] =>
  byPod(confirmed.filter(({ confirmation }) => confirmation.untried !== undefined)).flatMap((same) => {
    const [untried] = same.flatMap(({ confirmation }) => confirmation.untried ?? []);
    const tried = same.reduce((count, { confirmation: { seen } }) => count + seen.length, 0);
    return untried === undefined ? [] : [{ note: 'not_tried', ...ofPod(same), untried, tried }];
  });

type SamePod = readonly [ConfirmedTask, ...ConfirmedTask[]];

const ofPod = (same: SamePod): { readonly from: ObjectRef; readonly tasks: readonly string[] } => ({
  from: same[0].confirmation.from,
  tasks: [...new Set(same.map(({ task }) => task))],
});

function byPod(confirmed: readonly ConfirmedTask[]): readonly SamePod[] {
  const groups = Map.groupBy(confirmed, ({ confirmation: { from } }) => JSON.stringify(from));
  return [...groups.values()].flatMap(([first, ...rest]) => (first === undefined ? [] : [[first, ...rest] as const]));
}
