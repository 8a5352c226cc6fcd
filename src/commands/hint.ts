import type { Task } from '../lab/schema/lab.ts';
import type { CommandFlags } from '../report/command-text.ts';
import { kubeproctorCommand, withFlags } from '../report/command-text.ts';
import { markdownText } from '../report/markdown-text.ts';
import { saveHint } from '../session/record.ts';
import type { CommandOf } from './parts/command-context.ts';
import { flagsOf, printCopyLine } from './parts/copy-line.ts';
import type { UnderWay } from './parts/find-under-way.ts';
import { gradeCopy } from './parts/grade-copy.ts';
import type { OpenCluster } from './parts/open-cluster.ts';
import { print } from './parts/print.ts';
import { withCopy } from './parts/with-copy.ts';

export interface HintArgs {
  readonly words: readonly string[];
  readonly copy?: string;
  /** All hints that were shown already, and no new one. */
  readonly isAgain: boolean;
}

/** The next hint of a task; without TASK of the first one that is not done. How many were taken is kept in the record. */
export const hint: CommandOf<HintArgs> = (context, { words, copy, isAgain }) =>
  withCopy(context, { words, copy }, async (cluster, underWay) => {
    const { stored, lab } = underWay;
    const { palette, width } = context;
    printCopyLine(context, cluster, stored.record);
    const task = underWay.task ?? (await firstUndone(cluster, underWay));
    if (task === undefined) {
      print(context, 'Every task is done: nothing is left to hint at.');
      return 0;
    }
    if (task.hints.length === 0) {
      print(context, `There is no hint for ${task.id}.`);
      return 0;
    }
    const taken = stored.record.hintsTaken[task.id] ?? 0;
    const shown = Math.min(task.hints.length, isAgain ? taken : taken + 1);
    const flags = flagsOf(cluster, stored.record);
    print(
      context,
      `${palette.strong(task.title)} ${palette.dim(`· ${task.id} · hint ${shown} of ${task.hints.length}`)}`,
    );
    for (const text of task.hints.slice(isAgain ? 0 : Math.max(0, shown - 1), shown))
      print(context, markdownText(withFlagsInSpans(text, flags), { palette, width, indent: 4 }));
    if (shown === task.hints.length)
      print(
        context,
        `${palette.dim('That was the last one.')} ${palette.code(kubeproctorCommand(flags, 'solution', lab.name))}`,
      );
    if (shown > taken) await saveHint(cluster.client, stored, task.id, shown);
    return 0;
  });

async function firstUndone(cluster: OpenCluster, { stored, lab }: UnderWay): Promise<Task | undefined> {
  const { report } = await gradeCopy(cluster, { lab, record: stored.record });
  const open = report.tasks.find(({ verdict }) => verdict.verdict === 'failed' || verdict.verdict === 'unknown');
  return lab.tasks.find(({ id }) => id === open?.id);
}

/** Commands in code spans carry the flags too. */
const withFlagsInSpans = (text: string, flags: CommandFlags): string =>
  text.replace(/`([^`]+)`/g, (_, code: string) => `\`${withFlags(code, flags)}\``);
