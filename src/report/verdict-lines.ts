import type { Verdict } from '../grade/report.ts';
import type { CommandFlags } from './command-text.ts';
import { evidenceSentences } from './evidence-sentence.ts';
import { explainIssue } from './explain-issue.ts';
import { unknownSentences } from './unknown-sentence.ts';

/** What is said of a verdict, a line each, for formats without a layout of their own. */
export function verdictLines(verdict: Verdict, flags: CommandFlags): readonly string[] {
  switch (verdict.verdict) {
    case 'passed':
      return evidenceSentences(verdict.evidence);
    case 'failed':
      return verdict.issues.flatMap((issue) =>
        explainIssue(issue, flags).map(
          ({ label, text, depth }) =>
            `${'  '.repeat(depth)}${label === 'says' || label === 'way' ? text : `${label}: ${text}`}`,
        ),
      );
    case 'blocked':
      return [`comes after ${verdict.by.join(', ')}`];
    case 'unknown':
      return unknownSentences(verdict.reasons);
    case 'notGradable':
      return [`this cluster cannot show it: it needs ${verdict.needs.join(', ')}`];
    default:
      return verdict satisfies never;
  }
}
