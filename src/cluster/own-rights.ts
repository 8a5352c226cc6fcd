import { valueAt } from '../kubernetes/json.ts';
import type { Outage, ResourceAction } from '../snapshot/read.ts';
import { outageError } from './classify-failure.ts';
import { outageOf } from './classify-response.ts';
import type { ApiRequest, ClusterClient } from './client.ts';

/** Whether the one who asks may do something, or why that is not known. */
export type OwnRight =
  | { readonly right: 'allowed' }
  | { readonly right: 'missing' }
  | { readonly right: 'unknown'; readonly outage: Outage };

/**
 * Asks for oneself, which everybody may do; nothing is stored.
 * https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access
 */
export async function ownRight(
  client: ClusterClient,
  action: ResourceAction,
  options: Pick<ApiRequest, 'timeoutMs' | 'signal'> = {},
): Promise<OwnRight> {
  try {
    const response = await client.request({
      method: 'POST',
      path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      body: {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: { ...action } },
      },
      ...options,
      isSafe: true,
    });
    if (response.status !== 201) return { right: 'unknown', outage: outageOf(response) };
    return { right: valueAt(response.body, 'status', 'allowed') === true ? 'allowed' : 'missing' };
  } catch (error) {
    return { right: 'unknown', outage: outageError(error).outage };
  }
}

/** What labs and their graders need beyond a namespace of one's own, for `doctor`. */
export const rightsOfInterest = {
  'everything (cluster-admin)': { verb: '*', group: '*', resource: '*' },
  'make namespaces': { verb: 'create', group: '', resource: 'namespaces' },
  'look at nodes': { verb: 'list', group: '', resource: 'nodes' },
  'ask what others may do': { verb: 'create', group: 'authorization.k8s.io', resource: 'subjectaccessreviews' },
  'make cluster roles': { verb: 'create', group: 'rbac.authorization.k8s.io', resource: 'clusterroles' },
} as const satisfies Readonly<Record<string, ResourceAction>>;
