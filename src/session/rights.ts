import type { ClusterClient } from '../cluster/client.ts';
import { OutageError } from '../cluster/client.ts';
import { valueAt } from '../kubernetes/json.ts';

/**
 * Whether this user may make namespaces, as the API server's authorizers say.
 * https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access
 * @throws OutageError
 */
export async function mayMakeNamespaces(client: ClusterClient): Promise<boolean> {
  const response = await client.request({
    method: 'POST',
    path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    body: {
      ...{ apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview' },
      spec: { resourceAttributes: { verb: 'create', resource: 'namespaces' } },
    },
  });
  const isAllowed = valueAt(response.body, 'status', 'allowed');
  if (typeof isAllowed === 'boolean') return isAllowed;
  throw new OutageError({
    code: 'server_error',
    detail: `asked for its own rights, the server answered ${response.status}`,
  });
}
