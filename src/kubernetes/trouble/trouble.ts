import type { ObjectRef } from '../kube-object.ts';
import type { ClaimTrouble } from './claim-trouble.ts';
import type { ConfigTrouble } from './config-trouble.ts';
import type { CrashTrouble } from './crash-trouble.ts';
import type { DeletionTrouble } from './deletion-trouble.ts';
import type { ImageTrouble } from './image-trouble.ts';
import type { JobTrouble } from './job-trouble.ts';
import type { MountTrouble } from './mount-trouble.ts';
import type { NodeTrouble } from './node-trouble.ts';
import type { ProbeTrouble } from './probe-trouble.ts';
import type { RefusalTrouble } from './refusal-trouble.ts';
import type { RolloutTrouble } from './rollout-trouble.ts';
import type { SchedulingTrouble } from './scheduling-trouble.ts';

/**
 * Why an object is not what it should be, as a person would find out from `kubectl describe`, events and logs. Told beside a
 * verdict, never the ground for one: events go after an hour, and words differ from one release to the next.
 */
export type Trouble = TroubleBody & { readonly object: ObjectRef };

export type TroubleBody =
  | ImageTrouble
  | CrashTrouble
  | ConfigTrouble
  | ProbeTrouble
  | SchedulingTrouble
  | ClaimTrouble
  | MountTrouble
  | RefusalTrouble
  | NodeTrouble
  | DeletionTrouble
  | JobTrouble
  | RolloutTrouble;

/** A container within its Pod. */
export interface InContainer {
  readonly container: string;
  /** `init`: it runs before the others do · `sidecar`: beside them, from then on. */
  readonly role: 'main' | 'init' | 'sidecar';
}
