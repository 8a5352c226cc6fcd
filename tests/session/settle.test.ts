import { expect, test } from 'vitest';
import type { Json } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { isMoving } from '../../src/session/settle.ts';

const object = (kind: string, spec: Json, status: Json): KubeObject => ({
  ...{ apiVersion: 'apps/v1', kind, metadata: { name: 'x', generation: 2 } },
  ...{ spec, status },
});
const whole = { observedGeneration: 2, replicas: 1, updatedReplicas: 1, availableReplicas: 1 };

// moving · moving when nothing has happened for a while
test.each<readonly [string, KubeObject, boolean, boolean]>([
  ['a complete rollout', object('Deployment', { replicas: 1 }, whole), false, false],
  ['one not observed', object('Deployment', { replicas: 1 }, { ...whole, observedGeneration: 1 }), true, false],
  ['one that stands still', object('Deployment', { replicas: 2 }, whole), true, false],
  ['a paused one', object('Deployment', { replicas: 1, paused: true }, { ...whole, updatedReplicas: 0 }), false, false],
  ['a ReplicaSet to be filled', object('ReplicaSet', { replicas: 2 }, { replicas: 1 }), true, false],
  ['a filled ReplicaSet', object('ReplicaSet', { replicas: 2 }, { replicas: 2 }), false, false],
  ['a Job at work', object('Job', {}, {}), true, false],
  ['a Job that failed', object('Job', {}, { conditions: [{ type: 'Failed', status: 'True' }] }), false, false],
])('%s', (_, one, moving, afterStandstill) => {
  expect([isMoving(one, 0, false), isMoving(one, 0, true)]).toEqual([moving, afterStandstill]);
});
