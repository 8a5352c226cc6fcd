import { text as readAll } from 'node:stream/consumers';
import { strangeOptions } from '../grade/strange-options.ts';
import { kubeproctorCommand } from '../report/command-text.ts';
import { givenText } from '../report/given-text.ts';
import { taskPage } from '../report/lab-page.ts';
import { saveAnswer } from '../session/record.ts';
import { UserError } from '../user-error.ts';
import type { CommandOf } from './parts/command-context.ts';
import { flagsOf, printCopyLine } from './parts/copy-line.ts';
import { findQuestion } from './parts/find-question.ts';
import { openCluster } from './parts/open-cluster.ts';
import { print } from './parts/print.ts';

export interface AnswerArgs {
  readonly task: string;
  /** Words of the answer; `-` alone: read it from stdin; none: show the question. */
  readonly values: readonly string[];
  readonly lab?: string;
  readonly copy?: string;
}

const maxLength = 10_000;

/** Stores an answer in the copy's record, so that it counts from any terminal; without VALUE shows the question. */
export const answer: CommandOf<AnswerArgs> = async (context, { task: id, values, lab: labName, copy }) => {
  const cluster = await openCluster(context);
  try {
    const { stored, task } = await findQuestion(context, cluster, { task: id, lab: labName, copy });
    const { palette, width, io } = context;
    printCopyLine(context, cluster, stored.record);
    const [first] = values;
    if (first === undefined) {
      const given = stored.record.answers[task.id];
      print(context, taskPage(task, { palette, width, indent: 0 }));
      print(context, given === undefined ? 'No answer yet.' : `Your answer: ${givenText(given)}`);
      return 0;
    }
    const text = values.length === 1 && first === '-' ? await readAll(io.stdin) : values.join(' ');
    if (text.length > maxLength)
      throw new UserError('answer_too_long', `An answer has at most ${maxLength} characters.`);
    const chosen = strangeOptions(task, text);
    if (chosen !== undefined)
      throw new UserError(
        'no_such_option',
        `There is no option ${chosen.strange.join(', ')}: they are ${chosen.letters.join(', ')}.`,
        { wayOut: `Nothing was noted. kubeproctor answer ${task.id} shows them.` },
      );
    await saveAnswer(cluster.client, stored, task.id, text);
    const command = kubeproctorCommand(flagsOf(cluster, stored.record), 'check', stored.record.lab, task.id);
    print(context, `Noted for ${task.id}: ${givenText(text)}`);
    print(context, `Is it right?  ${palette.code(command)}`);
    return 0;
  } finally {
    cluster.client.close();
  }
};
