import type { CommandContext } from './command-context.ts';
import type { UnderWay, Wanted } from './find-under-way.ts';
import { findUnderWay } from './find-under-way.ts';
import type { OpenCluster } from './open-cluster.ts';
import { openCluster } from './open-cluster.ts';

/** Opens the cluster, finds the copy that is meant, and closes the cluster whatever happens. */
export async function withCopy(
  context: CommandContext,
  wanted: Wanted,
  work: (cluster: OpenCluster, underWay: UnderWay) => Promise<number>,
): Promise<number> {
  const cluster = await openCluster(context);
  try {
    return await work(cluster, await findUnderWay(context, cluster, wanted));
  } finally {
    cluster.client.close();
  }
}
