import type { Capabilities, Finding } from '../lab/capabilities.ts';
import { findingFor } from '../lab/capabilities.ts';
import { parseCapability } from '../lab/capability.ts';
import { needsOfTask } from '../lab/needs-of.ts';
import type { Lab, Task } from '../lab/schema/lab.ts';
import type { CopyRecord } from '../snapshot/copy-record.ts';
import { readKey, readTitle } from '../snapshot/read.ts';
import { neededRights } from './needed-rights.ts';
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
  /** Keys of reads that are forbidden, and what `neededRights` that are missing are about. */
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

function missingNeeds(lab: Lab, task: Task, { capabilities }: KnownLimits): readonly Hindrance[] {
  return [...new Set([...lab.needs, ...needsOfTask(task)])].flatMap((need): readonly Hindrance[] => {
    const capability = parseCapability(need);
    const finding = capability === undefined ? undefined : findingFor(capabilities, capability);
    return finding?.has === 'no' ? [{ hindrance: 'needs', need, finding }] : [];
  });
}

function missingRights(lab: Lab, task: Task, record: CopyRecord, { forbidden }: KnownLimits): readonly Hindrance[] {
  if (forbidden.length === 0) return [];
  const lists = planReads({ ...lab, tasks: [task] }, record).filter((read) => forbidden.includes(readKey(read)));
  const rights = neededRights(task, record).map(({ about }) => about);
  const about = [...lists.map(readTitle), ...rights.filter((key) => forbidden.includes(key))];
  return about.length === 0 ? [] : [{ hindrance: 'rights', about }];
}
