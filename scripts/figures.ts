import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LabProof } from '../src/prove/lab-proof.ts';
import { isWrong } from '../src/prove/lab-proof.ts';

/** `kubeproctor prove -o json > FILE; node scripts/figures.ts FILE`: the table of docs/grading.md, from what was measured. */
const root = fileURLToPath(new URL('..', import.meta.url));
const page = join(root, 'docs', 'grading.md');
const [, , file = ''] = process.argv;
const { labs } = JSON.parse(readFileSync(file, 'utf8')) as { readonly labs: readonly LabProof[] }; // prove's own
const firstRuns = JSON.parse(readFileSync(join(root, 'docs', 'first-run.json'), 'utf8')) as Readonly<
  Record<string, { readonly blind: number; readonly wrong: number }>
>; // written once, when a lab met its blind set

const header =
  '| lab | own variants: right, wrong | blind set: right, wrong | wrong verdicts, first run of the blind set | wrong verdicts now | mutants: pinned, free, refused by the server | outages, verdicts changed |';
const rows = labs.map((proof) => {
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
const table = [header, header.replaceAll(/[^|]+/g, ' --- '), ...rows].join('\n');
const text = readFileSync(page, 'utf8');
const begin = '<!-- figures -->\n';
const end = '\n<!-- end of figures -->';
const head = text.slice(0, text.indexOf(begin) + begin.length);
writeFileSync(page, `${head}${table}${text.slice(text.indexOf(end))}`);
