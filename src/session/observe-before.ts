import type { ClusterClient } from '../cluster/client.ts';
import type { RecordedObject } from '../snapshot/copy-record.ts';
import { concerns } from './concerned-kinds.ts';
import { inParallel } from './in-parallel.ts';
import { listObjects } from './list-objects.ts';
import { isPassing, listableKinds } from './listable-kinds.ts';
import { recordedName, recordedWhole } from './recorded-object.ts';

/**
 * What there is cluster-wide: each object by name and uid, those that the lab concerns whole. Kinds that this user may
 * not list are left out: of them nothing will be removed either.
 * @throws OutageError
 */
export async function observeBefore(
  client: ClusterClient,
  exclusive: readonly string[],
): Promise<readonly RecordedObject[]> {
  const { clusterWide } = await listableKinds(client);
  const kinds = clusterWide.filter((kind) => !isPassing(kind));
  const lists = await inParallel(kinds, async (kind) => {
    const isWhole = concerns(kind.kind, exclusive) || kind.kind === 'Node';
    const listed = await listObjects(client, kind, { metadataOnly: !isWhole });
    if (listed.listed === 'refused') return [];
    // more nodes than a practice cluster has would fill the record
    const keepsWhole = isWhole && (listed.objects.length <= 50 || concerns(kind.kind, exclusive));
    return listed.objects.map(keepsWhole ? recordedWhole : recordedName);
  });
  return lists.flat();
}
