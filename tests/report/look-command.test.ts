import { expect, test } from 'vitest';
import { lookCommand } from '../../src/report/look-command.ts';

test.each([
  [['owned by job/upload'], 'kubectl get pods -n shop -l batch.kubernetes.io/job-name=upload'],
  [['labelled app=web'], 'kubectl get pods -n shop --show-labels'],
  [
    ['labelled app=web', 'spec.containers[*].image is nginx:1.27'],
    "kubectl get pods -n shop -o 'custom-columns=NAME:.metadata.name,LABELS:.metadata.labels,IMAGES:.spec.containers[*].image'",
  ],
])('Pods that are %j', (conditions, command) => {
  const wanted = { kind: 'Pod', namespace: 'shop', isServed: true, conditions };
  expect(lookCommand({ code: 'object_present', wanted, found: [], isMoving: false }, {})).toBe(command);
});
