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
  wanted: WantedAnswer & { readonly request: ToldRequest },
  view: View,
): Asked {
  const who = by === undefined ? {} : { by };
  const judged = judgeAnswer(view.behaviour(read), wanted, { request: wanted.request, raw: proxyPath(read), ...who });
  return { read, judged, ...who };
}
