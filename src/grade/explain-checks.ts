import type { CheckContext } from '../checks/check-kind.ts';
import type { Json } from '../kubernetes/json.ts';
import { isJsonObject } from '../kubernetes/json.ts';
import type { KubeObject, ObjectRef } from '../kubernetes/kube-object.ts';
import { refOf } from '../kubernetes/kube-object.ts';
import { leavesOf } from '../lab/leaves-of.ts';
import type { Check } from '../lab/schema/checks.ts';
import type { Task } from '../lab/schema/lab.ts';
import type { CopyRecord } from '../snapshot/copy-record.ts';
import type { Answer } from '../snapshot/read.ts';
import { readKey } from '../snapshot/read.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { watchFields } from '../snapshot/watch-fields.ts';
import { checkContext } from './grade-context.ts';
import { judgeCheck, readsOfLeaf } from './judge-check.ts';
import { judgeChecks } from './judge-task.ts';
import type { Verdict } from './report.ts';
import { verdictOfOutcome } from './verdict-of-outcome.ts';

/** One check of a task, with what it asked of the cluster and what it made of the answers. */
export interface ExplainedCheck {
  readonly check: Check;
  readonly reads: readonly ExplainedRead[];
  readonly verdict: Verdict;
}

export interface ExplainedRead {
  /** The question: the key of its answer in a snapshot. */
  readonly read: string;
  readonly answer: ExplainedAnswer;
}

/** An answer, as far as the judge looked at it. */
export type ExplainedAnswer =
  | { readonly answer: 'objects'; readonly objects: readonly JudgedObject[] }
  | Exclude<Answer, { readonly answer: 'list' }>;

/** An object of a list, and the fields of it that the judge looked at; the others played no part in the verdict. */
export interface JudgedObject {
  readonly object: ObjectRef;
  /** By path, as `spec.replicas`. */
  readonly values: Readonly<Record<string, Json>>;
}

/** Each check of a task by itself, under the bindings with which the task fares best. */
export function explainChecks(task: Task, record: CopyRecord, snapshot: Snapshot): readonly ExplainedCheck[] {
  const context = checkContext(record, task.id, Date.parse(snapshot.takenAt));
  const { bindings } = judgeChecks(task.checks, snapshot, context);
  return task.checks.map((check) => explainCheck(check, snapshot, { ...context, bindings }));
}

function explainCheck(check: Check, snapshot: Snapshot, context: CheckContext): ExplainedCheck {
  const { watched, isLookedAt } = watchFields(snapshot);
  const verdict = verdictOfOutcome(judgeCheck(check, watched, context));
  const reads = leavesOf(check).flatMap((leaf) => {
    const { lists, followUps } = readsOf(leaf, snapshot, context);
    return [...lists, ...followUps];
  });
  const keys = [...new Set(reads.map(readKey))];
  const explained = keys.flatMap((read): readonly ExplainedRead[] => {
    const answer = snapshot.answers[read];
    return answer === undefined ? [] : [{ read, answer: explainedAnswer(answer, isLookedAt) }];
  });
  return { check, reads: explained, verdict };
}

/** A check that speaks of an object which no check found reads nothing. */
function readsOf(leaf: Check, snapshot: Snapshot, context: CheckContext): ReturnType<typeof readsOfLeaf> {
  try {
    return readsOfLeaf(leaf, snapshot, context);
  } catch {
    return { lists: [], followUps: [] };
  }
}

type IsLookedAt = (object: object, key: string) => boolean;

function explainedAnswer(answer: Answer, isLookedAt: IsLookedAt): ExplainedAnswer {
  if (answer.answer !== 'list') return answer;
  return { answer: 'objects', objects: answer.items.map((item) => judgedObject(item, isLookedAt)) };
}

function judgedObject(item: KubeObject, isLookedAt: IsLookedAt): JudgedObject {
  const values: Record<string, Json> = {};
  const walk = (value: Json, path: string): void => {
    const inner = isJsonObject(value) || Array.isArray(value) ? Object.entries(value) : [];
    const looked = inner.filter(([key]) => isLookedAt(value as object, key)); // entries only of objects and lists
    if (looked.length === 0) values[path] = value;
    for (const [key, one] of looked) walk(one, pathTo(path, key, Array.isArray(value)));
  };
  for (const [key, value] of Object.entries(item)) {
    if (isLookedAt(item, key) && !isIdentity.has(key)) walk(value, key);
  }
  const told = Object.entries(values).filter(([path]) => !isIdentity.has(path));
  return { object: refOf(item), values: Object.fromEntries(told) };
}

const pathTo = (path: string, key: string, isInList: boolean): string => {
  if (isInList) return `${path}[${key}]`;
  return /^[A-Za-z0-9_-]+$/.test(key) ? `${path}.${key}` : `${path}['${key}']`;
};

/** By which an object is found and named; shown beside the values anyway. */
const isIdentity: ReadonlySet<string> = new Set([
  ...['apiVersion', 'kind', 'metadata.name', 'metadata.namespace', 'metadata.uid'],
]);
