import type { LogAnswer, LogRead } from './log-read.ts';
import { logKey, logTitle } from './log-read.ts';
import type { ProxyAnswer, ProxyRead } from './proxy-read.ts';
import { proxyKey, proxyTitle } from './proxy-read.ts';

/** Questions about what programs in Pods do, to be asked where Pods really run. */
export type BehaviourRead = ProxyRead | LogRead;
export type BehaviourAnswer = ProxyAnswer | LogAnswer;

/** Answers to each kind of read. */
export interface AnswerOfRead {
  readonly proxy: ProxyAnswer;
  readonly log: LogAnswer;
}

export function behaviourKey(read: BehaviourRead): string {
  switch (read.read) {
    case 'proxy':
      return proxyKey(read);
    case 'log':
      return logKey(read);
    default:
      return read satisfies never;
  }
}

export function behaviourTitle(read: BehaviourRead): string {
  switch (read.read) {
    case 'proxy':
      return proxyTitle(read);
    case 'log':
      return logTitle(read);
    default:
      return read satisfies never;
  }
}

const kindsOfAnswer: Readonly<Record<BehaviourAnswer['answer'], true>> = {
  ...{ http: true, unreached: true, log: true, noLog: true },
};

export const isBehaviourAnswer = <Any extends { readonly answer: string }>(
  answer: Any,
): answer is Extract<Any, { readonly answer: BehaviourAnswer['answer'] }> =>
  Object.hasOwn(kindsOfAnswer, answer.answer);
