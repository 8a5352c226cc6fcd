import type { ClusterClient } from '../cluster/client.ts';
import type { ResourceKind } from '../kubernetes/resource-kind.ts';

export type ListableKind = ResourceKind & { readonly verbs: readonly string[] };

export interface ListableKinds {
  readonly namespaced: readonly ListableKind[];
  readonly clusterWide: readonly ListableKind[];
  /** API groups whose server did not answer: nothing is known of their objects. */
  readonly unansweredGroups: readonly string[];
}

/** Every kind that discovery shows whose objects can be listed and deleted; metrics, for one, cannot be deleted. */
export async function listableKinds(client: ClusterClient): Promise<ListableKinds> {
  const { kinds, unansweredGroups } = await client.discover();
  const usable = kinds.filter(({ verbs }) => verbs.includes('list') && verbs.includes('delete'));
  return {
    namespaced: usable.filter(({ isNamespaced }) => isNamespaced),
    clusterWide: usable.filter(({ isNamespaced }) => !isNamespaced),
    unansweredGroups,
  };
}

/** Events and Leases tell what happened, not what there is: they are emptied away, and neither recorded nor compared. */
export const isPassing = ({ kind }: { readonly kind: string }): boolean => kind === 'Event' || kind === 'Lease';

export const apiVersionOf = ({ group, version }: ResourceKind): string =>
  group === '' ? version : `${group}/${version}`;
