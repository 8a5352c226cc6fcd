import { gradeLab } from '../../grade/grade-lab.ts';
import type { Variant } from '../../lab/schema/lab.ts';
import type { ProvenRun } from '../../prove/lab-proof.ts';
import { isWrong } from '../../prove/lab-proof.ts';
import { plainWords } from '../../prove/plain-words.ts';
import type { ProofRun } from '../../prove/proof-run.ts';
import { stepsOfRun, titleOfRun } from '../../prove/proof-run.ts';
import { surprisesOf } from '../../prove/surprises.ts';
import { withoutOtherCopies } from '../../prove/without-other-copies.ts';
import { toldFailures } from '../../report/told-failures.ts';
import type { Graded } from '../parts/grade-copy.ts';
import type { CopyUnderProof } from './copy-under-proof.ts';
import type { ProofOptions } from './proof-cluster.ts';

export interface DoneRun {
  readonly proven: ProvenRun;
  /** Absent when it could not be done. */
  readonly graded?: Graded;
}

/** Does one run from the start and grades it; a run with a surprise is done once more, and told as flaky when that has none. */
export async function doRun(copy: CopyUnderProof, run: ProofRun, options: ProofOptions): Promise<DoneRun> {
  const first = await doOnce(copy, run, options);
  if (!isWrong(first.proven) || options.keeps) return first;
  const second = await doOnce(copy, run, options);
  const { surprises, failure } = first.proven;
  const firstTry = failure === undefined ? surprises : [{ task: 'steps', wanted: 'done', found: failure }];
  return isWrong(second.proven) ? first : { ...second, proven: { ...second.proven, firstTry } };
}

async function doOnce(copy: CopyUnderProof, run: ProofRun, options: ProofOptions): Promise<DoneRun> {
  const told = { title: titleOfRun(run), ...kindOf(run) };
  const { runCommands } = options;
  if (run.run === 'solution' && run.by === 'commands' && typeof runCommands !== 'function')
    return { proven: { ...told, surprises: [], skipped: runCommands.skipped } };
  try {
    await copy.toStart();
    await doIt(copy, run, options);
    const graded = await copy.grade();
    return {
      graded,
      proven: { ...told, surprises: surprisesOf(run, graded.report), ...(await toldOf(copy, run, graded, options)) },
    };
  } catch (error) {
    copy.touched();
    return { proven: { ...told, surprises: [], failure: error instanceof Error ? error.message : String(error) } };
  }
}

/** What the learner of a plain copy would read, alone on the cluster. */
async function toldOf(
  copy: CopyUnderProof,
  run: ProofRun,
  graded: Graded,
  { tells, id }: ProofOptions,
): Promise<Pick<ProvenRun, 'told'>> {
  if (!tells || run.run !== 'variant' || 'accept' in run.variant) return {};
  const { instance } = copy;
  const { snapshot: seen } = await copy.gradeStill(graded);
  const snapshot = withoutOtherCopies(seen, instance, id);
  const report = gradeLab({ lab: instance.lab, record: copy.stored().record, snapshot });
  return { told: { because: run.variant.because, tasks: toldFailures(plainWords(report, instance, snapshot)) } };
}

async function doIt(copy: CopyUnderProof, run: ProofRun, { runCommands }: ProofOptions): Promise<void> {
  const { lab } = copy.instance;
  if (run.run !== 'solution' || run.by !== 'commands') return copy.doSteps(stepsOfRun(lab, run));
  copy.touched();
  if (typeof runCommands === 'function') await runCommands(lab.solution.commands, copy.stored().record);
}

function kindOf(run: ProofRun): Pick<ProvenRun, 'group' | 'isBlind'> {
  if (run.run === 'untouched' || run.run === 'solution') return { group: run.run, isBlind: false };
  return { group: groupOf(run.variant), isBlind: run.variant.blind };
}

const groupOf = (variant: Variant): 'accept' | 'reject' => ('accept' in variant ? 'accept' : 'reject');
