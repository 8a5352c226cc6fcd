import type { Json } from '../../kubernetes/json.ts';
import type { ObjectRef } from '../../kubernetes/kube-object.ts';
import type { ProxyAnswer } from '../../snapshot/behaviour/proxy-read.ts';
import type { Difference } from '../issue.ts';
import { difference, differences } from '../match/differences.ts';
import { excerpt, matchText } from './text-match.ts';
import type { BehaviourIssue, ToldRequest } from './told.ts';
import type { WhyUndecided } from './undecided.ts';

/** What a check wants of an answer. */
export interface WantedAnswer {
  readonly status?: Json | undefined;
  readonly headers?: Json | undefined;
  readonly body?: Json | undefined;
  readonly json?: Json | undefined;
}

export interface Requested {
  readonly request: ToldRequest;
  /** The path of the API by which it was asked. */
  readonly raw: string;
  /** The Pod that the answer came from, if that is known. */
  readonly by?: ObjectRef;
  /** A NetworkPolicy limits who reaches it. */
  readonly isGuarded: boolean;
}

export type JudgedAnswer =
  | { readonly judged: 'met'; readonly status: number; readonly line: string }
  | { readonly judged: 'undecided'; readonly why: WhyUndecided }
  | { readonly judged: 'issues'; readonly issues: readonly BehaviourIssue[] };

const success = { $min: 200, $max: 299 };

function statusDifferences(wanted: Json | undefined, status: number): readonly Difference[] {
  if (wanted !== undefined) return differences(wanted, status, ['status'], {});
  return status >= success.$min && status <= success.$max ? [] : [difference(success, status, ['status'])];
}

/** An answer, or why there is none, against what is wanted. */
export function judgeAnswer(
  answer: ProxyAnswer,
  wanted: WantedAnswer,
  { request, raw, by, isGuarded }: Requested,
): JudgedAnswer {
  const who = by === undefined ? {} : { by };
  if (answer.answer === 'unreached') {
    if (answer.why === 'refused' && isGuarded) return { judged: 'undecided', why: 'guarded' };
    const pods = by === undefined ? [] : [by];
    const { why, words } = answer;
    return { judged: 'issues', issues: [{ code: 'http_unreached', request, why, pods, words, raw }] };
  }
  const { status, body } = answer;
  const line = excerpt(body);
  const ofHead = [
    ...statusDifferences(wanted.status, status),
    ...(wanted.headers === undefined ? [] : differences(wanted.headers, answer.headers, ['headers'], {})),
  ];
  const ofBody = [
    ...(wanted.body === undefined ? [] : [matchText(wanted.body, { text: body, isCut: answer.isCut }, ['body'])]),
    ...(wanted.json === undefined ? [] : jsonDifferences(wanted.json, body, answer.isCut)),
  ];
  const found = [...ofHead, ...ofBody].filter((one) => typeof one === 'object');
  if (found.length > 0)
    return {
      judged: 'issues',
      issues: found.map((one) => ({ code: 'http_differs', request, ...who, status, line, difference: one, raw })),
    };
  return ofBody.includes('undecided') ? { judged: 'undecided', why: 'cut' } : { judged: 'met', status, line };
}

function jsonDifferences(wanted: Json, body: string, isCut: boolean): readonly (Difference | 'undecided')[] {
  if (isCut) return ['undecided'];
  try {
    return differences(wanted, JSON.parse(body) as Json, ['json'], {}); // JSON.parse returns nothing else
  } catch {
    return [difference(wanted, excerpt(body), ['json'])];
  }
}
