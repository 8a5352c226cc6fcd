import { resolve } from 'node:path';
import { gradeLab } from '../grade/grade-lab.ts';
import type { Report } from '../grade/report.ts';
import { exitCodeOf, scoreOf } from '../grade/score.ts';
import type { Task } from '../lab/schema/lab.ts';
import type { CommandFlags } from '../report/command-text.ts';
import { concealSecrets } from '../report/conceal-secrets.ts';
import type { CopyRecord } from '../snapshot/copy-record.ts';
import { parseBaseline } from '../snapshot/saved.ts';
import { UserError } from '../user-error.ts';
import type { CommandContext, CommandOf } from './parts/command-context.ts';
import { findUnderWay, taskOf } from './parts/find-under-way.ts';
import { gradeWhenSettled } from './parts/grade-copy.ts';
import { isLabChanged } from './parts/is-lab-changed.ts';
import { labOfRecord } from './parts/lab-of-record.ts';
import { noteBest } from './parts/note-best.ts';
import { openCluster } from './parts/open-cluster.ts';
import { note, print } from './parts/print.ts';
import { readSaved, textOfFile } from './parts/read-saved.ts';
import type { Format } from './parts/render-report.ts';
import { renderReport } from './parts/render-report.ts';
import { saveCheck } from './parts/save-check.ts';

export interface CheckArgs {
  readonly words: readonly string[];
  readonly copy?: string;
  readonly waitSeconds: number;
  readonly format: Format;
  readonly save?: string;
  readonly from?: string;
  readonly baseline?: string;
}

/** Looks at the cluster and says of each task whether it is done. */
export const check: CommandOf<CheckArgs> = (context, args) =>
  args.from === undefined ? checkCluster(context, args) : checkFile(context, args, args.from);

async function checkCluster(context: CommandContext, args: CheckArgs): Promise<number> {
  const cluster = await openCluster(context);
  try {
    const { stored, lab, task } = await findUnderWay(context, cluster, { words: args.words, copy: args.copy });
    const record = await withBaseline(context, stored.record, args.baseline);
    const waiting = {
      timeoutMs: args.waitSeconds * 1000,
      onWait: () => note(context, 'Something is still settling; looking again until it has …'),
    };
    const [changed, graded] = await Promise.all([
      isLabChanged(context, record),
      gradeWhenSettled(cluster, { lab, record }, waiting),
    ]);
    const { snapshot } = graded;
    const report = { ...graded.report, isLabChanged: changed };
    if (context.io.signal.aborted) return 130;
    const code = printReport(context, report, task, args.format, cluster.flags, cluster.notice);
    if (args.save !== undefined) {
      const contextFlag = cluster.flags.context ?? '';
      const saved = { kubeproctor: 1 as const, snapshot, record, isLabChanged: changed, contextFlag };
      const { differs } = await saveCheck(resolve(context.io.cwd, args.save), saved, lab);
      note(context, `Saved to ${args.save}: kubeproctor check --from ${args.save} grades it again.`);
      if (differs.length > 0)
        note(
          context,
          `Values of Secrets were left out, and ${differs.join(', ')} rest on them: graded again they differ.`,
        );
    }
    await noteBest(context, report);
    return code;
  } finally {
    cluster.client.close();
  }
}

/** Contacts no cluster, reads no kubeconfig, runs no exec plugin. */
async function checkFile(context: CommandContext, args: CheckArgs, file: string): Promise<number> {
  const { snapshot, record, contextFlag, isLabChanged } = await readSaved(context, file);
  const lab = labOfRecord(record);
  const [word] = args.words.filter((one) => one !== lab.name);
  const task = word === undefined ? undefined : taskOf(lab, word);
  const report = gradeLab({ lab, record, snapshot, isLabChanged });
  return printReport(context, report, task, args.format, contextFlag === '' ? {} : { context: contextFlag });
}

function printReport(
  context: CommandContext,
  whole: Report,
  task: Task | undefined,
  format: Format,
  flags: CommandFlags,
  notice?: string,
): number {
  const report = concealSecrets(task === undefined ? whole : onlyTask(whole, task.id));
  if (notice !== undefined) (format === 'text' ? print : note)(context, notice);
  print(context, renderReport(context, report, { format, flags, isWhole: task === undefined }));
  return exitCodeOf(report);
}

function onlyTask(report: Report, id: string): Report {
  const tasks = report.tasks.filter((task) => task.id === id);
  return { ...report, tasks, score: scoreOf(tasks), notes: report.notes.filter((note) => note.tasks.includes(id)) };
}

/** The record that a teacher kept of this start, with what the learner has given and taken since. */
async function withBaseline(
  context: CommandContext,
  record: CopyRecord,
  file: string | undefined,
): Promise<CopyRecord> {
  if (file === undefined) return record;
  const baseline = parseBaseline(await textOfFile(context, file), file);
  if (baseline.lab !== record.lab || baseline.copy !== record.copy || baseline.startedAt !== record.startedAt)
    throw new UserError('baseline_of_another_start', `${file} is the record of another start than this copy's.`, {
      wayOut: `It was started ${record.startedAt}; kubeproctor start --baseline FILE keeps the record of a start.`,
    });
  return { ...baseline, answers: record.answers, hintsTaken: record.hintsTaken };
}
