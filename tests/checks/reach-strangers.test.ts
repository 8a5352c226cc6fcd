import { describe, expect, test } from 'vitest';
import { judgeReach, pod, policy, said } from './reach-shop.ts';

const forDb = (rule: string): string =>
  policy('p', `{ podSelector: { matchLabels: { role: db } }, policyTypes: [Ingress], ingress: [${rule}] }`);
const outOf = (rule: string): string =>
  policy('out', `{ podSelector: { matchLabels: { role: frontend } }, policyTypes: [Egress], egress: [${rule}] }`);
const toDb = (rows: string): string => `{ to: { pods: { role: db }, in: shop }, ${rows} }`;
const codes = (reach: string, objects: string, without: readonly string[] = []): string => {
  const words = said(judgeReach(reach, objects, without));
  return typeof words === 'string' ? words : words.map((line) => line.split(':')[0]).join(', ');
};

/** A check, the policies, and whether it holds. */
type Case = readonly [fact: string, reach: string, objects: string, verdict: string, ...without: readonly string[]];
const check = (cases: readonly Case[]) =>
  test.each(cases)('%s', (_fact, reach, objects, verdict, ...without) => {
    expect(codes(reach, objects, without)).toBe(verdict);
  });

describe('only: who is excepted from a row is nobody that it means', () => {
  const allButReports = toDb('allow: [{ from: { labels: {}, except: { role: reports }, in: shop } }], only: true');
  check([
    ['a Pod that there is', allButReports, forDb('{ from: [{ podSelector: {} }] }'), 'reaches_too_much'],
    [
      'one that there might be',
      allButReports,
      forDb('{ from: [{ podSelector: {} }] }'),
      'reaches_too_much',
      'reports-1',
    ],
    [
      'and as asked',
      allButReports,
      forDb('{ from: [{ podSelector: { matchExpressions: [{ key: role, operator: NotIn, values: [reports] }] } }] }'),
      'holds',
    ],
  ]);
});

describe('only: whoever comes round the policies of their own side', () => {
  const frontend = toDb('allow: [{ from: { labels: { role: frontend }, in: shop } }], only: true');
  const open = (peer: string) => forDb(`{ from: [{ podSelector: { matchLabels: { role: frontend } } }, ${peer}] }`);
  const shut = (name: string, selector: string, rules = '') =>
    policy(name, `{ podSelector: ${selector}, policyTypes: [Egress], egress: [${rules}] }`);
  const notGold =
    '{ matchExpressions: [{ key: tier, operator: NotIn, values: [gold] }, { key: role, operator: NotIn, values: [frontend, db] }] }';
  check([
    [
      'by a label that the policy leaves out',
      frontend,
      open('{ podSelector: {} }') + shut('s', notGold),
      'reaches_too_much',
      'reports-1',
    ],
    [
      'by a label that another policy lets out',
      frontend,
      open('{ podSelector: {} }') +
        shut('s', '{}') +
        shut('t', '{ matchLabels: { role: batch } }', '{}') +
        shut('u', '{ matchLabels: { role: frontend } }', '{}'),
      'reaches_too_much',
      'reports-1',
    ],
    [
      'nobody, where all are shut',
      frontend,
      open('{ podSelector: {} }') + shut('s', '{}') + shut('u', '{ matchLabels: { role: frontend } }', '{}'),
      'holds',
      'reports-1',
    ],
  ]);
});

describe('only: addresses', () => {
  const pods = '{ from: { namespace: { labels: {} } } }';
  check([
    [
      'a rule without from lets in more than the block',
      toDb(`allow: [${pods}, { from: { ip: 203.0.113.0/24 } }], only: true`),
      forDb('{}'),
      'reaches_too_much',
    ],
    [
      'no policy does, too',
      toDb(`allow: [${pods}, { from: { ip: 203.0.113.0/24 } }], only: true`),
      '',
      'reaches_too_much',
    ],
    [
      'Pods by a block of their addresses are left to the plug-in',
      toDb('allow: [{ from: { ip: 203.0.113.0/24 } }], only: true'),
      forDb('{ from: [{ ipBlock: { cidr: 203.0.113.0/24 } }] }') +
        '---\n' +
        pod('odd-1', 'shop', 'role: odd').replace(/10\.244\.0\.\d+/, '203.0.113.9'),
      'holds',
    ],
    [
      'unless the row itself holds them',
      toDb('allow: [{ from: { ip: 0.0.0.0/0 } }], only: true'),
      forDb('{ from: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }'),
      'holds',
    ],
    [
      'a block with an exception',
      toDb('allow: [{ from: { ip: 0.0.0.0/0, except: [10.0.0.0/8] } }], only: true'),
      forDb('{ from: [{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8] } }] }'),
      'holds',
    ],
  ]);
});

describe('only: ports by name', () => {
  const service = `---
{ apiVersion: v1, kind: Service, metadata: { name: db, namespace: shop }, spec: { clusterIP: 10.96.0.9, selector: { role: db }, ports: [{ port: 80, targetPort: postgres }] } }
---
{ apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: { name: db-x, namespace: shop, labels: { kubernetes.io/service-name: db } }, endpoints: [{ targetRef: { kind: Pod, name: db-1 } }, { targetRef: { kind: Pod, name: db-2 } }] }
`;
  const toService =
    '{ from: { pods: { role: frontend }, in: shop }, allow: [{ to: { service: db, in: shop }, port: 80 }], only: true }';
  const toName =
    '{ from: { pods: { role: frontend }, in: shop }, allow: [{ to: { labels: { role: db }, in: shop }, port: postgres }], only: true }';
  const db = 'to: [{ podSelector: { matchLabels: { role: db } } }]';
  check([
    [
      'a Service by the number behind its named port',
      toService,
      outOf(`{ ${db}, ports: [{ port: 5432 }] }`) + service,
      'holds',
    ],
    ['a Service by the name', toService, outOf(`{ ${db}, ports: [{ port: postgres }] }`) + service, 'holds'],
    [
      'a Service and the other port',
      toService,
      outOf(`{ ${db}, ports: [{ port: 5432 }, { port: metrics }] }`) + service,
      'reaches_too_much',
    ],
    ['a row by name, a rule by number', toName, outOf(`{ ${db}, ports: [{ port: 5432 }] }`), 'holds'],
    ['a row by name, a rule by name', toName, outOf(`{ ${db}, ports: [{ port: postgres }] }`), 'holds'],
    [
      'a name at Pods that there might be',
      toDb('deny: [{ from: { labels: { role: reports }, in: shop } }]'),
      forDb('{ ports: [{ port: postgres }] }'),
      'reaches_too_much',
      'db-1',
      'db-2',
    ],
    [
      'and nobody else',
      toDb('only: true'),
      forDb('{ ports: [{ port: postgres }] }'),
      'reaches_too_much',
      'db-1',
      'db-2',
    ],
    [
      'a name by which the other side lets in',
      '{ from: { pods: { role: frontend }, in: shop }, only: true }',
      outOf('{ to: [{ podSelector: { matchLabels: { role: web } } }] }') +
        policy('q', '{ podSelector: {}, ingress: [{ ports: [{ port: http }] }] }'),
      'reaches_too_much',
    ],
  ]);
});

describe('deny: those who might come', () => {
  const noReports = toDb('deny: [{ from: { labels: { role: reports }, in: shop } }]');
  const noAudit = toDb('deny: [{ from: { in: audit } }]');
  const nobody = toDb('deny: [{ from: { anyone: true }, port: 9187 }]');
  check([
    [
      'with a further label',
      noReports,
      forDb('{ from: [{ podSelector: { matchLabels: { role: reports, batch: nightly } } }] }'),
      'reaches_too_much',
    ],
    [
      'not with those of somebody else',
      toDb('deny: [{ from: { labels: { app: mail }, in: shop } }]'),
      forDb('{ from: [{ podSelector: { matchLabels: { role: frontend } } }] }'),
      'holds',
    ],
    [
      'with any label, where any is meant',
      noAudit,
      forDb('{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { role: batch } } }] }'),
      'reaches_too_much',
    ],
    [
      'from another namespace',
      noAudit,
      forDb('{ from: [{ podSelector: { matchLabels: { role: batch } } }] }'),
      'holds',
    ],
    [
      'from nowhere',
      nobody,
      forDb('{ from: [{ podSelector: { matchLabels: { role: batch } } }] }'),
      'reaches_too_much',
    ],
    [
      'on another port',
      nobody,
      forDb('{ from: [{ podSelector: { matchLabels: { role: batch } } }], ports: [{ port: 5432 }] }'),
      'holds',
    ],
    ['from an address', nobody, forDb('{ from: [{ ipBlock: { cidr: 198.51.100.0/24 } }] }'), 'reaches_too_much'],
    [
      'by a block, and round the policies of their own side',
      noAudit,
      forDb('{ from: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }') +
        policy(
          'own',
          '{ podSelector: { matchExpressions: [{ key: app, operator: NotIn, values: [mail] }] }, policyTypes: [Egress] }',
          'audit',
        ),
      'left_to_plugin',
    ],
  ]);
});

describe('allow: anyone is everybody', () => {
  const anyone = toDb('allow: [{ from: { anyone: true } }]');
  const all = '{ namespaceSelector: {} }, { ipBlock: { cidr: 0.0.0.0/0 } }';
  check([
    ['all Pods and all addresses', anyone, forDb(`{ from: [${all}] }`), 'holds'],
    ['no policy', anyone, '', 'holds'],
    [
      'not all addresses',
      anyone,
      forDb('{ from: [{ namespaceSelector: {} }, { ipBlock: { cidr: 203.0.113.0/24 } }] }'),
      'cannot_reach',
    ],
    [
      'not all namespaces',
      anyone,
      forDb(
        '{ from: [{ namespaceSelector: { matchExpressions: [{ key: team, operator: NotIn, values: [ops] }] } }, { ipBlock: { cidr: 0.0.0.0/0 } }] }',
      ),
      'left_to_plugin',
    ],
    [
      'not all Pods',
      anyone,
      forDb(
        '{ from: [{ namespaceSelector: {}, podSelector: { matchExpressions: [{ key: role, operator: NotIn, values: [ops] }] } }, { ipBlock: { cidr: 0.0.0.0/0 } }] }',
      ),
      'left_to_plugin',
    ],
  ]);
});

describe('addresses of Pods that have none yet', () => {
  const noReports = toDb('deny: [{ from: { labels: { role: reports }, in: shop } }]');
  const nowhere = ['db-1', 'db-2', 'web-1', 'web-2', 'reports-1', 'console-1'];
  const pending = pod('reports-2', 'shop', 'role: reports')
    .replace(/podIP: [\d.]+, /, '')
    .replace('Running', 'Pending');
  check([
    [
      'one that waits for a node',
      toDb('allow: [{ from: { labels: { role: reports }, in: shop } }]'),
      `${forDb('{ from: [{ ipBlock: { cidr: 10.244.0.0/16 } }] }')}---\n${pending}`,
      'left_to_plugin',
      'reports-1',
    ],
    [
      'none is known: nearly everything',
      noReports,
      forDb('{ from: [{ ipBlock: { cidr: 0.0.0.0/0, except: [169.254.169.254/32] } }] }'),
      'left_to_plugin',
      ...nowhere,
    ],
    [
      'none is known: not private ones',
      noReports,
      forDb('{ from: [{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16] } }] }'),
      'holds',
      ...nowhere,
    ],
  ]);
});

describe('later: those to come whom a policy tells apart', () => {
  const all = '{ to: { pods: {}, later: true, in: shop }, only: true }';
  const shut = (selector: string) => policy('shut', `{ podSelector: ${selector}, policyTypes: [Ingress] }`);
  const hole = policy('hole', '{ podSelector: { matchLabels: { guest: "yes" } }, ingress: [{}] }');
  const names = '{ from: { pods: {}, later: true, in: shop }, dns: true }';
  const silent = policy('silent', '{ podSelector: {}, policyTypes: [Egress] }');
  const speaking = (selector: string) =>
    policy('speaking', `{ podSelector: ${selector}, policyTypes: [Egress], egress: [{ ports: [${port53}] }] }`);
  const port53 = '{ port: 53, protocol: UDP }, { port: 53 }';
  check([
    ['nobody, where all are shut', all, shut('{}'), 'holds'],
    ['one whom a policy opens', all, shut('{}') + hole, 'reaches_too_much'],
    ['who is not asked for without the word', all.replace('later: true, ', ''), shut('{}') + hole, 'holds'],
    [
      'one whom a policy leaves out',
      all,
      shut('{ matchExpressions: [{ key: guest, operator: NotIn, values: ["yes"] }] }'),
      'reaches_too_much',
    ],
    ['who is excepted', all.replace('later', 'except: { guest: "yes" }, later'), shut('{}') + hole, 'holds'],
    ['all of whom find names', names, silent + speaking('{}'), 'holds'],
    [
      'one who finds none',
      names,
      silent + speaking('{ matchExpressions: [{ key: guest, operator: DoesNotExist }] }'),
      'cannot_reach, cannot_reach',
    ],
  ]);
});
