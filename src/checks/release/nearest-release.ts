import type { CheckContext } from '../check-kind.ts';
import { candidatesEverywhere } from '../elsewhere.ts';
import { editDistance, isLikeName } from '../near-miss.ts';
import type { View } from '../view.ts';
import { revisionsOf, statusOf } from './revisions.ts';
import type { ReleaseRef } from './told.ts';

/** A release that may be the one meant: the only one, or of the likest name, here before elsewhere. */
export function nearestRelease(
  name: string,
  namespace: string,
  view: View,
  context: CheckContext,
): ReleaseRef | undefined {
  const rank = (release: ReleaseRef): number =>
    editDistance(name, release.name) + (release.namespace === namespace ? 0 : 0.5);
  const secrets = candidatesEverywhere({ kind: 'Secret', namespace }, view, context);
  const newest = new Map(
    revisionsOf(undefined, secrets).map((revision) => {
      const place = revision.secret.metadata.namespace ?? '';
      return [`${place}/${revision.name}`, revision] as const; // in the order of their numbers
    }),
  );
  const candidates = [...newest.values()]
    .filter((revision) => statusOf(revision) !== 'uninstalled')
    .map((one) => ({ name: one.name, namespace: one.secret.metadata.namespace ?? '', revision: one.revision }));
  const [nearest] = candidates
    .filter((release) => candidates.length === 1 || isLikeName(name, release.name))
    .sort((left, right) => rank(left) - rank(right));
  return nearest;
}
