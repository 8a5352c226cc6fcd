import type { Capabilities, Finding } from '../lab/capabilities.ts';
import { findingFor } from '../lab/capabilities.ts';
import { parseCapability } from '../lab/capability.ts';
import type { Lab, Task } from '../lab/schema/lab.ts';
import type { CopyRecord } from '../snapshot/copy-record.ts';
import { readKey, readTitle } from '../snapshot/read.ts';
import { leavesOf } from './judge-check.ts';
import { planReads } from './plan-reads.ts';

/** Why a task cannot be judged on a cluster, whatever its learner does. */
export type Hindrance =
  /** The task leaves the total. */
  | { readonly hindrance: 'needs'; readonly need: string; readonly finding: Finding }
  /** It will be unknown: the learner may not read these. */
  | { readonly hindrance: 'rights'; readonly about: readonly string[] };

/** What is known of a cluster and of the one who uses it. */
export interface KnownLimits {
  readonly capabilities: Capabilities;
  /** Keys of reads that are forbidden, and of `reviewsIn`. */
  readonly forbidden: readonly string[];
}

/** By task: what is known beforehand to keep it from being judged. Tasks that can be judged are not in it. */
export function hindrancesOf(
  lab: Lab,
  record: CopyRecord,
  known: KnownLimits,
): ReadonlyMap<string, readonly Hindrance[]> {
  const all = lab.tasks.map(
    (task) => [task.id, [...missingNeeds(lab, task, known), ...missingRights(lab, task, record, known)]] as const,
  );
  return new Map(all.filter(([, hindrances]) => hindrances.length > 0));
}

/** Stands for the right to ask what others may do in a namespace. */
export const reviewsIn = (namespace: string): string => `what others may do in ${namespace}`;

/** Some check of the task asks the API server's authorizers about somebody else. */
export const asksAuthorizers = ({ checks }: Task): boolean =>
  checks.flatMap(leavesOf).some((check) => 'access' in check);

function missingNeeds(lab: Lab, task: Task, { capabilities }: KnownLimits): readonly Hindrance[] {
  return [...new Set([...lab.needs, ...task.needs])].flatMap((need): readonly Hindrance[] => {
    const capability = parseCapability(need);
    const finding = capability === undefined ? undefined : findingFor(capabilities, capability);
    return finding?.has === 'no' ? [{ hindrance: 'needs', need, finding }] : [];
  });
}

function missingRights(lab: Lab, task: Task, record: CopyRecord, { forbidden }: KnownLimits): readonly Hindrance[] {
  if (forbidden.length === 0) return [];
  const lists = planReads({ ...lab, tasks: [task] }, record).filter((read) => forbidden.includes(readKey(read)));
  const reviews = asksAuthorizers(task) ? Object.values(record.namespaces).map(reviewsIn) : [];
  const about = [...lists.map(readTitle), ...reviews.filter((key) => forbidden.includes(key))];
  return about.length === 0 ? [] : [{ hindrance: 'rights', about }];
}
