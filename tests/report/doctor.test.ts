import { expect, test } from 'vitest';
import { judgeCapabilities } from '../../src/cluster/capabilities.ts';
import type { NodeFacts } from '../../src/lab/capabilities.ts';
import type { Diagnosis } from '../../src/report/diagnosis.ts';
import { doctorJson } from '../../src/report/doctor-json.ts';
import { doctorText } from '../../src/report/doctor-text.ts';
import { plainPalette } from '../../src/report/palette.ts';

const node: NodeFacts = {
  ...{ name: 'lab-control-plane', isReady: true, isControlPlane: true, isSimulated: false, product: 'kind' },
  ...{ kubelet: 'v1.36.4', runtime: 'containerd://2.1.1', platform: 'linux/amd64' },
};
const { found, ...nodes } = judgeCapabilities({});
const measuredAt = '2026-11-25T14:07:24.000Z';

const diagnosis: Diagnosis = {
  cluster: { context: 'kind-lab', server: 'https://127.0.0.1:6443', uid: '8deea33a', version: 'v1.36.4' },
  unansweredGroups: ['metrics.k8s.io'],
  nodes: [
    node,
    { ...node, name: 'lab-worker', isReady: false, isControlPlane: false, kubelet: 'v1.37.0' },
    { ...node, name: 'node-1', isControlPlane: false, isSimulated: true, product: undefined },
    { ...node, name: 'bad\u001b]8;;x', product: undefined },
  ],
  kubectl: 'v1.32.4',
  skews: [
    { who: 'kubelet of lab-worker', version: 'v1.37.0', server: 'v1.36.4', is: 'newer' },
    { who: 'kubelet of old', version: 'v1.30.0', server: 'v1.36.4', is: 'too old' },
    { who: 'kubectl', version: 'v1.32.4', server: 'v1.36.4', is: 'too far' },
  ],
  capabilities: {
    ...nodes,
    nodesEvidence: '1 of 4 nodes are ready and take pods',
    found: {
      ...found,
      'pods-run': { has: 'yes', evidence: 'kubelet v1.36.4 on lab-control-plane runs etcd' },
      'network-policy': { has: 'no', evidence: 'port 8080 stayed open', measuredAt },
    },
  },
  rights: [
    { what: 'everything (cluster-admin)', right: 'missing' },
    { what: 'make namespaces', right: 'allowed' },
    { what: 'look at nodes', right: 'unknown', outage: { code: 'timeout', detail: 'no answer' } },
  ],
  stateFolder: '/home/ada/.local/state/kubeproctor',
};

test('for a person', async () => {
  await expect(doctorText(diagnosis, plainPalette, {})).toMatchFileSnapshot('./golden/doctor.txt');
});

test('nothing to complain about', () => {
  const { kubectl: _, ...rest } = diagnosis;
  const text = doctorText({ ...rest, unansweredGroups: [], nodes: [node], skews: [] }, plainPalette, {});
  expect(text.split('\n').slice(1, 8)).toEqual([
    'All its API groups answer.',
    '',
    'Nodes:',
    '  1 of 4 nodes are ready and take pods',
    '  lab-control-plane: ready, control plane, kubelet v1.36.4, containerd://2.1.1, linux/amd64, a node of kind',
    '',
    'Versions:',
  ]);
  expect(text.split('\n')[8]).toBe(
    '  server v1.36.4; kubelet v1.36.4; no kubectl on the PATH (kubeproctor kubectl is one): they go together',
  );
});

test('as data, the same and without what a terminal obeys', () => {
  const json = doctorJson(diagnosis);
  expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ kubeproctor: 1, ...diagnosis })));
  expect(json.includes('\u001b')).toBe(false);
});
