import type { Difference, Evidence, Issue, NearMiss } from '../checks/issue.ts';
import type { ExplainedAnswer, ExplainedCheck } from '../grade/explain-checks.ts';
import type { Report, TaskReport, Verdict } from '../grade/report.ts';
import type { Json } from '../kubernetes/json.ts';

const concealed = '(a value that is not shown)';

/** The report without the values that Secrets hold: what is printed or saved may be read by others. */
export const concealSecrets = (report: Report): Report => ({
  ...report,
  tasks: report.tasks.map((task): TaskReport => ({ ...task, verdict: concealedVerdict(task.verdict) })),
});

/** What explains a check, without the values that Secrets hold. */
export const concealExplained = (explained: ExplainedCheck): ExplainedCheck => ({
  ...explained,
  reads: explained.reads.map(({ read, answer }) => ({ read, answer: concealedAnswer(answer) })),
  verdict: concealedVerdict(explained.verdict),
});

function concealedAnswer(answer: ExplainedAnswer): ExplainedAnswer {
  if (answer.answer === 'admitted') return { answer: 'admitted', warnings: answer.warnings };
  if (answer.answer !== 'objects') return answer;
  const objects = answer.objects.map((one) =>
    isSecret(one.object) ? { ...one, values: Object.fromEntries(Object.entries(one.values).map(concealedValue)) } : one,
  );
  return { answer: 'objects', objects };
}

const concealedValue = ([path, value]: readonly [string, Json]): readonly [string, Json] => [
  path,
  isValuePath(path) ? concealed : value,
];

function concealedVerdict(verdict: Verdict): Verdict {
  if (verdict.verdict === 'failed') return { ...verdict, issues: verdict.issues.map(concealedIssue) };
  if (verdict.verdict === 'passed') return { ...verdict, evidence: verdict.evidence.map(concealedEvidence) };
  return verdict;
}

function concealedIssue(issue: Issue): Issue {
  switch (issue.code) {
    case 'value_differs':
      return isSecret(issue.object) ? { ...issue, difference: concealedDifference(issue.difference) } : issue;
    case 'changed':
      return isSecret(issue.object) && isValuePath(issue.path)
        ? { ...issue, ...whereThere('was', issue.was), ...whereThere('found', issue.found) }
        : issue;
    case 'object_missing':
    case 'count_differs':
      return issue.nearest === undefined ? issue : { ...issue, nearest: concealedNearMiss(issue.nearest) };
    case 'none_holds':
      return { ...issue, ways: issue.ways.map((issues) => issues.map(concealedIssue)) };
    default:
      return issue;
  }
}

function concealedEvidence(evidence: Evidence): Evidence {
  if (evidence.code !== 'object' || !isSecret(evidence.object)) return evidence;
  const values = evidence.values.map((value) =>
    isValuePath(value.path) ? { path: value.path, ...whereThere('found', value.found) } : value,
  );
  return { ...evidence, values };
}

const concealedNearMiss = (nearest: NearMiss): NearMiss =>
  isSecret(nearest.object) ? { ...nearest, differences: nearest.differences.map(concealedDifference) } : nearest;

const concealedDifference = (difference: Difference): Difference =>
  isValuePath(difference.path)
    ? { ...difference, ...whereThere('found', difference.found), ...slip(difference) }
    : difference;

/** The two slips of the hand that base64 hides from the eye are told, since they give nothing away. */
function slip({ wanted, found }: Difference): { readonly found?: Json } {
  if (typeof wanted !== 'string' || typeof found !== 'string') return {};
  if (found.trim() === wanted.trim()) return { found: '(what is wanted, with white space or a line end around it)' };
  if (Buffer.from(found, 'base64').toString('utf8').trim() === wanted)
    return { found: '(what is wanted, encoded in base64 once more)' };
  return {};
}

const whereThere = <Key extends string>(key: Key, value: Json | undefined): { readonly [Name in Key]?: Json } =>
  value === undefined ? {} : ({ [key]: concealed } as { readonly [Name in Key]: Json }); // a computed key widens to string

const isSecret = ({ kind }: { readonly kind: string }): boolean => kind === 'Secret';

/** `data`, `data.password`, `['data.x']`; the whole object too. */
const isValuePath = (path: string): boolean => path === '' || /^(data|stringData)\b/.test(path);
