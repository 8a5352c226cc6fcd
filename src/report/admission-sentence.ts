import type { AdmissionEvidence, AdmissionIssue, ToldRefusal, Tried, WantedRefuser } from '../checks/admission/told.ts';
import type { Json } from '../kubernetes/json.ts';
import { isJsonObject, valueAt } from '../kubernetes/json.ts';
import { objectText } from './object-text.ts';
import type { Told } from './sentence.ts';
import { valueText } from './value-text.ts';

/** What a dry run showed, in words. */
export function admissionTold(issue: AdmissionIssue): Told {
  const where = triedText(issue.tried);
  switch (issue.code) {
    case 'not_admitted':
      return {
        where,
        wanted: `the API server admits ${where}`,
        found: `it refuses: ${refusalText(issue.refusal, issue.words)}`,
      };
    case 'not_refused':
      return {
        where,
        wanted: `the API server refuses ${where}, by ${refuserText(issue.by)}`,
        found: 'it would admit it',
      };
    case 'refused_otherwise':
      return {
        where,
        wanted: `the API server refuses ${where}, by ${refuserText(issue.by)}${wordsText(issue.wantedWords)}`,
        found: `it refuses for another reason: ${refusalText(issue.refusal, issue.words)}`,
      };
    case 'not_warned':
      return {
        where,
        wanted: `the API server admits ${where} with a warning, by ${refuserText(issue.by)}${wordsText(issue.wantedWords)}`,
        found:
          issue.warnings.length === 0
            ? 'it admits it without a warning'
            : `its warnings are others: ${issue.warnings.join('; ')}`,
      };
    default:
      return issue satisfies never;
  }
}

export function admissionEvidence({ tried, outcome, words }: AdmissionEvidence): string {
  const what = triedText(tried);
  switch (outcome) {
    case 'admitted':
      return `the API server admits ${what}`;
    case 'warned':
      return `the API server admits ${what}, and warns: ${words}`;
    case 'refused':
      return `the API server refuses ${what}: ${words}`;
    case 'fits':
      return `the API server admits ${what}; all that are wanted are there, and one more is too many for the quota (${words})`;
    default:
      return outcome satisfies never;
  }
}

/** `a Pod of deployment/web in shop`, `the Pod root-pod in shop`, `such a ConfigMap in shop`. */
function triedText(tried: Tried): string {
  if (tried.tried === 'podOf') {
    const { workload } = tried;
    return workload.kind === 'Pod' ? `${objectText(workload)}, made anew` : `a Pod of ${objectText(workload)}`;
  }
  const name = valueAt(tried.object, 'metadata', 'name') ?? valueAt(tried.object, 'metadata', 'generateName');
  const place = tried.namespace === undefined ? '' : ` in ${tried.namespace}`;
  return typeof name === 'string' ? `the ${tried.kind} ${name}${place}` : `such a ${tried.kind}${place}`;
}

const refusalText = (refusal: ToldRefusal, words: string): string =>
  refusal.by === 'kind' ? 'this cluster knows no such kind' : words;

function refuserText(by: WantedRefuser): string {
  if ('podSecurity' in by) return `Pod Security at the level ${by.podSecurity}`;
  if ('quota' in by) {
    const resources = by.resources === undefined ? '' : `, for want of ${valueText(by.resources)}`;
    return `${namedText('quota', by.quota)}${resources}`;
  }
  if ('limitRange' in by) return boundText(by.limitRange);
  if ('policy' in by) {
    const binding = by.binding === undefined ? '' : ` with the binding ${valueText(by.binding)}`;
    return `${namedText('policy', by.policy)}${binding}`;
  }
  if ('webhook' in by) return namedText('webhook', by.webhook);
  return isAny(by.validation) ? 'its validation' : `the validation of ${valueText(by.validation)}`;
}

const namedText = (noun: string, name: Json): string => (isAny(name) ? `a ${noun}` : `the ${noun} ${valueText(name)}`);

const isAny = (name: Json): boolean => isJsonObject(name) && name.$exists === true && Object.keys(name).length === 1;

const boundWords = { max: 'maximum', min: 'minimum', ratio: 'ratio of limit to request' };

function boundText({ bound, resource, per }: Extract<WantedRefuser, { limitRange: object }>['limitRange']): string {
  if (bound === undefined && resource === undefined && per === undefined) return 'a LimitRange';
  const of = resource === undefined ? '' : ` of ${resource}`;
  return `a LimitRange, its ${bound === undefined ? 'bounds' : boundWords[bound]}${of}${per === undefined ? '' : ` per ${per}`}`;
}

const wordsText = (words: Json | undefined): string => (words === undefined ? '' : `, saying ${valueText(words)}`);
