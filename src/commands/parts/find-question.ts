import type { Task } from '../../lab/schema/lab.ts';
import { loadCopy, type StoredCopy } from '../../session/record.ts';
import { UserError } from '../../user-error.ts';
import type { CommandContext } from './command-context.ts';
import { copiesOn, findUnderWay, taskOf } from './find-under-way.ts';
import { labOfRecord } from './lab-of-record.ts';
import type { OpenCluster } from './open-cluster.ts';

export interface Question {
  readonly stored: StoredCopy;
  readonly task: Task;
}

/**
 * The task that asks for an answer: of the lab under way, else of the only other copy on the cluster that has one of
 * this name.
 * @throws UserError `task_not_found`, `task_asks_nothing`, and as `findUnderWay` does.
 */
export async function findQuestion(
  context: CommandContext,
  cluster: OpenCluster,
  wanted: { readonly task: string; readonly lab: string | undefined; readonly copy: string | undefined },
): Promise<Question> {
  const words = wanted.lab === undefined ? [] : [wanted.lab];
  const { stored, lab } = await findUnderWay(context, cluster, { words, copy: wanted.copy });
  const own = lab.tasks.find(({ id }) => id === wanted.task);
  const question =
    own === undefined && wanted.lab === undefined
      ? await elsewhere(cluster, wanted.task, wanted.copy)
      : own && { stored, task: own };
  const { task } = question ?? { task: taskOf(lab, wanted.task) };
  if (!task.checks.some((check) => 'answer' in check))
    throw new UserError('task_asks_nothing', `The task ${task.id} asks for no answer: it is done in the cluster.`, {
      wayOut: `kubeproctor check ${task.id} looks whether it is.`,
    });
  return question ?? { stored, task };
}

async function elsewhere(cluster: OpenCluster, id: string, copy: string | undefined): Promise<Question | undefined> {
  const copies = (await copiesOn(cluster, { words: [], copy })).filter(
    (one) => copy === undefined || one.copy === copy,
  );
  const loaded = await Promise.all(copies.map((one) => loadCopy(cluster.client, one, one.storedIn)));
  const questions = loaded.flatMap((stored): readonly Question[] => {
    const task = stored === undefined ? undefined : labOfRecord(stored.record).tasks.find((one) => one.id === id);
    return stored === undefined || task === undefined ? [] : [{ stored, task }];
  });
  return questions.length === 1 ? questions[0] : undefined;
}
