import type { KubeObject } from '../kubernetes/kube-object.ts';
import { conditionStatus } from '../kubernetes/pod-state.ts';
import type { Read } from '../snapshot/read.ts';
import type { View } from './view.ts';
import { listRead } from './view.ts';

const makers = 'ReplicaSet.apps';

/** What has to be read to know them. */
export const makersRead = (namespace: string | undefined): Read => listRead(makers, namespace);

/** ReplicaSets that would make Pods which are missing, and may not: none where they were not read. */
export function refusedMakers(
  namespace: string | undefined,
  view: View,
  wouldMake: (maker: KubeObject) => boolean,
): readonly KubeObject[] {
  return (view.listIfRead(makers, namespace) ?? []).filter(
    (maker) => conditionStatus(maker, 'ReplicaFailure') === 'True' && wouldMake(maker),
  );
}
