import { deleteObject } from '../cluster/write.ts';
import { removeForeignFinalizers } from './finalizers.ts';
import { inParallel } from './in-parallel.ts';
import type { FailedAction } from './put-back.ts';
import type { SessionContext } from './session-context.ts';

/** Asks for the deletion of namespaces, and does not wait; what the cluster refused. Those not there are no trouble. */
export async function deleteNamespaces(
  context: SessionContext,
  names: readonly string[],
): Promise<readonly FailedAction[]> {
  const refused = await inParallel(names, async (name): Promise<readonly FailedAction[]> => {
    const object = { kind: 'Namespace', name };
    const deleted = await deleteObject(context.client, object, { signal: context.signal });
    if (deleted.result === 'refused') return [{ object, message: deleted.message }];
    context.onProgress({ event: 'deleted', object });
    if (deleted.result === 'ok' && deleted.object !== undefined) await removeForeignFinalizers(context, deleted.object);
    return [];
  });
  return refused.flat();
}
