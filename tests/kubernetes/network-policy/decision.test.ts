import { expect, test } from 'vitest';
import type { SideDecision } from '../../../src/kubernetes/network-policy/flow.ts';
import { decisionOf, reachability } from '../../../src/kubernetes/network-policy/flow.ts';
import { endOf, worldOf } from './sample-cluster.ts';

const frontend = '{ podSelector: { matchLabels: { role: frontend } } }';

/** `ingress rule 2 of policy-1, from 1`, in few words. */
function decisions(policies: readonly string[], from: string, to: string, port: number): readonly string[] {
  const reach = reachability(endOf(from), endOf(to), worldOf(policies));
  return reach.is === 'own'
    ? [reach.why]
    : [reach.egress, reach.ingress].map((side) => words(decisionOf(side, 'TCP', port)));
}

function words(decision: SideDecision): string {
  switch (decision.by) {
    case 'no_policy':
      return 'no policy';
    case 'no_rule':
      return `no rule of ${decision.policies.map(({ name }) => name).join(', ')}`;
    case 'rule':
      return `${decision.grant.policy.name} rule ${decision.grant.rule.number} peer ${decision.grant.peer ?? 'anyone'}`;
    case 'plugin':
      return `${decision.reason} by ${decision.policy.name} rule ${decision.grant?.rule.number ?? 'none'}`;
    default:
      return decision satisfies never;
  }
}

test.each<readonly [string, readonly string[], readonly [string, string, number], readonly string[]]>([
  ['nobody decides', [], ['web', 'db', 80], ['no policy', 'no policy']],
  [
    'the rule and the entry that let it through',
    [
      `{ podSelector: {}, ingress: [{ ports: [{ port: 1 }] }, { from: [{ namespaceSelector: { matchLabels: { team: x } } }, ${frontend}] }] }`,
    ],
    ['web', 'db', 80],
    ['no policy', 'policy-1 rule 2 peer 1'],
  ],
  [
    'a rule without from',
    ['{ podSelector: {}, ingress: [{}] }'],
    ['lonely', 'db', 80],
    ['no policy', 'policy-1 rule 1 peer anyone'],
  ],
  [
    'all policies that isolate, where none lets it through',
    [
      '{ podSelector: {} }',
      `{ podSelector: { matchLabels: { role: db } }, ingress: [{ from: [${frontend}], ports: [{ port: 81 }] }] }`,
      '{ podSelector: { matchLabels: { role: x } } }',
    ],
    ['web', 'db', 80],
    ['no policy', 'no rule of policy-1, policy-2'],
  ],
  [
    'the side that denies',
    ['{ podSelector: {}, policyTypes: [Egress] }'],
    ['web', 'db', 80],
    ['no rule of policy-1', 'no policy'],
  ],
  [
    'a sure rule before one that is left to the plug-in',
    [`{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8 } }] }, { from: [${frontend}] }] }`],
    ['web', 'db', 80],
    ['no policy', 'policy-1 rule 2 peer 0'],
  ],
  [
    'the block that may mean a Pod',
    ['{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8 } }] }] }'],
    ['web', 'db', 80],
    ['no policy', 'pod_address by policy-1 rule 1'],
  ],
  [
    'the policy that may not be followed',
    ['{ podSelector: { matchLabels: { role: agent } } }'],
    ['db', 'agent', 80],
    ['no policy', 'host_network by policy-1 rule none'],
  ],
  ['nothing can', ['{ podSelector: {} }'], ['db', 'db', 80], ['itself']],
])('%s', (_fact, policies, [from, to, port], expected) => {
  expect(decisions(policies, from, to, port)).toEqual(expected);
});
