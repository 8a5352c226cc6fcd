import type { ClusterClient } from '../cluster/client.ts';
import { builtInKind } from '../kubernetes/resource-kind.ts';
import type { CopyName } from './labels.ts';
import { copyLabel, labLabel, recordNamespace } from './labels.ts';
import { listObjects } from './list-objects.ts';
import type { StoredCopy } from './record.ts';

/**
 * What is left of a copy whose record is gone, as when somebody deleted namespace `kubeproctor`: the namespaces that its
 * start labelled. Enough for `planStop`, which then removes those and nothing else.
 * @throws OutageError
 */
export async function findLostCopy(client: ClusterClient, { lab, copy }: CopyName): Promise<StoredCopy | undefined> {
  const kind = builtInKind('Namespace');
  if (kind === undefined) throw new Error('Namespace is a built-in kind');
  const labelSelector = `${labLabel}=${lab},${copyLabel}=${copy}`;
  const listed = await listObjects(client, kind, { labelSelector });
  if (listed.listed === 'refused' || listed.objects.length === 0) return undefined;
  const names = listed.objects.map(({ metadata }) => metadata.name);
  const never = '9999-12-31T23:59:59Z'; // nothing is new since then, hence nothing outside is taken for the copy's
  return {
    ...{ storedIn: recordNamespace, resourceVersion: '', createdAt: never },
    record: {
      ...{ format: 1, lab, copy, startedAt: never, isComplete: false, labText: '', manifests: {} },
      namespaces: Object.fromEntries(names.map((name) => [name, name])),
      ...{ names: {}, learnerNamespaces: [], exclusive: [], keepsNamespaces: false },
      ...{ startedWith: [], before: [], answers: {}, hintsTaken: {} },
    },
  };
}
