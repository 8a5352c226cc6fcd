import { valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import type { NamespaceRef } from '../../lab/schema/common.ts';
import type { Read } from '../../snapshot/read.ts';
import type { CheckContext } from '../check-kind.ts';
import { nearestNamed, readsForMissing } from '../elsewhere.ts';
import { isObjectMoving, isTerminating } from '../moving.ts';
import { isOwnedBy, ownershipKinds } from '../ownership.ts';
import { livePods } from '../selection.ts';
import { findTarget, readOf, targetOf, wantedTarget } from '../target.ts';
import type { View } from '../view.ts';
import { listRead } from '../view.ts';
import type { Requests } from './requests.ts';
import { failing } from './requests.ts';

/** Whose Pods: a workload's, or one Pod itself. */
export interface PodsOf {
  readonly of: string;
  readonly in?: NamespaceRef | undefined;
}

export function podsOfReads({ of, in: ref }: PodsOf, context: CheckContext): readonly Read[] {
  const target = targetOf(of, ref, context);
  if (target.kind === 'Pod') return [readOf(target)];
  const owners = ownershipKinds('Pod', target).map((kind) => listRead(kind, target.namespace));
  return [...owners, listRead('Pod', target.namespace)];
}

export const podsOfNearby = ({ of, in: ref }: PodsOf, view: View, context: CheckContext): readonly Read[] =>
  readsForMissing(targetOf(of, ref, context), view, context);

/** `leading`: what makes them. */
export interface FoundPods {
  readonly pods: readonly KubeObject[];
  readonly leading: readonly KubeObject[];
}

/** The Pods meant that are there to stay, or why there are none. Those of Jobs, made to end, count when they have, too. */
export function podsOf({ of, in: ref }: PodsOf, view: View, context: CheckContext): FoundPods | Requests {
  const target = targetOf(of, ref, context);
  const object = findTarget(target, view);
  if (object === undefined) {
    const nearest = nearestNamed(target, view, context);
    return failing({ code: 'object_missing', wanted: wantedTarget(target, view), ...nearest }, false);
  }
  if (target.kind === 'Pod') return { pods: [object], leading: [] };
  const own = view.list('Pod', target.namespace).filter((pod) => !isTerminating(pod) && isOwnedBy(pod, target, view));
  const live = livePods(own);
  const pods = live.length > 0 ? own.filter((pod) => live.includes(pod) || isMadeToEnd(pod)) : own;
  if (pods.length > 0) return { pods, leading: [object] };
  const wanted = {
    ...{ kind: 'Pod', conditions: [`of ${of}`], isServed: true },
    ...(target.namespace === undefined ? {} : { namespace: target.namespace }),
  };
  return failing({ code: 'object_missing', wanted }, isObjectMoving(object, context.nowMs));
}

const isMadeToEnd = (pod: KubeObject): boolean => valueAt(pod, 'spec', 'restartPolicy') !== 'Always';
