import { expect, test } from 'vitest';
import { kindsThereCanBe } from '../../../src/commands/proof/quick-client.ts';
import type { KubeObject } from '../../../src/kubernetes/kube-object.ts';
import type { Step } from '../../../src/lab/schema/steps.ts';

const object = (kind: string): KubeObject => ({ apiVersion: 'v1', kind, metadata: { name: 'x' } });
const always = ['ConfigMap', 'Namespace', 'ServiceAccount'];

const podTemplate = { template: { spec: { volumes: [{ name: 'x', ephemeral: { volumeClaimTemplate: {} } }] } } };
const objectsIn: Readonly<Record<string, readonly KubeObject[]>> = {
  'secret.yaml': [object('Secret')],
  'job.yaml': [object('Job')],
  'job-with-a-volume.yaml': [{ ...object('Job'), spec: podTemplate }],
};

function kindsAfter(steps: readonly Step[], written: readonly KubeObject[] = [], exclusive: readonly string[] = []) {
  const objectsOf = (file: string) => objectsIn[file] ?? [object('Service')];
  const kinds = kindsThereCanBe({ steps, written, objectsOf, exclusive });
  return [...kinds].filter((kind) => !always.includes(kind)).sort();
}

test.each<readonly [string, readonly string[], readonly string[]]>([
  ['files', kindsAfter([{ apply: ['secret.yaml'] }]), ['Secret']],
  ['what controllers make of it', kindsAfter([{ create: 'x.yaml' }]), ['EndpointSlice', 'Endpoints', 'Service']],
  ['no claims for Pods without a template of one', kindsAfter([{ create: 'job.yaml' }]), ['Job', 'Pod']],
  [
    'claims for Pods that have a template of them',
    kindsAfter([{ create: 'job-with-a-volume.yaml' }]),
    ['Job', 'PersistentVolume', 'PersistentVolumeClaim', 'Pod'],
  ],
  [
    'claims for Pods that a patch gives such a template',
    kindsAfter([{ patch: 'job/x', type: 'strategic', with: { spec: podTemplate } }]),
    ['Job', 'PersistentVolume', 'PersistentVolumeClaim', 'Pod'],
  ],
  ['a kind by its short name', kindsAfter([{ label: 'netpol/x', set: {} }]), ['NetworkPolicy']],
  ['a kind with a group', kindsAfter([{ delete: 'role/x' }]), ['Role']],
  ['nodes', kindsAfter([{ cordon: 'a' }, { drain: 'a' }, { taint: 'a', taints: [] }]), ['Node']],
  ['an approval', kindsAfter([{ approve: 'jane' }]), ['CertificateSigningRequest']],
  ['what a mutant writes', kindsAfter([], [object('ClusterRole')]), ['ClusterRole']],
  ['what the lab concerns', kindsAfter([], [], ['nodes']), ['Node']],
  ['nothing', kindsAfter([]), []],
])('%s', (_, found, wanted) => expect(found).toEqual(wanted));
