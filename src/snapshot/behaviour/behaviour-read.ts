import type { CommandAnswer, CommandRead } from './command-read.ts';
import { commandKey, commandTitle } from './command-read.ts';
import type { LogAnswer, LogRead } from './log-read.ts';
import { logKey, logTitle } from './log-read.ts';
import type { LookupAnswer, LookupRead } from './lookup-read.ts';
import { lookupKey, lookupTitle } from './lookup-read.ts';
import type { ProxyAnswer, ProxyRead } from './proxy-read.ts';
import { proxyKey, proxyTitle } from './proxy-read.ts';

/** Questions about what Pods do, to be asked where they run. */
export type BehaviourRead = ProxyRead | LogRead | CommandRead | LookupRead;
export type BehaviourAnswer = ProxyAnswer | LogAnswer | CommandAnswer | LookupAnswer;

/** Answers to each kind of read. */
export interface AnswerOfRead {
  readonly proxy: ProxyAnswer;
  readonly log: LogAnswer;
  readonly command: CommandAnswer;
  readonly lookup: LookupAnswer;
}

export function behaviourKey(read: BehaviourRead): string {
  switch (read.read) {
    case 'proxy':
      return proxyKey(read);
    case 'log':
      return logKey(read);
    case 'command':
      return commandKey(read);
    case 'lookup':
      return lookupKey(read);
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
    case 'command':
      return commandTitle(read);
    case 'lookup':
      return lookupTitle(read);
    default:
      return read satisfies never;
  }
}

const kindsOfAnswer: Readonly<Record<BehaviourAnswer['answer'], true>> = {
  ...{ http: true, unreached: true, log: true, noLog: true, command: true, notRun: true, lookup: true },
};

export const isBehaviourAnswer = <Any extends { readonly answer: string }>(
  answer: Any,
): answer is Extract<Any, { readonly answer: BehaviourAnswer['answer'] }> =>
  Object.hasOwn(kindsOfAnswer, answer.answer);
