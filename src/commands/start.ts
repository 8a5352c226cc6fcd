import { resolve } from 'node:path';
import type { Lab } from '../lab/schema/lab.ts';
import { readManifests } from '../library/read-lab.ts';
import { cleanLine } from '../report/clean.ts';
import { kubeproctorCommand } from '../report/command-text.ts';
import { goOnLines, labPage } from '../report/lab-page.ts';
import { objectsText } from '../report/object-text.ts';
import { wrap } from '../report/wrap.ts';
import { copyTitle } from '../session/labels.ts';
import { savePinned } from '../session/pinned.ts';
import type { StoredCopy } from '../session/record.ts';
import { planStart, runStart } from '../session/start.ts';
import { UserError } from '../user-error.ts';
import { agreeToDangers } from './parts/agree-to-dangers.ts';
import type { CommandContext, CommandOf } from './parts/command-context.ts';
import { stateFolderOf } from './parts/command-context.ts';
import { copiesOn } from './parts/find-under-way.ts';
import { foundWarnings } from './parts/found-warnings.ts';
import { labInLibrary } from './parts/lab-in-library.ts';
import { labOfRecord } from './parts/lab-of-record.ts';
import type { OpenCluster } from './parts/open-cluster.ts';
import { openCluster } from './parts/open-cluster.ts';
import { note, print } from './parts/print.ts';
import { withProgress } from './parts/progress-line.ts';
import { rememberCopy } from './parts/remembered-copies.ts';
import { writePrivately } from './parts/save-check.ts';
import { tellSession } from './parts/session-words.ts';
import { suggestLab } from './parts/suggest-lab.ts';

export interface StartArgs {
  readonly lab?: string;
  readonly copy?: string;
  /** File for the record of the start, to grade with later. */
  readonly baseline?: string;
}

/** Starts a copy of a lab, or shows the one that is under way; without LAB the one under way, or the next to do. */
export const start: CommandOf<StartArgs> = async (context, args) => {
  const cluster = await openCluster(context);
  try {
    const wanted =
      args.lab === undefined ? await chosen(context, cluster, args) : { lab: args.lab, copy: args.copy ?? '' };
    const { stored, isNew } = await startCopy(context, cluster, wanted);
    await savePinned(stateFolderOf(context), cluster.pin);
    await rememberCopy(context, stored.record, 'started');
    if (args.baseline !== undefined) {
      await writePrivately(resolve(context.io.cwd, args.baseline), `${JSON.stringify(stored.record)}\n`);
      note(context, `The record of this start is in ${args.baseline}.`);
    }
    await printStarted(context, cluster, stored, isNew);
    return 0;
  } finally {
    cluster.client.close();
  }
};

interface Chosen {
  readonly lab: string;
  readonly copy: string;
}

async function chosen(context: CommandContext, cluster: OpenCluster, { copy }: StartArgs): Promise<Chosen> {
  const [newest] = await copiesOn(cluster, { words: [], copy: undefined });
  if (newest !== undefined && copy === undefined) return newest;
  const suggested = await suggestLab(context);
  if (suggested !== undefined) return { lab: suggested.name, copy: copy ?? '' };
  throw new UserError('no_lab_left', 'Every lab here is done.', { wayOut: 'Do one again: kubeproctor start LAB' });
}

async function startCopy(
  context: CommandContext,
  cluster: OpenCluster,
  { lab: name, copy }: Chosen,
): Promise<{ readonly stored: StoredCopy; readonly isNew: boolean }> {
  const { file, text, lab } = await labInLibrary(context, name);
  const request = { lab, labText: text, manifests: await readManifests(file), copy };
  const plan = await planStart(cluster, request);
  if (plan.plan === 'underWay') return { stored: plan.stored, isNew: false };
  if (!file.isBuiltIn) await agreeToDangers(context, lab, plan);
  const started = await withProgress(
    context,
    `Starting ${copyTitle({ lab: lab.name, copy })} on ${cluster.client.context}`,
    (line) => runStart({ ...cluster, onProgress: tellSession(line) }, plan),
  );
  if (started.stillMoving.length > 0)
    note(context, `Still settling, which is no hindrance: ${objectsText(started.stillMoving)}`);
  return { stored: started.stored, isNew: true };
}

async function printStarted(
  context: CommandContext,
  cluster: OpenCluster,
  stored: StoredCopy,
  isNew: boolean,
): Promise<void> {
  const { palette, width } = context;
  const { record } = stored;
  const flags = { ...cluster.flags, ...(record.copy === '' ? {} : { copy: record.copy }) };
  const lab: Lab = labOfRecord(record);
  const { warnings, notes } = await foundWarnings(context, cluster, { lab, record });
  if (cluster.notice !== undefined) print(context, cluster.notice);
  if (!isNew) {
    const again = kubeproctorCommand(flags, 'reset', record.lab);
    print(
      context,
      `${copyTitle(record)} is under way already on ${cluster.client.context}; ${again} begins it again.\n`,
    );
  }
  print(context, labPage(lab, { palette, width, flags, warnings }));
  print(context, '');
  if (notes.length > 0) print(context, `${notes.flatMap((text) => wrap(cleanLine(text), width)).join('\n')}\n`);
  print(context, goOnLines(lab, { palette, width, flags }));
}
