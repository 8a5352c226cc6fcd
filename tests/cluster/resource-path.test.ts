import { expect, test } from 'vitest';
import { type Place, type Query, type Resource, resourcePath } from '../../src/cluster/resource-path.ts';

const pods: Resource = { group: '', version: 'v1', resource: 'pods', isNamespaced: true };
const roles: Resource = {
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  resource: 'clusterroles',
  isNamespaced: false,
};

// https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris
test.each<readonly [string, Resource, Place, Query]>([
  ['/api/v1/pods', pods, {}, {}],
  ['/api/v1/namespaces/shop/pods', pods, { namespace: 'shop' }, {}],
  ['/api/v1/namespaces/shop/pods/web/eviction', pods, { namespace: 'shop', name: 'web', subresource: 'eviction' }, {}],
  ['/apis/rbac.authorization.k8s.io/v1/clusterroles', roles, { namespace: 'shop' }, {}],
  ['/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode', roles, { name: 'system:node' }, {}],
  [
    '/api/v1/pods?limit=500&labelSelector=a%3Db%2Cc',
    pods,
    {},
    { limit: 500, continue: undefined, labelSelector: 'a=b,c' },
  ],
  ['/api/v1/pods?dryRun=All&dryRun=x', pods, {}, { dryRun: ['All', 'x'] }],
])('%s', (path, resource, place, query) => {
  expect(resourcePath(resource, place, query)).toBe(path);
});

test.each(['', '.', '..'])('a name that would address something else: %j', (name) => {
  expect(() => resourcePath(pods, { namespace: 'shop', name })).toThrow(`not a name for the API's path: "${name}"`);
});
