import type { Json, JsonObject } from '../json.ts';
import { valueAt } from '../json.ts';
import type { KubeObject } from '../kube-object.ts';
import { refOf } from '../kube-object.ts';
import { isPodFinished, isPodMoving, isPodReady } from '../pod-state.ts';
import { mappingsAt } from '../pod-template.ts';
import { claimTrouble } from './claim-trouble.ts';
import { configTrouble } from './config-trouble.ts';
import type { ContainerState } from './container-state.ts';
import { containerStates, isProven } from './container-state.ts';
import { crashTrouble } from './crash-trouble.ts';
import { deletionTrouble } from './deletion-trouble.ts';
import { imageTrouble } from './image-trouble.ts';
import { mountTrouble } from './mount-trouble.ts';
import { nodeTrouble } from './node-trouble.ts';
import { gateTrouble, probeTrouble } from './probe-trouble.ts';
import { schedulingTrouble } from './scheduling-trouble.ts';
import type { Trouble, TroubleBody } from './trouble.ts';

/** What was read around a Pod; what could not be read is left out, and then less is known of why. */
export interface Surroundings {
  readonly nowMs: number;
  readonly events: readonly KubeObject[];
  readonly claims?: readonly KubeObject[];
  readonly nodes?: readonly KubeObject[];
  /** ReplicaSets, where a Deployment may not make its Pods. */
  readonly makers?: readonly KubeObject[];
  readonly quotas?: readonly KubeObject[];
}

/** Why a Pod is not ready, or has failed; empty where nothing is wrong, or nothing is known yet. */
export function podTroubles(pod: KubeObject, around: Surroundings): readonly Trouble[] {
  const { nowMs, events, nodes } = around;
  if (pod.metadata.deletionTimestamp !== undefined)
    return told(pod, deletionTrouble(pod, nowMs) ?? silentNode(pod, around));
  const ofNode = nodeTrouble(pod, nodes, events);
  if (ofNode !== undefined) return told(pod, ofNode);
  const claims = claimTroubles(pod, around);
  if (claims.length > 0) return claims;
  const found = [
    schedulingTrouble(pod, nowMs),
    ...containerStates(pod)
      .filter((state) => !isProven(state, nowMs))
      .map((state) => containerTrouble(pod, state, around)),
  ].filter((one) => one !== undefined);
  if (found.length > 0) return told(pod, ...found);
  if (isPodReady(pod) || isPodFinished(pod)) return [];
  if (isBeingMade(pod)) return told(pod, mountTrouble(pod, events));
  return isPodMoving(pod, nowMs) ? [] : told(pod, gateTrouble(pod));
}

function containerTrouble(
  pod: KubeObject,
  state: ContainerState,
  { nowMs, events }: Surroundings,
): TroubleBody | undefined {
  return (
    imageTrouble(state) ?? configTrouble(state) ?? probeTrouble(pod, state, events, nowMs) ?? crashTrouble(state, nowMs)
  );
}

/** Its claims that have no volume. */
function claimTroubles(pod: KubeObject, { events, claims = [] }: Surroundings): readonly Trouble[] {
  const names = mappingsAt(pod, 'spec', 'volumes').map((volume) => claimName(pod, volume));
  return claims
    .filter(({ metadata }) => names.includes(metadata.name))
    .flatMap((claim) => told(claim, claimTrouble(claim, events)));
}

/** https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#persistentvolumeclaim-naming */
const claimName = (pod: KubeObject, volume: JsonObject): Json | undefined =>
  volume.ephemeral === undefined
    ? valueAt(volume, 'persistentVolumeClaim', 'claimName')
    : `${pod.metadata.name}-${String(volume.name)}`;

const isBeingMade = (pod: KubeObject): boolean => containerStates(pod).every(({ waitsFor }) => waitsFor !== undefined);

/** Nobody ends a Pod whose node is not heard of. */
function silentNode(pod: KubeObject, { nowMs, nodes, events }: Surroundings): TroubleBody | undefined {
  const isLate = nowMs > Date.parse(pod.metadata.deletionTimestamp ?? '');
  return isLate ? nodeTrouble(pod, nodes, events) : undefined;
}

const told = (object: KubeObject, ...troubles: readonly (TroubleBody | undefined)[]): readonly Trouble[] =>
  troubles.filter((one) => one !== undefined).map((one) => ({ ...one, object: refOf(object) }));
