import type { LabProof } from '../src/prove/lab-proof.ts';
import { isWrong } from '../src/prove/lab-proof.ts';

/** By lab: how many blind variants it met, and how many verdicts were wrong then. */
export type FirstRuns = Readonly<Record<string, { readonly blind: number; readonly wrong: number }>>;

const header =
  '| lab | own variants: right, wrong | blind set: right, wrong | wrong verdicts, first run of the blind set | wrong verdicts now | mutants: pinned, free, refused by the server | outages, verdicts changed |';

/** What was measured, a row each lab. */
export function figuresTable(proofs: readonly LabProof[], firstRuns: FirstRuns): string {
  const rows = proofs.map((proof) => {
    const count = (group: 'accept' | 'reject', isBlind: boolean): number =>
      proof.runs.filter((run) => run.group === group && run.isBlind === isBlind).length;
    const first = firstRuns[proof.lab];
    const { pinned, free, refused } = proof.mutants;
    return `| ${[
      proof.lab,
      `${count('accept', false)}, ${count('reject', false)}`,
      `${count('accept', true)}, ${count('reject', true)}`,
      first === undefined ? '' : `${first.wrong} of ${first.blind}`,
      proof.runs.filter(isWrong).length,
      `${pinned}, ${free}, ${refused}`,
      `${proof.outages.cuts}, ${proof.outages.surprises.length}`,
    ].join(' | ')} |`;
  });
  return [header, header.replaceAll(/[^|]+/g, ' --- '), ...rows].join('\n');
}

/** The page with another table between its marks. */
export function withFigures(page: string, table: string): string {
  const begin = '<!-- figures -->\n';
  const end = '\n<!-- end of figures -->';
  return `${page.slice(0, page.indexOf(begin) + begin.length)}${table}${page.slice(page.indexOf(end))}`;
}
