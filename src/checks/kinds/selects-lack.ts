import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { isPodReady } from '../../kubernetes/pod-state.ts';
import { podLabelsOf } from '../../kubernetes/pod-template.ts';
import type { Read } from '../../snapshot/read.ts';
import type { Issue } from '../issue.ts';
import { isTooFew } from '../match/operators.ts';
import { makersRead, refusedMakers } from '../refused-makers.ts';
import { podSelectionOf, selects } from '../selection.ts';
import type { ToldTrouble } from '../troubles.ts';
import { troubleReads, troublesOf } from '../troubles.ts';
import type { View } from '../view.ts';

/** Too few are ready. */
export const isLack = (issue: Issue): boolean =>
  issue.code === 'share_differs' || (issue.code === 'not_ready' && isTooFew(issue.wanted, issue.ready));

/** What that is owed to: Pods that are not ready, and who may not make what is missing; the field of an issue. */
export function lackTroubles(
  selector: KubeObject,
  chosen: readonly KubeObject[],
  view: View,
  nowMs: number,
): { readonly troubles?: readonly ToldTrouble[] } {
  const wouldMake = (maker: KubeObject): boolean => selects(podSelectionOf(selector), podLabelsOf(maker));
  return troublesOf([...refusedMakers(selector.metadata.namespace, view, wouldMake), ...unready(chosen)], view, nowMs);
}

/** What has to be read to tell it. */
export const lackReads = (selector: KubeObject, chosen: readonly KubeObject[]): readonly Read[] => [
  makersRead(selector.metadata.namespace),
  ...troubleReads(unready(chosen)),
];

const unready = (pods: readonly KubeObject[]): readonly KubeObject[] => pods.filter((pod) => !isPodReady(pod));
