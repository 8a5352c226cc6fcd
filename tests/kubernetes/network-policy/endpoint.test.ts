import { expect, test } from 'vitest';
import { hypotheticalPod, podEndpoint } from '../../../src/kubernetes/network-policy/endpoint.ts';
import { answerOf, reachability } from '../../../src/kubernetes/network-policy/flow.ts';
import { parsePolicy } from '../../../src/kubernetes/network-policy/policy.ts';
import { policyObject } from './generated-clusters.ts';

test('a Pod as the engine sees it: addresses of both families, ports of sidecars too', () => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop', labels: { app: 'web' } },
    spec: {
      nodeName: 'node-1',
      containers: [
        { name: 'web', ports: [{ containerPort: 80 }, { name: 'quic', containerPort: 443, protocol: 'UDP' }] },
      ],
      initContainers: [{ name: 'proxy', restartPolicy: 'Always', ports: [{ name: 'mesh', containerPort: 15001 }] }],
    },
    status: { podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.1' }, { ip: '2001:db8::1' }], hostIP: '192.168.0.1' },
  };
  expect(podEndpoint(pod, { team: 'a' })).toEqual({
    endpoint: 'pod',
    ...{ name: 'web', namespace: 'shop', namespaceLabels: { team: 'a' }, labels: { app: 'web' } },
    ...{ addresses: ['10.0.0.1', '2001:db8::1'], isHostNetwork: false, node: 'node-1', nodeAddresses: ['192.168.0.1'] },
    ports: [
      { name: '', protocol: 'TCP', port: 80 },
      { name: 'quic', protocol: 'UDP', port: 443 },
      { name: 'mesh', protocol: 'TCP', port: 15001 },
    ],
    serviceAddresses: [],
  });
});

test('where no Pod has an address yet, only the block of all addresses may mean one that might be', () => {
  const [from, to] = [hypotheticalPod('shop', {}, {}), hypotheticalPod('shop', {}, { app: 'db' })];
  const answers = ['0.0.0.0/0', '10.0.0.0/8', '::/0'].map((cidr) => {
    const policy = policyObject('p', 'shop', {
      podSelector: { matchLabels: { app: 'db' } },
      ingress: [{ from: [{ ipBlock: { cidr } }] }],
    });
    return answerOf(reachability(from, to, { policies: [parsePolicy(policy)], podAddresses: [] }), 'TCP', 80);
  });
  expect(answers).toEqual(['left_to_plugin', 'denied', 'denied']);
});
