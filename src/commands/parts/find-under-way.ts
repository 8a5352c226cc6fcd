import type { Lab, Task } from '../../lab/schema/lab.ts';
import { nearestWord } from '../../lab/suggestion.ts';
import { findLab, readLibrary } from '../../library/find-labs.ts';
import { copyTitle } from '../../session/labels.ts';
import type { CopySummary } from '../../session/list-copies.ts';
import { listCopies } from '../../session/list-copies.ts';
import type { StoredCopy } from '../../session/record.ts';
import { loadCopy } from '../../session/record.ts';
import { UserError } from '../../user-error.ts';
import type { CommandContext } from './command-context.ts';
import { rootsOf } from './command-context.ts';
import { labOfRecord } from './lab-of-record.ts';
import type { OpenCluster } from './open-cluster.ts';

/** Words of a command line that mean a lab, a task or both; `copy` is undefined where `--copy` was not given. */
export interface Wanted {
  readonly words: readonly string[];
  readonly copy: string | undefined;
}

/** A started copy, its lab, and the task that was asked for. */
export interface UnderWay {
  readonly stored: StoredCopy;
  readonly lab: Lab;
  readonly task: Task | undefined;
}

/**
 * The copy that `[LAB] [TASK]` and `--copy` mean: without LAB the newest one. One word is a lab if there is one of that
 * name, else a task of the lab under way.
 * @throws UserError `not_started`, `start_interrupted`, `no_lab_under_way`, `task_not_found`, `lab_not_found`.
 */
export async function findUnderWay(context: CommandContext, cluster: OpenCluster, wanted: Wanted): Promise<UnderWay> {
  const { lab, task, copies } = await sorted(context, cluster, wanted);
  const stored = await loadNewest(context, cluster, copies, lab, wanted.copy);
  if (!stored.record.isComplete)
    throw new UserError('start_interrupted', `The start of ${copyTitle(stored.record)} did not come to its end.`, {
      wayOut: `Go on with it: kubeproctor start ${startWords(stored.record)}. Or remove what there is: kubeproctor stop ${startWords(stored.record)}`,
    });
  const parsed = labOfRecord(stored.record);
  if (task !== undefined && lab === undefined && !parsed.tasks.some(({ id }) => id === task))
    throw new UserError('task_not_found', `There is no lab ${task}, nor has ${parsed.name} such a task.`, {
      wayOut: nearTask(parsed, task),
    });
  return { stored, lab: parsed, task: task === undefined ? undefined : taskOf(parsed, task) };
}

/** As `findUnderWay`, also for a copy whose start was interrupted, and without looking into its lab. */
export async function findStored(context: CommandContext, cluster: OpenCluster, wanted: Wanted): Promise<StoredCopy> {
  const copies = await copiesOn(cluster, wanted);
  return loadNewest(context, cluster, copies, wanted.words[0], wanted.copy);
}

/** The copies on the cluster, the newest first. */
export async function copiesOn(cluster: OpenCluster, { words, copy }: Wanted): Promise<readonly CopySummary[]> {
  // where learners may make no namespaces, the record lies in a namespace of the lab's: most often the context's own
  const own = cluster.client.namespace === 'default' ? [] : [cluster.client.namespace];
  const named = words.slice(0, 1).map((lab) => (copy ? `${lab}-${copy}` : lab));
  return (await listCopies(cluster.client, { alsoIn: [...own, ...(own.length === 0 ? [] : named)] })).copies;
}

async function sorted(context: CommandContext, cluster: OpenCluster, wanted: Wanted) {
  const copies = await copiesOn(cluster, wanted);
  const [first, second] = wanted.words;
  if (first === undefined || second !== undefined || copies.some(({ lab }) => lab === first))
    return { lab: first, task: second, copies };
  const isLab = (await readLibrary(rootsOf(context))).some(({ name }) => name === first);
  return isLab || copies.length === 0
    ? { lab: first, task: undefined, copies }
    : { lab: undefined, task: first, copies };
}

async function loadNewest(
  context: CommandContext,
  cluster: OpenCluster,
  copies: readonly CopySummary[],
  lab: string | undefined,
  copy: string | undefined,
): Promise<StoredCopy> {
  const ofLab = lab === undefined ? copies : copies.filter((one) => one.lab === lab);
  const [newest] = copy === undefined ? ofLab : ofLab.filter((one) => one.copy === copy);
  if (newest === undefined) throw await notStarted(context, cluster, ofLab, lab, copy);
  const stored = await loadCopy(cluster.client, newest, newest.storedIn);
  if (stored === undefined) throw await notStarted(context, cluster, [], newest.lab, newest.copy); // stopped meanwhile
  return stored;
}

async function notStarted(
  context: CommandContext,
  { client }: OpenCluster,
  ofLab: readonly CopySummary[],
  lab: string | undefined,
  copy: string | undefined,
): Promise<UserError> {
  const others = ofLab.map((one) => one.copy).filter((name) => name !== '');
  if (copy && others.length > 0) {
    const near = nearestWord(copy, others);
    return new UserError('copy_not_found', `There is no copy ${copy} of ${lab ?? 'any lab'} on ${client.context}.`, {
      wayOut: near === undefined ? `There is ${others.join(', ')}.` : `Did you mean --copy ${near}?`,
    });
  }
  if (lab === undefined)
    return new UserError('no_lab_under_way', `No lab is under way on ${client.context}.`, {
      wayOut: 'Choose one (kubeproctor labs) and start it: kubeproctor start LAB',
    });
  const { name } = await findLab(rootsOf(context), lab);
  return new UserError(
    'not_started',
    `${copyTitle({ lab: name, copy: copy ?? '' })} has not been started on ${client.context}.`,
    {
      wayOut: `kubeproctor start ${startWords({ lab: name, copy: copy ?? '' })}`,
    },
  );
}

/** @throws UserError `task_not_found`. */
export function taskOf(lab: Lab, id: string): Task {
  const task = lab.tasks.find((one) => one.id === id);
  if (task !== undefined) return task;
  throw new UserError('task_not_found', `The lab ${lab.name} has no task ${id}.`, { wayOut: nearTask(lab, id) });
}

function nearTask(lab: Lab, id: string): string {
  const ids = lab.tasks.map((one) => one.id);
  const near = nearestWord(id, ids);
  return near === undefined ? `It has ${ids.join(', ')}.` : `Did you mean ${near}?`;
}

const startWords = ({ lab, copy }: { readonly lab: string; readonly copy: string }): string =>
  copy === '' ? lab : `${lab} --copy ${copy}`;
