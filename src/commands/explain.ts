import { explainChecks } from '../grade/explain-checks.ts';
import type { Lab, Task } from '../lab/schema/lab.ts';
import type { CommandFlags } from '../report/command-text.ts';
import { concealExplained } from '../report/conceal-secrets.ts';
import { explainedJson } from '../report/explained-json.ts';
import { explainedText } from '../report/explained-text.ts';
import type { CopyRecord } from '../snapshot/copy-record.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { UserError } from '../user-error.ts';
import type { CommandContext, CommandOf } from './parts/command-context.ts';
import { taskOf } from './parts/find-under-way.ts';
import { gradeCopy } from './parts/grade-copy.ts';
import { labOfRecord } from './parts/lab-of-record.ts';
import { print } from './parts/print.ts';
import { readSaved } from './parts/read-saved.ts';
import { withCopy } from './parts/with-copy.ts';

export interface ExplainArgs {
  readonly task: string;
  /** The place of a check in the task, from 1; without it all of them. */
  readonly number?: number;
  readonly lab?: string;
  readonly copy?: string;
  readonly format: 'text' | 'json';
  readonly from?: string;
}

/** What the checks of a task ask of the cluster as it is now, what they look at in the answers, and what they make of it. */
export const explain: CommandOf<ExplainArgs> = async (context, args) => {
  if (args.from !== undefined) {
    const { snapshot, record, contextFlag } = await readSaved(context, args.from);
    const lab = labOfRecord(record);
    const flags = contextFlag === '' ? {} : { context: contextFlag };
    return printExplained(context, args, { lab, task: taskOf(lab, args.task), record, snapshot, flags });
  }
  const words = args.lab === undefined ? [args.task] : [args.lab, args.task];
  return withCopy(context, { words, copy: args.copy }, async (cluster, { stored: { record }, lab }) => {
    const task = taskOf(lab, args.task);
    const { snapshot } = await gradeCopy(cluster, { lab: { ...lab, tasks: [task] }, record });
    return printExplained(context, args, { lab, task, record, snapshot, flags: cluster.flags });
  });
};

interface Explaining {
  readonly lab: Lab;
  readonly task: Task;
  readonly record: CopyRecord;
  readonly snapshot: Snapshot;
  readonly flags: CommandFlags;
}

function printExplained(context: CommandContext, args: ExplainArgs, of: Explaining): number {
  const { task, lab } = of;
  if (args.number !== undefined && args.number > task.checks.length)
    throw new UserError('check_not_found', `Task ${task.id} has no check ${args.number}.`, {
      wayOut: task.checks.length === 1 ? 'It has one.' : `It has ${task.checks.length}.`,
    });
  const checks = explainChecks(task, of.record, of.snapshot)
    .map((explained, index) => ({ number: index + 1, explained: concealExplained(explained) }))
    .filter(({ number }) => args.number === undefined || number === args.number);
  const told = { lab: lab.name, task: task.id, title: task.title, checks };
  const { palette } = context;
  print(context, args.format === 'json' ? explainedJson(told) : explainedText(told, { palette, flags: of.flags }));
  return 0;
}
