import { deleteNamespaces } from './delete-namespaces.ts';
import { releaseExclusive } from './exclusive-claims.ts';
import { recordNamespace } from './labels.ts';
import { namespacesGone } from './namespaces-gone.ts';
import { planStop } from './plan-put-back.ts';
import type { PutBackPlan, PutBackResult } from './put-back.ts';
import { removeRecord } from './record.ts';
import { removeRecordNamespaceIfEmpty } from './record-namespace.ts';
import { runPutBack } from './run-put-back.ts';
import type { SessionContext } from './session-context.ts';

export { planStop };

/**
 * Does it: the cluster is as it was, less what the plan leaves. The record goes when nothing failed, the namespace of the
 * records with the last one. Waits for the namespaces unless `wait` is false.
 * @throws UserError `record_not_saved`. @throws OutageError, or what `signal` was aborted with: run it again.
 */
export async function runStop(
  context: SessionContext,
  plan: PutBackPlan,
  options: { readonly wait?: boolean } = {},
): Promise<PutBackResult> {
  const putBack = await runPutBack(context, plan);
  if (putBack.failed.length > 0) return putBack;
  const { record, storedIn } = plan.copy;
  const going = plan.namespaces.filter(({ action }) => action === 'delete').map(({ namespace }) => namespace);
  const failed = await deleteNamespaces(context, going);
  if (failed.length > 0) return { ...putBack, failed };
  const deleted = [...putBack.deleted, ...going.map((name) => ({ kind: 'Namespace', name }))];
  await releaseExclusive(context.client, record, record.exclusive, storedIn);
  await removeRecord(context.client, plan.copy);
  const isLast = storedIn === recordNamespace && (await removeRecordNamespaceIfEmpty(context));
  if (options.wait === false) return { ...putBack, deleted };
  const others = plan.deletions.flatMap(({ object }) => (object.kind === 'Namespace' ? [object.name] : []));
  const stuck = await namespacesGone(context, [...going, ...others, ...(isLast ? [recordNamespace] : [])]);
  return { ...putBack, deleted, failed: stuck };
}
