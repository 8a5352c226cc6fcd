import { expect, test } from 'vitest';
import { withMadeKinds } from '../../src/kubernetes/made-kinds.ts';

const made = (...kinds: readonly string[]): readonly string[] => [...withMadeKinds(kinds)].sort();

test.each<readonly [readonly string[], readonly string[]]>([
  [made('Secret'), ['Secret']],
  [made('Namespace'), ['ConfigMap', 'Namespace', 'ServiceAccount']],
  [made('Service'), ['EndpointSlice', 'Endpoints', 'Service']],
  [made('Widget', 'constructor'), ['Widget', 'constructor']],
  [made('CronJob'), ['CronJob', 'Job', 'PersistentVolume', 'PersistentVolumeClaim', 'Pod', 'ResourceClaim']],
  [
    made('Deployment'),
    ['Deployment', 'PersistentVolume', 'PersistentVolumeClaim', 'Pod', 'ReplicaSet', 'ResourceClaim'],
  ],
])('%j', (found, wanted) => expect(found).toEqual(wanted));
