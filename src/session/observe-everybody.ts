import type { ClusterClient } from '../cluster/client.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { rulesOfEverybody } from '../kubernetes/rbac/everybody.ts';
import type { ResourceKind } from '../kubernetes/resource-kind.ts';
import { builtInKind } from '../kubernetes/resource-kind.ts';
import type { CopyRecord } from '../snapshot/copy-record.ts';
import { inParallel } from './in-parallel.ts';
import { listObjects } from './list-objects.ts';

/**
 * What everybody may do; nothing where this user may not list the rules.
 * @throws OutageError
 */
export async function observeEverybody(client: ClusterClient): Promise<Pick<CopyRecord, 'everybody'>> {
  const lists = await inParallel(kinds, (kind) => listObjects(client, kind));
  const [roles, clusterRoles, roleBindings, clusterRoleBindings] = lists.map(
    (listed): readonly KubeObject[] | undefined => (listed.listed === 'objects' ? listed.objects : undefined),
  );
  if (!roles || !clusterRoles || !roleBindings || !clusterRoleBindings) return {};
  return { everybody: rulesOfEverybody({ roles, clusterRoles, roleBindings, clusterRoleBindings }) };
}

const kinds: readonly ResourceKind[] = ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'].flatMap(
  (kind) => builtInKind(kind) ?? [],
);
