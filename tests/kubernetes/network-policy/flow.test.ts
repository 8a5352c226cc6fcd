import { describe, expect, test } from 'vitest';
import { answerTo } from './sample-cluster.ts';

/** What stands in the documentation, the policies (namespace shop unless named), a connection, the answer. */
type Case = readonly [fact: string, policies: readonly string[], question: string, answer: string];

const dbFrom = (rule: string): string =>
  `{ podSelector: { matchLabels: { role: db } }, policyTypes: [Ingress], ingress: [${rule}] }`;
const webTo = (rule: string): string =>
  `{ podSelector: { matchLabels: { app: web } }, policyTypes: [Egress], egress: [${rule}] }`;
const frontend = 'podSelector: { matchLabels: { role: frontend } }';
const denyIngress = '{ podSelector: {}, policyTypes: [Ingress] }';
const denyEgress = '{ podSelector: {}, policyTypes: [Egress] }';

const check = (cases: readonly Case[]) =>
  test.each(cases)('%s', (_fact, policies, question, answer) => {
    expect(answerTo(policies, question)).toBe(answer);
  });

// https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation
describe('isolation', () => {
  check([
    ['without policies all inbound connections are allowed', [], 'web -> db TCP 5432', 'allowed'],
    ['without policies connections from outside are allowed', [], '203.0.113.7 -> db UDP 9', 'allowed'],
    ['a policy that selects a Pod isolates it for ingress', [denyIngress], 'web -> db TCP 5432', 'denied'],
    ['isolation for ingress also keeps addresses out', [denyIngress], '203.0.113.7 -> db TCP 5432', 'denied'],
    ['isolation for ingress leaves egress alone', [denyIngress], 'db -> console TCP 80', 'allowed'],
    ['isolation for egress leaves ingress alone', [denyEgress], 'console -> db TCP 5432', 'allowed'],
    ['isolation for egress keeps from addresses', [denyEgress], 'db -> 203.0.113.7 TCP 443', 'denied'],
    ['a policy of another namespace does not select', [`audit: ${denyIngress}`], 'web -> db TCP 5432', 'allowed'],
    ['Pods that no policy selects go on as before', [dbFrom('')], 'db -> web TCP 80', 'allowed'],
    ['both sides must allow: egress of the source denies', [dbFrom('{}'), denyEgress], 'web -> db TCP 5432', 'denied'],
    ['both sides must allow: both do', [dbFrom('{}'), webTo('{}')], 'web -> db TCP 5432', 'allowed'],
    ['both sides must allow: ingress denies', [dbFrom(''), webTo('{}')], 'web -> db TCP 5432', 'denied'],
    ['policies add up', [denyIngress, dbFrom(`{ from: [{ ${frontend} }] }`)], 'web -> db TCP 5432', 'allowed'],
    [
      'their order does not matter',
      [dbFrom(`{ from: [{ ${frontend} }] }`), denyIngress],
      'web -> db TCP 5432',
      'allowed',
    ],
    [
      'a rule for ingress does not count under Egress alone',
      ['{ podSelector: {}, policyTypes: [Egress], ingress: [{}] }'],
      'web -> db TCP 5432',
      'denied',
    ],
  ]);
});

// https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/#NetworkPolicySpec
describe('policyTypes and selectors of the policy', () => {
  check([
    ['left out: Ingress', ['{ podSelector: {} }'], 'web -> db TCP 5432', 'denied'],
    ['left out: not Egress without egress rules', ['{ podSelector: {} }'], 'db -> 203.0.113.7 TCP 443', 'allowed'],
    [
      'left out with an egress rule: Egress too',
      ['{ podSelector: {}, egress: [{ ports: [{ port: 53 }] }] }'],
      'db -> 203.0.113.7 TCP 443',
      'denied',
    ],
    [
      'left out with an egress rule: Ingress still',
      ['{ podSelector: {}, egress: [{}] }'],
      'web -> db TCP 5432',
      'denied',
    ],
    [
      'left out with an empty egress: not Egress, as the API server fills it in',
      ['{ podSelector: {}, egress: [] }'],
      'db -> 203.0.113.7 TCP 443',
      'allowed',
    ],
    ['empty is as left out', ['{ podSelector: {}, policyTypes: [] }'], 'web -> db TCP 5432', 'denied'],
    [
      'Ingress alone leaves egress alone although there are egress rules',
      ['{ podSelector: {}, policyTypes: [Ingress], egress: [{ ports: [{ port: 53 }] }] }'],
      'db -> 203.0.113.7 TCP 443',
      'allowed',
    ],
    ['no podSelector at all is an empty one', ['{ policyTypes: [Ingress] }'], 'web -> db TCP 5432', 'denied'],
    [
      'labels are compared whole',
      ['{ podSelector: { matchLabels: { role: d } }, policyTypes: [Ingress] }'],
      'web -> db TCP 5432',
      'allowed',
    ],
    [
      'all requirements hold: matchLabels and matchExpressions',
      [
        '{ podSelector: { matchLabels: { role: db }, matchExpressions: [{ key: app, operator: NotIn, values: [db] }] } }',
      ],
      'web -> db TCP 5432',
      'allowed',
    ],
    [
      'several labels are an and',
      ['{ podSelector: { matchLabels: { role: db, app: web } } }'],
      'web -> db TCP 5432',
      'allowed',
    ],
  ]);
});

// https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/#NetworkPolicyIngressRule
describe('rules', () => {
  check([
    ['an empty list of rules admits nobody', ['{ podSelector: {}, ingress: [] }'], 'web -> db TCP 5432', 'denied'],
    ['an empty rule admits everybody', ['{ podSelector: {}, ingress: [{}] }'], 'lonely -> db SCTP 9', 'allowed'],
    ['an empty rule admits addresses', ['{ podSelector: {}, ingress: [{}] }'], '203.0.113.7 -> db UDP 9', 'allowed'],
    ['an absent from admits every source', [dbFrom('{ ports: [{ port: 5432 }] }')], 'lonely -> db TCP 5432', 'allowed'],
    [
      'an absent from restricts ports all the same',
      [dbFrom('{ ports: [{ port: 5432 }] }')],
      'lonely -> db TCP 5433',
      'denied',
    ],
    [
      'an empty from is as an absent one',
      [dbFrom('{ from: [], ports: [{ port: 5432 }] }')],
      'lonely -> db TCP 5432',
      'allowed',
    ],
    ['absent ports are all ports', [dbFrom(`{ from: [{ ${frontend} }] }`)], 'web -> db UDP 1', 'allowed'],
    ['empty ports are all ports', [dbFrom(`{ from: [{ ${frontend} }], ports: [] }`)], 'web -> db SCTP 9187', 'allowed'],
    [
      'from and ports must both fit',
      [dbFrom(`{ from: [{ ${frontend} }], ports: [{ port: 5432 }] }`)],
      'web -> db TCP 9187',
      'denied',
    ],
    [
      'two rules do not lend each other their ports',
      [
        dbFrom(
          `{ from: [{ ${frontend} }], ports: [{ port: 80 }] }, { from: [{ podSelector: { matchLabels: { role: x } } }], ports: [{ port: 5432 }] }`,
        ),
      ],
      'web -> db TCP 5432',
      'denied',
    ],
    [
      'an absent to lets out to everywhere',
      [webTo('{ ports: [{ port: 443 }] }')],
      'web -> 203.0.113.7 TCP 443',
      'allowed',
    ],
    [
      'an absent to restricts ports all the same',
      [webTo('{ ports: [{ port: 443 }] }')],
      'web -> 203.0.113.7 TCP 80',
      'denied',
    ],
  ]);
});

// https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors
describe('peers', () => {
  const andPeer =
    'namespaceSelector: { matchLabels: { team: audit } }, podSelector: { matchLabels: { role: frontend } }';
  const orPeers =
    '{ namespaceSelector: { matchLabels: { team: audit } } }, { podSelector: { matchLabels: { role: frontend } } }';
  check([
    [
      'a podSelector alone means the own namespace',
      [dbFrom(`{ from: [{ ${frontend} }] }`)],
      'web -> db TCP 1',
      'allowed',
    ],
    [
      'a podSelector alone means no other namespace',
      [dbFrom(`{ from: [{ ${frontend} }] }`)],
      'console -> db TCP 1',
      'denied',
    ],
    [
      'an empty podSelector means all Pods of the own namespace',
      [dbFrom('{ from: [{ podSelector: {} }] }')],
      'test -> db TCP 1',
      'allowed',
    ],
    [
      'an empty podSelector means no other namespace',
      [dbFrom('{ from: [{ podSelector: {} }] }')],
      'lonely -> db TCP 1',
      'denied',
    ],
    [
      'an empty namespaceSelector means all namespaces',
      [dbFrom('{ from: [{ namespaceSelector: {} }] }')],
      'possible stranger -> db TCP 1',
      'allowed',
    ],
    [
      'an empty namespaceSelector means no addresses',
      [dbFrom('{ from: [{ namespaceSelector: {} }] }')],
      '203.0.113.7 -> db TCP 1',
      'denied',
    ],
    [
      'a namespaceSelector alone means all of its Pods',
      [dbFrom('{ from: [{ namespaceSelector: { matchLabels: { team: audit } } }] }')],
      'console -> db TCP 1',
      'allowed',
    ],
    [
      'a namespaceSelector is about labels, not names',
      [dbFrom('{ from: [{ namespaceSelector: { matchLabels: { name: audit } } }] }')],
      'console -> db TCP 1',
      'denied',
    ],
    [
      'a namespace can be meant by its name label',
      [dbFrom('{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: audit } } }] }')],
      'console -> db TCP 1',
      'allowed',
    ],
    [
      'two selectors in one entry are an and: both hold',
      [dbFrom(`{ from: [{ ${andPeer} }] }`)],
      'console -> db TCP 1',
      'allowed',
    ],
    [
      'two selectors in one entry are an and: the Pod alone',
      [dbFrom(`{ from: [{ ${andPeer} }] }`)],
      'web -> db TCP 1',
      'denied',
    ],
    ['two entries are an or: the Pod alone', [dbFrom(`{ from: [${orPeers}] }`)], 'web -> db TCP 1', 'allowed'],
    ['two entries are an or: neither', [dbFrom(`{ from: [${orPeers}] }`)], 'test -> db TCP 1', 'denied'],
    [
      'a null podSelector is an absent one',
      [dbFrom('{ from: [{ podSelector: null, namespaceSelector: { matchLabels: { team: audit } } }] }')],
      'console -> db TCP 1',
      'allowed',
    ],
    [
      'an empty podSelector beside a namespaceSelector means its Pods',
      [dbFrom('{ from: [{ podSelector: {}, namespaceSelector: { matchLabels: { team: audit } } }] }')],
      'console -> db TCP 1',
      'allowed',
    ],
    [
      'peers of egress are compared with the destination',
      [webTo('{ to: [{ podSelector: { matchLabels: { role: db } } }] }')],
      'web -> db TCP 1',
      'allowed',
    ],
    [
      'peers of egress leave other destinations out',
      [webTo('{ to: [{ podSelector: { matchLabels: { role: db } } }] }')],
      'web -> test TCP 1',
      'denied',
    ],
  ]);
});

// https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#set-based-requirement
describe('matchExpressions', () => {
  const by = (expression: string): string =>
    dbFrom(`{ from: [{ namespaceSelector: {}, podSelector: { matchExpressions: [{ ${expression} }] } }] }`);
  check([
    [
      'In takes one of its values',
      [by('key: role, operator: In, values: [x, frontend]')],
      'web -> db TCP 1',
      'allowed',
    ],
    ['In wants the key', [by('key: role, operator: In, values: [x, frontend]')], 'lonely -> db TCP 1', 'denied'],
    ['NotIn refuses its values', [by('key: role, operator: NotIn, values: [frontend]')], 'web -> db TCP 1', 'denied'],
    [
      'NotIn takes another value',
      [by('key: role, operator: NotIn, values: [frontend]')],
      'test -> db TCP 1',
      'allowed',
    ],
    [
      'NotIn takes an absent key',
      [by('key: role, operator: NotIn, values: [frontend]')],
      'lonely -> db TCP 1',
      'allowed',
    ],
    ['Exists takes any value', [by('key: role, operator: Exists')], 'test -> db TCP 1', 'allowed'],
    ['Exists wants the key', [by('key: role, operator: Exists')], 'lonely -> db TCP 1', 'denied'],
    ['DoesNotExist refuses the key', [by('key: role, operator: DoesNotExist')], 'web -> db TCP 1', 'denied'],
    ['DoesNotExist takes its absence', [by('key: role, operator: DoesNotExist')], 'lonely -> db TCP 1', 'allowed'],
    [
      'an empty value is not an absent key',
      [by("key: role, operator: In, values: ['']")],
      'lonely -> db TCP 1',
      'denied',
    ],
  ]);
});

// https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/#NetworkPolicyPort
// https://kubernetes.io/docs/concepts/services-networking/network-policies/#targeting-a-range-of-ports
describe('ports', () => {
  const on = (entry: string): string => dbFrom(`{ ports: [{ ${entry} }] }`);
  check([
    ['the protocol is TCP by default', [on('port: 5432')], 'web -> db UDP 5432', 'denied'],
    ['UDP is not TCP', [on('port: 5432, protocol: UDP')], 'web -> db TCP 5432', 'denied'],
    ['SCTP is a protocol', [on('port: 5432, protocol: SCTP')], 'web -> db SCTP 5432', 'allowed'],
    ['a protocol without a port is all of its ports', [on('protocol: UDP')], 'web -> db UDP 65535', 'allowed'],
    ['a protocol without a port is no other protocol', [on('protocol: UDP')], 'web -> db TCP 5432', 'denied'],
    [
      'an empty entry is all of TCP',
      ['{ podSelector: {}, ingress: [{ ports: [{}] }] }'],
      'web -> db TCP 9187',
      'allowed',
    ],
    ['an empty entry is no UDP', ['{ podSelector: {}, ingress: [{ ports: [{}] }] }'], 'web -> db UDP 9187', 'denied'],
    [
      'several entries are an or',
      [dbFrom('{ ports: [{ port: 80 }, { port: 5432 }] }')],
      'web -> db TCP 5432',
      'allowed',
    ],
    ['15432 is not 5432', [on('port: 15432')], 'web -> db TCP 5432', 'denied'],
    ['endPort includes its end', [on('port: 5000, endPort: 5432')], 'web -> db TCP 5432', 'allowed'],
    ['endPort ends there', [on('port: 5000, endPort: 5432')], 'web -> db TCP 5433', 'denied'],
    ['a range begins with its port', [on('port: 5000, endPort: 5432')], 'web -> db TCP 4999', 'denied'],
    ['endPort may be port', [on('port: 5432, endPort: 5432')], 'web -> db TCP 5432', 'allowed'],
    ['a range is of its protocol', [on('port: 1, endPort: 65535, protocol: UDP')], 'web -> db TCP 5432', 'denied'],
    ['a name is that of a container port', [on('port: postgres')], 'web -> db TCP 5432', 'allowed'],
    ['a name is no other port', [on('port: postgres')], 'web -> db TCP 9187', 'denied'],
    ['a name that no container has opens nothing', [on('port: sql')], 'web -> db TCP 5432', 'denied'],
    ['a name is of its protocol', [on('port: dns')], 'web -> db UDP 53', 'denied'],
    ['a name of UDP is no port of TCP', [on('port: dns')], 'web -> db TCP 53', 'denied'],
    ['a name with its protocol', [on('port: dns, protocol: UDP')], 'web -> db UDP 53', 'allowed'],
    [
      'for egress a name is one of the destination',
      [webTo('{ ports: [{ port: postgres }] }')],
      'web -> db TCP 5432',
      'allowed',
    ],
    [
      'an address has no named ports',
      [webTo('{ ports: [{ port: postgres }] }')],
      'web -> 203.0.113.7 TCP 5432',
      'denied',
    ],
  ]);
});

// https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/#IPBlock
describe('ipBlock', () => {
  const from = (block: string): string => dbFrom(`{ from: [{ ipBlock: { ${block} } }] }`);
  check([
    ['means the addresses in it', [from('cidr: 203.0.113.0/24')], '203.0.113.255 -> db TCP 1', 'allowed'],
    ['means no other address', [from('cidr: 203.0.113.0/24')], '203.0.114.0 -> db TCP 1', 'denied'],
    [
      'except takes addresses out',
      [from('cidr: 203.0.113.0/24, except: [203.0.113.128/25]')],
      '203.0.113.128 -> db TCP 1',
      'denied',
    ],
    [
      'except leaves the rest',
      [from('cidr: 203.0.113.0/24, except: [203.0.113.128/25]')],
      '203.0.113.127 -> db TCP 1',
      'allowed',
    ],
    [
      'what one block excepts another may hold',
      [from('cidr: 203.0.113.0/24, except: [203.0.113.7/32]'), from('cidr: 203.0.113.7/32')],
      '203.0.113.7 -> db TCP 1',
      'allowed',
    ],
    ['bits beyond the prefix do not matter', [from('cidr: 203.0.113.9/24')], '203.0.113.7 -> db TCP 1', 'allowed'],
    ['IPv6', [from("cidr: '2001:db8::/32'")], '2001:db8:1::7 -> db TCP 1', 'allowed'],
    ['IPv6 is not in a block of IPv4', [from('cidr: 0.0.0.0/0')], '2001:db8::7 -> db TCP 1', 'denied'],
    [
      'of egress is compared with the destination',
      [webTo('{ to: [{ ipBlock: { cidr: 203.0.113.0/24 } }] }')],
      'web -> 203.0.113.7 TCP 443',
      'allowed',
    ],
    [
      'that holds the address of a Pod is left to the plug-in',
      [from('cidr: 10.244.0.0/16')],
      'web -> db TCP 1',
      'left_to_plugin',
    ],
    ['that holds everything, too', [from('cidr: 0.0.0.0/0')], 'web -> db TCP 1', 'left_to_plugin'],
    [
      'and a Pod that there might be, where it holds those of others',
      [from('cidr: 10.244.0.0/16')],
      'possible frontend -> db TCP 1',
      'left_to_plugin',
    ],
    [
      'that excepts the addresses of Pods keeps them out',
      [from('cidr: 0.0.0.0/0, except: [10.0.0.0/8]')],
      'web -> db TCP 1',
      'denied',
    ],
    [
      'and those that there might be: they have no address',
      [from('cidr: 203.0.113.0/24')],
      'possible frontend -> db TCP 1',
      'denied',
    ],
    [
      'beside a selector that means the Pod does not matter',
      [dbFrom(`{ from: [{ ipBlock: { cidr: 10.0.0.0/8 } }, { ${frontend} }] }`)],
      'web -> db TCP 1',
      'allowed',
    ],
  ]);
});

// https://kubernetes.io/docs/concepts/services-networking/network-policies/ : exceptions, and
// https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-and-hostnetwork-pods
describe('what policies cannot touch, and what they may or may not', () => {
  const agents = 'podSelector: { matchLabels: { role: agent } }';
  check([
    ['a Pod cannot be cut off from itself', [denyIngress, denyEgress], 'db -> db TCP 5432', 'own'],
    ['nor from its node', [denyIngress, denyEgress], '192.168.0.1 -> db TCP 5432', 'own'],
    ['nor its node from it', [denyIngress, denyEgress], 'db -> 192.168.0.1 TCP 10250', 'own'],
    ['a Pod on the network of that node is as the node', [denyIngress], 'neighbour -> db TCP 5432', 'own'],
    [
      'nor can a Pod be kept from a Pod on the network of its node',
      [denyIngress, denyEgress],
      'db -> neighbour TCP 80',
      'own',
    ],
    ['another node is an address as any', [denyIngress], '192.168.0.2 -> db TCP 5432', 'denied'],
    [
      'a selector that means a Pod on its node’s network is left to the plug-in',
      [dbFrom(`{ from: [{ ${agents} }] }`)],
      'agent -> db TCP 5432',
      'left_to_plugin',
    ],
    [
      'a selector that does not mean it is not',
      [dbFrom(`{ from: [{ ${frontend} }] }`)],
      'agent -> db TCP 5432',
      'denied',
    ],
    ['a rule without from means it with every plug-in', [dbFrom('{}')], 'agent -> db TCP 5432', 'allowed'],
    [
      'a policy for such a Pod may not be followed',
      [`{ ${agents}, policyTypes: [Ingress] }`],
      'db -> agent TCP 80',
      'left_to_plugin',
    ],
    [
      'what such a policy allows is allowed either way',
      [`{ ${agents}, ingress: [{ from: [{ ${frontend} }] }] }`],
      'possible frontend -> agent TCP 80',
      'allowed',
    ],
    ['egress of such a Pod likewise', [`{ ${agents}, policyTypes: [Egress] }`], 'agent -> db TCP 80', 'left_to_plugin'],
    [
      'a denial by the other side is sure',
      [`{ ${agents}, policyTypes: [Egress] }`, dbFrom('')],
      'agent -> db TCP 80',
      'denied',
    ],
  ]);
});

// https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/ , and for Services and their addresses
// https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors (ipBlock)
describe('Pods as they are, which other engines do not model', () => {
  const toSidecar = (port: string): string =>
    `{ podSelector: { matchLabels: { role: sidecar } }, ingress: [{ ports: [{ port: ${port} }] }] }`;
  const toDb = 'podSelector: { matchLabels: { role: db } }';
  check([
    ['a sidecar’s port has a name', [toSidecar('proxy')], 'web -> sidecar TCP 82', 'allowed'],
    ['an init container that ends has none', [toSidecar('setup')], 'web -> sidecar TCP 81', 'denied'],
    [
      'a Pod that has no address yet may get one of the block',
      [dbFrom('{ from: [{ ipBlock: { cidr: 10.244.0.0/16 } }] }')],
      'pending -> db TCP 1',
      'left_to_plugin',
    ],
    ['and is meant by its labels', [dbFrom(`{ from: [{ ${frontend} }] }`)], 'pending -> db TCP 1', 'allowed'],
    [
      'a Pod of two families is held by a block of either',
      [dbFrom("{ from: [{ ipBlock: { cidr: 'fd00:10::/64' } }] }")],
      'dual -> db TCP 1',
      'left_to_plugin',
    ],
    [
      'and by none of another network',
      [dbFrom("{ from: [{ ipBlock: { cidr: 'fd00:11::/64' } }] }")],
      'dual -> db TCP 1',
      'denied',
    ],
    [
      'a block with all of its halves excepted holds nobody',
      [dbFrom('{ from: [{ ipBlock: { cidr: 203.0.113.0/24, except: [203.0.113.0/25, 203.0.113.128/25] } }] }')],
      '203.0.113.7 -> db TCP 1',
      'denied',
    ],
    [
      'exceptions may overlap',
      [dbFrom('{ from: [{ ipBlock: { cidr: 203.0.113.0/24, except: [203.0.113.0/25, 203.0.113.64/26] } }] }')],
      '203.0.113.129 -> db TCP 1',
      'allowed',
    ],
    [
      'all addresses hold one from outside with every plug-in',
      [dbFrom('{ from: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }')],
      '198.51.100.1 -> db TCP 1',
      'allowed',
    ],
    [
      'a block means no Pod where its entry is one of several',
      [dbFrom('{ from: [{ ipBlock: { cidr: 203.0.113.0/24 } }, { podSelector: { matchLabels: { role: x } } }] }')],
      'web -> db TCP 1',
      'denied',
    ],
    [
      'what a Pod behind a Service sends does not come from the address of the Service',
      ['{ podSelector: { matchLabels: { app: web } }, ingress: [{ from: [{ ipBlock: { cidr: 10.96.0.0/12 } }] }] }'],
      'db by Service -> web TCP 80',
      'denied',
    ],
    [
      'a Service by the labels of its Pods',
      [webTo(`{ to: [{ ${toDb} }] }`)],
      'web -> db by Service TCP 5432',
      'allowed',
    ],
    [
      'a Service by its address is left to the plug-in',
      [webTo('{ to: [{ ipBlock: { cidr: 10.96.0.9/32 } }] }')],
      'web -> db by Service TCP 5432',
      'left_to_plugin',
    ],
    [
      'a Service by a block that holds neither is none',
      [webTo('{ to: [{ ipBlock: { cidr: 10.97.0.0/16 } }] }')],
      'web -> db by Service TCP 5432',
      'denied',
    ],
    [
      'an empty value is met by an empty value',
      [dbFrom("{ from: [{ podSelector: { matchLabels: { role: '' } } }] }")],
      'blank -> db TCP 1',
      'allowed',
    ],
    [
      'and by nothing else',
      [dbFrom("{ from: [{ podSelector: { matchLabels: { role: '' } } }] }")],
      'web -> db TCP 1',
      'denied',
    ],
    [
      'an empty value exists',
      [dbFrom('{ from: [{ podSelector: { matchExpressions: [{ key: role, operator: Exists }] } }] }')],
      'blank -> db TCP 1',
      'allowed',
    ],
    [
      'Pods on the network of two nodes, for one of which there is a policy',
      ['{ podSelector: { matchLabels: { role: agent } }, policyTypes: [Ingress] }'],
      'agent -> neighbour TCP 80',
      'left_to_plugin',
    ],
    ['and without a policy for either', [dbFrom('')], 'agent -> neighbour TCP 80', 'allowed'],
    [
      'a namespaceSelector that means it is left to the plug-in, too',
      [dbFrom('{ from: [{ namespaceSelector: {} }] }')],
      'agent -> db TCP 1',
      'left_to_plugin',
    ],
    [
      'a block with the address of its node, too',
      [dbFrom('{ from: [{ ipBlock: { cidr: 192.168.0.2/32 } }] }')],
      'agent -> db TCP 1',
      'left_to_plugin',
    ],
    [
      'what it is given by a rule without from is on its ports alone',
      [dbFrom('{ ports: [{ port: 5432 }] }')],
      'agent -> db TCP 80',
      'denied',
    ],
  ]);
});
