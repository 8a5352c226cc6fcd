import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import { hasAllItsPods } from '../../src/kubernetes/own-pods.ts';

const workload = (kind: string, spec: JsonObject, status: JsonObject) => ({
  ...{ apiVersion: 'v1', kind, metadata: { name: 'web', generation: 2 }, spec },
  status: { observedGeneration: 2, ...status },
});

// counters as https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/ defines them
test.each<[string, boolean, string, JsonObject, JsonObject]>([
  ['a Pod is its own', true, 'Pod', {}, {}],
  ['all of them updated, none ready', true, 'Deployment', { replicas: 3 }, { replicas: 3, updatedReplicas: 3 }],
  ['one short', false, 'Deployment', { replicas: 3 }, { replicas: 2, updatedReplicas: 2 }],
  ['one of the old template', false, 'Deployment', { replicas: 3 }, { replicas: 3, updatedReplicas: 2 }],
  ['not observed', false, 'Deployment', { replicas: 1 }, { updatedReplicas: 1, observedGeneration: 1 }],
  ['none wanted', false, 'Deployment', { replicas: 0 }, {}],
  ['of a StatefulSet', true, 'StatefulSet', { replicas: 2 }, { replicas: 2, updatedReplicas: 2 }],
  ['one a node', true, 'DaemonSet', {}, { desiredNumberScheduled: 2, updatedNumberScheduled: 2 }],
  ['not on every node', false, 'DaemonSet', {}, { desiredNumberScheduled: 2, updatedNumberScheduled: 1 }],
  ['of a ReplicaSet', true, 'ReplicaSet', { replicas: 2 }, { replicas: 2 }],
  ['of a ReplicaSet, one short', false, 'ReplicaSet', { replicas: 2 }, { replicas: 1 }],
  ['a Job that is done', true, 'Job', {}, { conditions: [{ type: 'Complete', status: 'True' }] }],
  ['as many at a time as may be', true, 'Job', { completions: 9, parallelism: 2 }, { active: 2 }],
  ['the last ones', true, 'Job', { completions: 9, parallelism: 2 }, { active: 1, succeeded: 8 }],
  ['fewer than may be', false, 'Job', { completions: 9, parallelism: 2 }, { active: 1 }],
  ['a Job that has not begun', false, 'Job', { completions: 1, parallelism: 1 }, {}],
  ['a work queue at its end', true, 'Job', { parallelism: 3 }, { active: 1, succeeded: 2 }],
  ['a CronJob: each run is new', false, 'CronJob', {}, {}],
])('%s: %s', (_what, expected, kind, spec, status) => {
  expect(hasAllItsPods(workload(kind, spec, status))).toBe(expected);
});
