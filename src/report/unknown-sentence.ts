import type { UnknownReason } from '../grade/report.ts';
import type { Outage } from '../snapshot/read.ts';
import type { UnansweredRead } from '../snapshot/snapshot.ts';
import { objectsText } from './object-text.ts';

/** So many reads of one outage are named; of more than that, one, and the others are counted. */
const namedReads = 2;

/** Why a task could not be judged: about the cluster, the network or the lab, never about the learner. Once an outage. */
export function unknownSentences(reasons: readonly UnknownReason[]): readonly string[] {
  const outages = reasons.filter((reason) => reason.reason === 'outage');
  const byText = Map.groupBy(outages, ({ outage }) => outageText(outage));
  const others = reasons.flatMap((reason) => (reason.reason === 'outage' ? [] : [otherSentence(reason)]));
  return [...[...byText].map(([text, unanswered]) => `${readsText(unanswered)}: ${text}`), ...others];
}

function otherSentence(reason: Exclude<UnknownReason, { reason: 'outage' }>): string {
  switch (reason.reason) {
    case 'grader':
      return `the lab itself has a mistake, which is not yours: ${reason.detail}`;
    case 'lostNodes': {
      const [subject, verb] = reason.nodes.length === 1 ? ['node', 'does'] : ['nodes', 'do'];
      return `${subject} ${reason.nodes.join(', ')} ${verb} not answer, and nobody knows how ${objectsText(reason.pods)} are`;
    }
    case 'after':
      return `it comes after ${reason.tasks.join(', ')}, of which nothing can be said either`;
    default:
      return reason satisfies never;
  }
}

/** `the list of Pods in shop, the list of Services in shop`, or `the list of Pods in shop and 3 more like it`. */
function readsText(unanswered: readonly UnansweredRead[]): string {
  const abouts = [...new Set(unanswered.map(({ about }) => about))];
  const [first = '', ...others] = abouts;
  return others.length < namedReads ? abouts.join(', ') : `${first} and ${others.length} more like it`;
}

/** An outage in words, with what was heard of it. */
export const outageText = (outage: Outage): string => `${whyText(outage)} (${outage.detail})`;

/** The kind of an outage in words. */
export function whyText(outage: Outage): string {
  switch (outage.code) {
    case 'unreachable':
      return 'the API server could not be reached';
    case 'timeout':
      return 'the API server did not answer in time';
    case 'truncated':
      return 'the answer broke off before its end';
    case 'expired_list':
      return 'the list changed faster than it could be read';
    case 'throttled':
      return 'the API server asked to come back later';
    case 'forbidden':
      return 'your account may not read it';
    case 'unauthorized':
      return 'the API server did not accept your credentials';
    case 'certificate':
      return 'the connection could not be secured';
    case 'server_error':
      return 'the API server answered with an error';
    case 'discovery':
      return 'the API server could not say which kinds it serves';
    case 'no_answer':
      return 'the API server got no answer from where it runs';
    case 'gone_meanwhile':
      return 'it went away while it was looked at';
    default:
      return outage.code satisfies never;
  }
}
