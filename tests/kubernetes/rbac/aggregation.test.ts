import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/kubernetes/json.ts';
import type { KubeObject } from '../../../src/kubernetes/kube-object.ts';
import { isAggregationPending } from '../../../src/kubernetes/rbac/aggregation.ts';

const clusterRole = (name: string, labels: Record<string, string>, body: JsonObject): KubeObject => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name, labels },
  ...body,
});
const pods = { verbs: ['get'], apiGroups: [''], resources: ['pods'] };
const jobs = { verbs: ['get'], apiGroups: ['batch'], resources: ['jobs'] };
const parts = [
  clusterRole('pods', { to: 'all' }, { rules: [pods] }),
  clusterRole('jobs', { to: 'all' }, { rules: [jobs, pods] }),
];
const selectors = { clusterRoleSelectors: [{ matchLabels: { to: 'all' } }] };

test.each<readonly [string, JsonObject, boolean]>([
  ['no aggregation', { rules: [] }, false],
  ['not begun', { rules: null, aggregationRule: selectors }, true],
  ['half done', { rules: [pods], aggregationRule: selectors }, true],
  ['done, each rule once', { rules: [jobs, pods], aggregationRule: selectors }, false],
  ['what is gone still there', { rules: [pods], aggregationRule: { clusterRoleSelectors: [] } }, true],
  ['nothing to gather', { rules: null, aggregationRule: { clusterRoleSelectors: [] } }, false],
])('%s', (_title, body, isPending) => {
  const all = clusterRole('all', { to: 'all' }, body);
  const policy = { roles: [], clusterRoles: [...parts, all], roleBindings: [], clusterRoleBindings: [] };
  expect(isAggregationPending(all, policy)).toBe(isPending);
});

test.each<readonly [string, JsonObject, boolean]>([
  ['a part that is itself behind', { rules: [pods] }, true],
  ['a part that is done', { rules: [jobs, pods] }, false],
])('through another aggregated one: %s', (_title, middle, isPending) => {
  const all = clusterRole('all', { to: 'top' }, { ...middle, aggregationRule: selectors });
  const rule = { clusterRoleSelectors: [{ matchExpressions: [{ key: 'to', operator: 'NotIn', values: ['all'] }] }] };
  const top = clusterRole('top', { to: 'top' }, { ...middle, aggregationRule: rule });
  const policy = { roles: [], clusterRoles: [...parts, all, top], roleBindings: [], clusterRoleBindings: [] };
  expect(isAggregationPending(top, policy)).toBe(isPending);
});
