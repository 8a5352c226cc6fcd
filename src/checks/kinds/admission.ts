import { admissionRefusal, refusalWords } from '../../kubernetes/admission-refusal.ts';
import { admissionWarning } from '../../kubernetes/admission-warning.ts';
import type { JsonObject } from '../../kubernetes/json.ts';
import { isJsonObject } from '../../kubernetes/json.ts';
import { hasAllItsPods } from '../../kubernetes/own-pods.ts';
import { podSecurityLevelOf } from '../../kubernetes/pod-security.ts';
import { parseQuantity } from '../../kubernetes/quantity.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import type { DryRunAnswer } from '../../snapshot/dry-run.ts';
import { isBy, meets } from '../admission/refuser-match.ts';
import { isAnswerMoving, sourceReads } from '../admission/sources.ts';
import type { AdmissionEvidence, AdmissionIssue, ToldRefusal } from '../admission/told.ts';
import type { Trial } from '../admission/trials.ts';
import { annotationsOf, podSource, trialsOf } from '../admission/trials.ts';
import type { CheckContext, CheckKind, Finding } from '../check-kind.ts';
import { LabDefect } from '../check-kind.ts';
import type { IssueBody } from '../issue.ts';
import { difference } from '../match/differences.ts';
import type { View } from '../view.ts';
import { findingOfWorkloads, workloadNearby, workloadReads } from '../workload-target.ts';

type Spec = CheckOf<'admission'>['admission'];

/** Whether the API server would take an object, or the Pod that a workload makes, and who refuses it. */
export const admissionKind: CheckKind<'admission'> = {
  reads: ({ admission }, context) => {
    const source = podSource(admission);
    return source === undefined ? [] : workloadReads(source, context).reads;
  },
  followUps: ({ admission }, view, context) => trialsIn(admission, view, context).map(({ read }) => read),
  nearby: ({ admission }, view, context) => {
    const source = podSource(admission);
    return [
      ...(source === undefined ? [] : workloadNearby(source, view, context)),
      ...trialsIn(admission, view, context).flatMap(sourceReads),
    ];
  },
  judge: ({ admission }, view, context) => {
    const trials = trialsOf(admission, view, context);
    if ('issues' in trials) return { finding: 'fails', issues: trials.issues };
    return findingOfWorkloads(trials, (trial) => judgeOne(trial, admission, view, context));
  },
};

function trialsIn(spec: Spec, view: View, context: CheckContext): readonly Trial[] {
  const trials = trialsOf(spec, view, context);
  return 'issues' in trials ? [] : trials.objects;
}

type Answer = DryRunAnswer | { readonly answer: 'absentKind' };

function judgeOne(trial: Trial, spec: Spec, view: View, context: CheckContext): Finding {
  const answer = view.dryRun(trial.read);
  const refusal = refusalIn(answer);
  const isMoving = isAnswerMoving(trial, answer, refusal, view, context);
  const outcome = spec.is === 'admitted' ? ofAdmitted(trial, answer, spec) : ofRefused(trial, answer, spec);
  return outcome.code === 'admission'
    ? { finding: 'holds', evidence: [outcome], isMoving }
    : { finding: 'fails', issues: [{ ...outcome, isMoving }] };
}

function refusalIn(answer: Answer): ToldRefusal | undefined {
  if (answer.answer === 'absentKind') return { by: 'kind' };
  return answer.answer === 'refused' ? admissionRefusal(answer) : undefined;
}

type Outcome = AdmissionEvidence | Exclude<IssueBody, AdmissionEvidence>;

/** Wanted: admitted. */
function ofAdmitted(trial: Trial, answer: Answer, spec: Spec): Outcome {
  const { tried, workload } = trial;
  const refusal = refusalIn(answer);
  const words = wordsOf(answer);
  if (refusal !== undefined && !fits(refusal, workload)) return { code: 'not_admitted', tried, refusal, words };
  const stored = answer.answer === 'admitted' ? answer.object : undefined;
  const unmet = spec.level === undefined ? undefined : levelIssue(trial, stored ?? trial.read.object, spec.level);
  if (unmet !== undefined) return unmet;
  if (refusal !== undefined) return { code: 'admission', tried, outcome: 'fits', words };
  const warnings = answer.answer === 'admitted' ? answer.warnings : [];
  return spec.warns === undefined
    ? { code: 'admission', tried, outcome: 'admitted', words: '' }
    : ofWarned(tried, warnings, spec.warns, spec);
}

function ofWarned(
  tried: Trial['tried'],
  warnings: readonly string[],
  by: NonNullable<Spec['warns']>,
  { says }: Spec,
): Outcome {
  const found = warnings.find((text) => {
    const warning = admissionWarning(text);
    return warning !== undefined && isBy(by, warning) && meets(says, text);
  });
  return found === undefined
    ? { code: 'not_warned', tried, by, ...wantedWords(says), warnings }
    : { code: 'admission', tried, outcome: 'warned', words: found };
}

/** Wanted: refused. */
function ofRefused({ tried }: Trial, answer: Answer, { by, says }: Spec): Outcome {
  if (by === undefined) throw new LabDefect('`is: refused` says `by` whom');
  const refusal = refusalIn(answer);
  if (refusal === undefined) return { code: 'not_refused', tried, by };
  const words = wordsOf(answer);
  return isBy(by, refusal) && meets(says, words)
    ? { code: 'admission', tried, outcome: 'refused', words }
    : { code: 'refused_otherwise', tried, by, ...wantedWords(says), refusal, words };
}

const wantedWords = (says: Spec['says']): Pick<Extract<AdmissionIssue, { code: 'not_warned' }>, 'wantedWords'> =>
  says === undefined ? {} : { wantedWords: says };

const wordsOf = (answer: Answer): string => (answer.answer === 'refused' ? refusalWords(answer.message) : '');

/**
 * A quota has no room for one Pod more, but all that the workload wants are there, and counted: one that took the place
 * of another would be admitted. A quota looks at an object last, so that everybody else has agreed.
 */
function fits(refusal: ToldRefusal, workload: Trial['workload']): boolean {
  if (refusal.by !== 'quota' || refusal.problem !== 'exceeded') return false;
  const isWithin = refusal.resources.every(({ used = '', limited = '' }) => {
    const [amount, limit] = [used, limited].map(parseQuantity);
    return amount !== undefined && limit !== undefined && amount <= limit;
  });
  return isWithin && workload !== undefined && hasAllItsPods(workload);
}

const levels = ['privileged', 'baseline', 'restricted'];

/** Of the Pod as it would be stored, with what admission has added to it. */
function levelIssue({ tried }: Trial, pod: JsonObject, wanted: NonNullable<Spec['level']>): Outcome | undefined {
  if (tried.tried !== 'podOf') throw new LabDefect('`level` speaks of the Pod of `podFrom`');
  const level = podSecurityLevelOf(isJsonObject(pod.spec) ? pod.spec : {}, annotationsOf(pod));
  if (levels.indexOf(level) >= levels.indexOf(wanted)) return undefined;
  return {
    code: 'value_differs',
    object: tried.workload,
    difference: difference(wanted, level, ['Pod Security level']),
  };
}
