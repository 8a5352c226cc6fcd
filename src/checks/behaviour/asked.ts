import type { ObjectRef } from '../../kubernetes/kube-object.ts';
import type { ProxyRead } from '../../snapshot/behaviour/proxy-read.ts';
import { proxyPath } from '../../snapshot/behaviour/proxy-read.ts';
import type { View } from '../view.ts';
import type { JudgedAnswer, WantedAnswer } from './judge-answer.ts';
import { judgeAnswer } from './judge-answer.ts';
import type { ToldRequest } from './told.ts';

/** One request, who answered it as far as that is known, and what the answer is worth. */
export interface Asked {
  readonly read: ProxyRead;
  readonly by?: ObjectRef;
  readonly judged: JudgedAnswer;
}

export function askedOf(
  read: ProxyRead,
  by: ObjectRef | undefined,
  wanted: WantedAnswer & { readonly request: ToldRequest; readonly isGuarded: boolean },
  view: View,
): Asked {
  const requested = { request: wanted.request, isGuarded: wanted.isGuarded };
  const who = by === undefined ? {} : { by };
  const judged = judgeAnswer(view.behaviour(read), wanted, { ...requested, raw: proxyPath(read), ...who });
  return { read, judged, ...who };
}
