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

/** What was measured in all labs together, in a line each; what the blind sets found at first is as it is on record. */
export function totalsText(proofs: readonly LabProof[], tasks: number, firstRuns: FirstRuns): string {
  const runs = proofs.flatMap((proof) => proof.runs);
  const [accept, reject] = [
    runs.filter(({ group }) => group === 'accept'),
    runs.filter(({ group }) => group === 'reject'),
  ];
  const blind = runs.filter(({ isBlind }) => isBlind);
  const wrongIn = (some: typeof runs, what: string): string =>
    `${some.filter(isWrong).length} false ${what} in ${some.length}`;
  const sum = (number: (proof: LabProof) => number): number => proofs.reduce((all, proof) => all + number(proof), 0);
  const mutants = (of: 'pinned' | 'refused' | 'free'): number => sum((proof) => proof.mutants[of]);
  const first = (of: 'blind' | 'wrong'): number => sum(({ lab }) => firstRuns[lab]?.[of] ?? 0);
  return [
    `${proofs.length} labs, ${tasks} tasks; ${accept.length} accept and ${reject.length} reject variants, ${blind.length} of them blind`,
    [
      wrongIn(reject, 'accepts'),
      wrongIn(accept, 'rejects'),
      `${sum(({ outages }) => outages.surprises.length)} verdicts changed by an outage in ${sum(({ outages }) => outages.cuts)}`,
    ].join(', '),
    `mutants ${mutants('pinned')} pinned, ${mutants('refused')} refused by the server, ${mutants('free')} declared free`,
    `${first('wrong')} wrong verdicts in ${first('blind')} blind variants when they were first run`,
  ]
    .map((line) => `labs: ${line}`)
    .join('\n');
}

/** The page with another table between its marks. */
export function withFigures(page: string, table: string): string {
  const begin = '<!-- figures -->\n';
  const end = '\n<!-- end of figures -->';
  return `${page.slice(0, page.indexOf(begin) + begin.length)}${table}${page.slice(page.indexOf(end))}`;
}
