import { expect, test } from 'vitest';
import type { Policy } from './policy-rules.ts';
import { policyRules } from './policy-rules.ts';

const pod = (name: string, address: string) => ({
  metadata: { namespace: 'shop', labels: { app: name } },
  spec: { nodeName: 'node1', containers: [{ ports: [{ name: 'sql', containerPort: 5432 }] }] },
  status: { podIP: address, phase: 'Running' },
});
const world = (spec: Policy['spec']) => ({
  pods: [pod('db', '10.244.1.2'), pod('web', '10.244.1.3')],
  spaces: [{ metadata: { name: 'shop', labels: {} } }],
  policies: [{ metadata: { namespace: 'shop' }, spec: { podSelector: { matchLabels: { app: 'db' } }, ...spec } }],
});
const answers = '-A KP-NETPOL -m conntrack --ctstate ESTABLISHED,RELATED -j RETURN';

test('a policy without rules drops everything for the pods it selects, and for no other', () => {
  expect(policyRules(world({ policyTypes: ['Ingress'] }), 'node1')).toEqual({
    chains: ['KP-I-10.244.1.2'],
    rules: [answers, '-A KP-NETPOL -d 10.244.1.2 -j KP-I-10.244.1.2', '-A KP-I-10.244.1.2 -j DROP'],
  });
});

test('a rule lets in the pods it selects, on the port of that name', () => {
  const from = [{ podSelector: { matchLabels: { app: 'web' } } }];
  const { rules } = policyRules(world({ ingress: [{ from, ports: [{ port: 'sql' }] }] }), 'node1');
  expect(rules.at(-2)).toBe('-A KP-I-10.244.1.2 -s 10.244.1.3/32 -p tcp --dport 5432 -j RETURN');
});

test('a block without its exceptions is the parts around them', () => {
  const to = [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.128.0.0/9', '10.64.0.0/10'] } }];
  const { rules } = policyRules(world({ policyTypes: ['Egress'], egress: [{ to }] }), 'node1');
  expect(rules.slice(2)).toEqual(['-A KP-E-10.244.1.2 -d 10.0.0.0/10  -j RETURN', '-A KP-E-10.244.1.2 -j DROP']);
});

test('an exception in the middle of a block leaves an address on each side of it', () => {
  const to = [{ ipBlock: { cidr: '192.0.2.0/30', except: ['192.0.2.1/32'] } }];
  const { rules } = policyRules(world({ policyTypes: ['Egress'], egress: [{ to }] }), 'node1');
  expect(rules.slice(2, -1).map((rule) => rule.split(' ')[3])).toEqual(['192.0.2.0/32', '192.0.2.2/31']);
});

test('nothing is done for pods of other nodes', () => {
  expect(policyRules(world({ policyTypes: ['Ingress', 'Egress'] }), 'node2')).toEqual({ chains: [], rules: [answers] });
});
