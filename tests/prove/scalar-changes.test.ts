import { expect, test } from 'vitest';
import { scalarChanges } from '../../src/prove/mutants/scalar-changes.ts';

test.each([
  ['Service', ['spec', 'ports', 0, 'protocol'], 'TCP', ['UDP']],
  ['Service', ['spec', 'type'], 'ClusterIP', ['NodePort']],
  ['Deployment', ['spec', 'strategy', 'type'], 'RollingUpdate', ['Recreate']],
  ['StatefulSet', ['spec', 'updateStrategy', 'type'], 'RollingUpdate', ['OnDelete']],
  ['Deployment', ['spec', 'replicas'], 2, [3, 1, 0]],
  ['Deployment', ['spec', 'replicas'], 0, [1]],
  ['Deployment', ['spec', 'paused'], true, [false]],
  ['Pod', ['spec', 'containers', 0, 'resources', 'limits', 'memory'], '64Mi', ['128Mi']],
  ['Pod', ['spec', 'containers', 0, 'image'], 'nginx:1.28', ['nginx:1.28-x', 'nginx-x:1.28']],
  [
    'Pod',
    ['spec', 'containers', 0, 'image'],
    'localhost:5000/nginx',
    ['localhost:5000/nginx:x', 'localhost-x:5000/nginx'],
  ],
  ['CronJob', ['spec', 'schedule'], '*/15 * * * *', ['*/16 * * * *']],
  ['CronJob', ['spec', 'schedule'], '59 3 * * 1', ['0 3 * * 1']],
  ['NetworkPolicy', ['spec', 'ingress', 0, 'from', 0, 'ipBlock', 'cidr'], '10.0.0.0/16', ['10.0.0.0/17']],
  ['NetworkPolicy', ['spec', 'ingress', 0, 'from', 0, 'ipBlock', 'cidr'], '10.0.0.1/32', ['10.0.0.1/31']],
  ['NetworkPolicy', ['spec', 'podSelector', 'matchExpressions', 0, 'operator'], 'In', ['NotIn']],
  ['NetworkPolicy', ['spec', 'podSelector', 'matchExpressions', 0, 'operator'], 'Exists', ['DoesNotExist']],
  ['Role', ['rules', 0, 'verbs', 1], 'list', ['watch']],
  ['Role', ['rules', 0, 'apiGroups', 0], '', ['apps']],
  ['Deployment', ['spec', 'strategy', 'rollingUpdate', 'maxSurge'], '25%', ['26%']],
  ['ConfigMap', ['data', 'MODE'], 'pretend', ['pretend-x']],
  ['Secret', ['data', 'password'], 'b3Blbg==', ['b3Blbi14']],
  ['Deployment', ['spec', 'template', 'spec', 'nodeName'], null, []],
] as const)('%s %j: %j becomes %j', (kind, place, value, expected) => {
  expect(scalarChanges(kind, place, value)).toEqual(expected);
});
