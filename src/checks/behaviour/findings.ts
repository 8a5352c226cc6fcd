import type { Finding } from '../check-kind.ts';
import { failureOf } from './requests.ts';

/** All of them hold; else nothing is told where one is undecided and none fails. */
export function everyOf(findings: readonly Finding[], isMoving: boolean): Finding {
  const issues = findings.flatMap((finding) => (finding.finding === 'fails' ? finding.issues : []));
  const held = findings.filter((finding) => finding.finding === 'holds');
  return (
    failureOf(issues, isMoving) ??
    findings.find(({ finding }) => finding !== 'holds') ?? {
      ...{ finding: 'holds', evidence: held.flatMap(({ evidence }) => evidence), isMoving },
    }
  );
}

/** One that holds; else that with the fewest issues, which is an undecided one if there is any; moving where another is. */
export function bestOf(findings: readonly Finding[]): Finding {
  const issueCount = (finding: Finding): number => (finding.finding === 'fails' ? finding.issues.length : 0);
  const best =
    findings.find(({ finding }) => finding === 'holds') ??
    [...findings].sort((a, b) => issueCount(a) - issueCount(b))[0];
  if (best === undefined) throw new Error('there is something to judge');
  if (best.finding !== 'fails') return best;
  const isMoving = findings.some((one) => one.finding === 'fails' && one.issues.every((issue) => issue.isMoving));
  return failureOf(best.issues, isMoving) ?? best;
}
