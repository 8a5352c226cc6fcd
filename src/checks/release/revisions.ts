import type { HelmRelease } from '../../kubernetes/helm-release.ts';
import { readRelease, releaseRevision, storedRelease } from '../../kubernetes/helm-release.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { labelsOf } from '../../kubernetes/kube-object.ts';
import { isTerminating } from '../moving.ts';

/** One stored revision of a release; what is in the Secret is decoded when somebody asks. */
export interface Revision {
  readonly name: string;
  readonly revision: number;
  readonly secret: KubeObject;
}

/** The revisions of a release, or of all, oldest first. */
export function revisionsOf(name: string | undefined, secrets: readonly KubeObject[]): readonly Revision[] {
  return secrets
    .flatMap((secret): readonly Revision[] => {
      const found = isTerminating(secret) ? undefined : releaseRevision(secret);
      return found === undefined || (name !== undefined && name !== found.name) ? [] : [{ ...found, secret }];
    })
    .sort((left, right) => left.revision - right.revision);
}

/** Of what cannot be read, `unknown`: Helm itself has this word for what it cannot tell. */
export const statusOf = (revision: Revision): string => releaseIn(revision)?.status ?? 'unknown';

export const descriptionOf = (revision: Revision | undefined): string =>
  (revision === undefined ? undefined : releaseIn(revision)?.description) ?? '';

/** Helm is at work, and was so a moment ago; a `pending` that is older was left by a Helm that was ended. */
export function isStatusMoving({ secret }: Revision, status: string, nowMs: number): boolean {
  return /^(pending-|uninstalling)/.test(status) && nowMs - lastWriteMs(secret) < helmMs;
}

const helmMs = 10_000;

/** Helm labels what it writes with the time, in seconds. */
function lastWriteMs(secret: KubeObject): number {
  const seconds = Number(labelsOf(secret).modifiedAt);
  return Number.isNaN(seconds) ? Date.parse(secret.metadata.creationTimestamp ?? '') : seconds * 1000;
}

function releaseIn({ secret }: Revision): HelmRelease | undefined {
  const stored = storedRelease(secret);
  return 'problem' in stored ? undefined : readRelease(stored.release);
}
