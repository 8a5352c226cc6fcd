import type { KubeObject } from '../kube-object.ts';
import { refOf } from '../kube-object.ts';
import { claimTrouble } from './claim-trouble.ts';
import { deletionTrouble } from './deletion-trouble.ts';
import { jobTrouble } from './job-trouble.ts';
import type { Surroundings } from './pod-troubles.ts';
import { podTroubles } from './pod-troubles.ts';
import { refusalTrouble } from './refusal-trouble.ts';
import { rolloutTrouble } from './rollout-trouble.ts';
import type { Trouble } from './trouble.ts';

/** What is wrong with an object itself, of whatever kind; its Pods are looked at apart. */
export function objectTroubles(object: KubeObject, around: Surroundings): readonly Trouble[] {
  if (object.kind === 'Pod') return podTroubles(object, around);
  const found = [
    deletionTrouble(object, around.nowMs),
    jobTrouble(object),
    refusalTrouble(object, around),
    rolloutTrouble(object),
    object.kind === 'PersistentVolumeClaim' ? claimTrouble(object, around.events) : undefined,
  ];
  return found.filter((one) => one !== undefined).map((one) => ({ ...one, object: refOf(object) }));
}
