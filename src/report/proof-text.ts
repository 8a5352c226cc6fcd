import type { LabProof, MutantTold, ProvenRun } from '../prove/lab-proof.ts';
import { isWrong, wrongCount } from '../prove/lab-proof.ts';
import { cleanLine } from './clean.ts';
import { counted } from './counted.ts';
import type { Palette } from './palette.ts';

/** Everything that proving showed to be wrong, lab by lab, and a table of what was done. */
export function proofText(proofs: readonly LabProof[], palette: Palette): string {
  const isTold = (proof: LabProof): boolean =>
    wrongCount(proof) > 0 || proof.runs.some(({ firstTry }) => firstTry !== undefined);
  const wrong = proofs.filter(isTold).map((proof) => wrongLines(proof, palette).join('\n'));
  return `${[...wrong, proofTable(proofs, palette), closing(proofs, palette)].join('\n\n')}\n`;
}

/** One line of progress. */
export function runLine(
  { title, surprises, failure, firstTry, skipped }: ProvenRun,
  { good, bad, unsure, dim }: Palette,
): string {
  if (skipped !== undefined) return `${dim('–')} ${title}: not run, ${cleanLine(skipped)}`;
  if (failure !== undefined) return `${bad('✗')} ${title}: could not be done: ${cleanLine(failure)}`;
  if (surprises.length > 0) return `${bad('✗')} ${title}: ${surprises.map(surpriseText).join('; ')}`;
  if (firstTry === undefined) return `${good('✓')} ${title}`;
  return `${unsure('~')} ${title}: at the second try only; at the first, ${firstTry.map(surpriseText).join('; ')}`;
}

const surpriseText = ({ task, wanted, found }: ProvenRun['surprises'][number]): string =>
  `${task} should be ${wanted}, and is ${cleanLine(found)}`;

function wrongLines(proof: LabProof, palette: Palette): readonly string[] {
  const { runs, outages, mutants, weakened, putBack, endedBy } = proof;
  return [
    palette.strong(proof.lab),
    ...runs.filter((run) => isWrong(run) || run.firstTry !== undefined).map((run) => `  ${runLine(run, palette)}`),
    ...outages.surprises.map(
      ({ run, task, read, whole, cut }) =>
        `  ${palette.bad('✗')} outage of ${read} in ${run}: ${task} turns from ${whole} to ${cut}`,
    ),
    ...mutants.survivors.map((mutant) => `  ${palette.bad('✗')} survivor: ${mutantText(mutant)}`),
    ...mutants.disagreements.map(
      (mutant) => `  ${palette.bad('✗')} pinned in memory, not in the cluster: ${mutantText(mutant)}`,
    ),
    ...mutants.untrueFree.map((field) => `  ${palette.bad('✗')} declared free, and pinned or not there: ${field}`),
    ...weakened.unnoticed.map(({ task, what }) => `  ${palette.bad('✗')} nothing notices task ${task}, ${what}`),
    ...putBack.map((line) => `  ${palette.bad('✗')} ${line}`),
    ...endedBy.map((line) => `  ${palette.bad('✗')} ended early: ${cleanLine(line)}`),
  ];
}

const mutantText = ({ object, path, what }: MutantTold): string =>
  cleanLine(`${object.kind}/${object.name} ${path}: ${what}`);

function proofTable(proofs: readonly LabProof[], { dim }: Palette): string {
  const header = [
    'LAB',
    'RIGHT',
    'WRONG',
    'BLIND',
    'OUTAGES',
    'MUTANTS',
    'PINNED',
    'FREE',
    'LIVE',
    'WEAKENED',
    'SURPRISES',
  ];
  const rows = proofs.map((proof) => {
    const { runs, mutants } = proof;
    const done = runs.filter(({ skipped }) => skipped === undefined);
    const ofGroup = (...groups: readonly ProvenRun['group'][]) => done.filter((run) => groups.includes(run.group));
    return [
      proof.lab,
      ofGroup('solution', 'accept').length,
      ofGroup('untouched', 'reject').length,
      done.filter(({ isBlind }) => isBlind).length,
      proof.outages.cuts,
      mutants.total,
      mutants.pinned,
      mutants.free,
      mutants.live,
      proof.weakened.total,
      wrongCount(proof),
    ].map(String);
  });
  const widths = header.map((title, column) =>
    Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0), title.length),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((text, column) => (column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0)))
      .join('  ');
  return [dim(line(header)), ...rows.map(line)].join('\n');
}

function closing(proofs: readonly LabProof[], palette: Palette): string {
  const wrong = proofs.reduce((sum, proof) => sum + wrongCount(proof), 0);
  const flaky = proofs.flatMap(({ runs }) => runs.filter(({ firstTry }) => firstTry !== undefined)).length;
  const skipped = proofs.flatMap(({ runs }) => runs.filter((run) => run.skipped !== undefined)).length;
  const before = proofs.filter(({ provenAt }) => provenAt !== undefined);
  const notRun = proofs.reduce((sum, { mutants }) => sum + mutants.notRun, 0);
  const lines = [
    wrong === 0
      ? palette.good(`${counted(proofs.length, 'lab')} proven: every verdict is as it should be.`)
      : palette.bad(`${counted(wrong, 'surprise')} in ${counted(proofs.length, 'lab')}.`),
    flaky === 0 ? undefined : `${counted(flaky, 'run')} as it should be at the second try only.`,
    before.length === 0
      ? undefined
      : `Of these ${before.map(({ lab }) => lab).join(', ')} proven before, and unchanged since: --no-cache proves anew.`,
    skipped === 0 ? undefined : `${counted(skipped, 'run')} left out.`,
    notRun === 0
      ? undefined
      : `${counted(notRun, 'mutant')} that memory lets pass not run in the cluster: --mutants=all does.`,
    `Mutants to run in the cluster were drawn with --seed ${proofs[0]?.mutants.seed ?? 0}.`,
  ];
  return lines.filter((text) => text !== undefined).join('\n');
}
