import type { Binding, CheckContext } from '../checks/check-kind.ts';
import { leavesOf } from '../lab/leaves-of.ts';
import type { Check } from '../lab/schema/checks.ts';
import type { Lab, Task } from '../lab/schema/lab.ts';
import type { CopyRecord } from '../snapshot/copy-record.ts';
import type { Read } from '../snapshot/read.ts';
import { readKey } from '../snapshot/read.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { checkContext } from './grade-context.ts';
import { judgeCheck, nearbyOfLeaf, readsOfLeaf } from './judge-check.ts';
import { bindingsAfter } from './judge-task.ts';
import { podsBehindTrouble } from './lost-nodes.ts';
import { missingNeeds } from './missing-needs.ts';

/** The first round: lists known from the lab alone, each once. */
export function planReads(lab: Lab, record: CopyRecord): readonly Read[] {
  const listsOf = (task: Task): readonly Read[] => {
    const context = withPlaceholders(task, checkContext(record, task.id, 0));
    const leaves = task.checks.flatMap(leavesOf);
    return leaves.flatMap((check) => attempt(() => readsOfLeaf(check, undefined, context).lists));
  };
  return distinct(lab.tasks.flatMap(listsOf));
}

/** The second round: what follows from what the lists showed; only what the snapshot does not hold yet. */
export function planFollowUps(lab: Lab, record: CopyRecord, snapshot: Snapshot): readonly Read[] {
  const nowMs = Date.parse(snapshot.takenAt);
  const gradable = lab.tasks.filter((task) => missingNeeds(lab, task, snapshot).length === 0);
  const reads = gradable.flatMap((task) => followUpsOf(task.checks, snapshot, checkContext(record, task.id, nowMs)));
  return distinct([...reads, ...podsBehindTrouble(snapshot)]).filter(
    (read) => !Object.hasOwn(snapshot.answers, readKey(read)),
  );
}

/** Follow-ups under every way to bind the names that earlier checks of the task bind. */
function followUpsOf(checks: readonly Check[], snapshot: Snapshot, context: CheckContext): readonly Read[] {
  const [check, ...rest] = checks;
  if (check === undefined) return [];
  const own = leavesOf(check).flatMap((one) => [
    ...attempt(() => readsOfLeaf(one, snapshot, context).followUps),
    ...attempt(() => nearbyOfLeaf(one, snapshot, context)),
  ]);
  const ways = 'as' in check ? bindingsAfter(check, judgeCheck(check, snapshot, context), context) : [context.bindings];
  return [...own, ...ways.flatMap((bindings) => followUpsOf(rest, snapshot, { ...context, bindings }))];
}

/** What cannot be planned, as for a lab's mistake or an unbound name, reads nothing: its judge says why. */
function attempt(plan: () => readonly Read[]): readonly Read[] {
  try {
    return plan();
  } catch {
    return [];
  }
}

/** Which lists are needed depends on a binding's kind and namespace, not on its name: both are known from the check that binds it. */
function withPlaceholders({ checks }: Task, context: CheckContext): CheckContext {
  const bindings: Record<string, Binding> = {};
  for (const check of checks) {
    if (!('as' in check) || check.as === undefined) continue;
    const [first] = attempt(() => readsOfLeaf(check, undefined, { ...context, bindings }).lists);
    if (first?.read !== 'list') continue;
    const place = first.namespace === undefined ? {} : { namespace: first.namespace };
    bindings[check.as] = { kind: first.kind, name: check.as, ...place };
  }
  return { ...context, bindings };
}

const distinct = (reads: readonly Read[]): readonly Read[] => [
  ...new Map(reads.map((read) => [readKey(read), read])).values(),
];
