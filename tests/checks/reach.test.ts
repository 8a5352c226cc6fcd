import { describe, expect, test } from 'vitest';
import { LabDefect } from '../../src/checks/check-kind.ts';
import { reachKind } from '../../src/checks/kinds/reach.ts';
import { labLabel } from '../../src/checks/reach/reach-world.ts';
import { checkSchemas } from '../../src/lab/schema/checks.ts';
import { labLabel as labelOfStart } from '../../src/session/labels.ts';
import { readKey } from '../../src/snapshot/read.ts';
import { context, judgeReach, pod, policy, said } from './reach-shop.ts';

const lock =
  '{ to: { pods: { role: db }, in: shop }, allow: [{ from: { labels: { role: frontend }, in: shop }, port: 5432 }], only: true }';
const frontend = 'podSelector: { matchLabels: { role: frontend } }';
const forDb = (rule: string): string =>
  policy('p', `{ podSelector: { matchLabels: { role: db } }, policyTypes: [Ingress], ingress: [${rule}] }`);
const byName = forDb('{ from: [{ podSelector: {} }], ports: [{ port: postgres }] }');
const outByName = policy(
  'out',
  '{ podSelector: {}, policyTypes: [Egress], egress: [{ to: [{ namespaceSelector: {} }], ports: [{ port: postgres }] }] }',
);
const onlyFrontend = forDb(`{ from: [{ ${frontend} }], ports: [{ port: 5432 }] }`);

test.each([
  ['as asked', onlyFrontend],
  ['the port by its name', forDb(`{ from: [{ ${frontend} }], ports: [{ port: postgres }] }`)],
  ['a range of one port', forDb(`{ from: [{ ${frontend} }], ports: [{ port: 5432, endPort: 5432 }] }`)],
  [
    'in two policies',
    forDb('') +
      policy('q', `{ podSelector: {}, policyTypes: [Ingress], ingress: [] }`, 'audit') +
      onlyFrontend.replace('name: p', 'name: r'),
  ],
  [
    'the own namespace by its name',
    forDb(
      `{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop } }, ${frontend} }], ports: [{ port: 5432 }] }`,
    ),
  ],
  [
    'by an expression',
    forDb(
      '{ from: [{ podSelector: { matchExpressions: [{ key: role, operator: In, values: [frontend] }] } }], ports: [{ port: 5432 }] }',
    ),
  ],
  [
    'a policy for each Deployment',
    policy(
      'a',
      `{ podSelector: { matchLabels: { app: db } }, ingress: [{ from: [{ ${frontend} }], ports: [{ port: 5432 }] }] }`,
    ) +
      policy(
        'b',
        `{ podSelector: { matchLabels: { app: db-replica } }, ingress: [{ from: [{ ${frontend} }], ports: [{ port: 5432 }] }] }`,
      ),
  ],
  [
    'egress left open in so many words',
    onlyFrontend + policy('out', '{ podSelector: {}, policyTypes: [Egress], egress: [{}] }'),
  ],
])('only the frontend reaches the database: %s', (_way, objects) => {
  expect(said(judgeReach(lock, objects))).toBe('holds');
});

describe('not only the frontend reaches the database', () => {
  test.each<readonly [string, string, readonly string[]]>([
    [
      'no policy',
      '',
      [
        'reaches_too_much: Pods labelled role=reports in shop also reach role=db,app=db on every port: no policy of type Ingress selects them',
      ],
    ],
    [
      'a policy without Ingress',
      policy('p', `{ podSelector: {}, policyTypes: [Egress], ingress: [{ from: [{ ${frontend} }] }], egress: [{}] }`),
      [
        'reaches_too_much: Pods labelled role=reports in shop also reach role=db,app=db on every port: no policy of type Ingress selects them',
      ],
    ],
    [
      'one Deployment forgotten',
      onlyFrontend.replace('role: db', 'app: db'),
      [
        'reaches_too_much: Pods labelled role=reports in shop also reach role=db,app=db-replica on every port: no policy of type Ingress selects them',
      ],
    ],
    [
      'an empty rule',
      forDb(`{ from: [{ ${frontend} }], ports: [{ port: 5432 }] }, {}`),
      [
        'reaches_too_much: Pods labelled role=reports in shop also reach role=db on every port: ingress rule 2 of policy p has neither `from` nor `ports`',
      ],
    ],
    [
      'a rule without from',
      forDb('{ ports: [{ port: 5432 }] }'),
      [
        'reaches_too_much: Pods labelled role=reports in shop also reach role=db on TCP 5432: ingress rule 1 of policy p has no `from`',
      ],
    ],
    [
      'a rule without ports',
      forDb(`{ from: [{ ${frontend} }] }`),
      [
        'reaches_too_much: Pods labelled role=frontend in shop also reach role=db on every port but TCP 5432: ingress rule 1 of policy p means role=frontend in its namespace and has no `ports`',
      ],
    ],
    [
      'one port too many',
      forDb(`{ from: [{ ${frontend} }], ports: [{ port: 5432, endPort: 5433 }] }`),
      [
        'reaches_too_much: Pods labelled role=frontend in shop also reach role=db on TCP 5433: ingress rule 1 of policy p means role=frontend in its namespace and opens TCP 5432-5433',
      ],
    ],
    [
      'a second named port',
      forDb(`{ from: [{ ${frontend} }], ports: [{ port: 5432 }, { port: metrics }] }`),
      [
        'reaches_too_much: Pods labelled role=frontend in shop also reach role=db on TCP 9187: ingress rule 1 of policy p means role=frontend in its namespace and opens TCP 5432 and 9187',
      ],
    ],
    [
      'all namespaces',
      forDb(`{ from: [{ namespaceSelector: {}, ${frontend} }], ports: [{ port: 5432 }] }`),
      [
        'reaches_too_much: Pods labelled role=frontend in audit also reach role=db on TCP 5432: ingress rule 1 of policy p means role=frontend in all namespaces',
      ],
    ],
    [
      'or for and',
      forDb(
        `{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop } } }, { ${frontend} }], ports: [{ port: 5432 }] }`,
      ),
      [
        'reaches_too_much: Pods labelled role=reports in shop also reach role=db on TCP 5432: ingress rule 1 of policy p means all Pods in namespaces with kubernetes.io/metadata.name=shop',
      ],
    ],
    [
      'everyone but those of today',
      forDb(
        '{ from: [{ podSelector: { matchExpressions: [{ key: role, operator: NotIn, values: [reports, db] }] } }], ports: [{ port: 5432 }] }',
      ),
      [
        'reaches_too_much: Other Pods in shop also reach role=db on TCP 5432: ingress rule 1 of policy p means role notin (db,reports) in its namespace',
      ],
    ],
    [
      'any role',
      forDb(
        '{ from: [{ podSelector: { matchExpressions: [{ key: role, operator: Exists }, { key: role, operator: NotIn, values: [reports, db] }] } }], ports: [{ port: 5432 }] }',
      ),
      [
        'reaches_too_much: Pods labelled role=another in shop also reach role=db on TCP 5432: ingress rule 1 of policy p means role,role notin (db,reports) in its namespace',
      ],
    ],
    [
      'a label that happens to be there',
      forDb(
        '{ from: [{ podSelector: { matchExpressions: [{ key: app, operator: In, values: [web, mobile] }] } }], ports: [{ port: 5432 }] }',
      ),
      [
        'reaches_too_much: Pods labelled app=mobile in shop, but not role=frontend, also reach role=db on TCP 5432: ingress rule 1 of policy p means app in (mobile,web) in its namespace',
      ],
    ],
    [
      'namespaces of a label, whichever they will be',
      forDb(
        `{ from: [{ ${frontend} }, { namespaceSelector: { matchLabels: { tier: gold } } }], ports: [{ port: 5432 }] }`,
      ),
      [
        'reaches_too_much: Pods in namespaces labelled tier=gold also reach role=db on TCP 5432: ingress rule 1 of policy p means all Pods in namespaces with tier=gold',
      ],
    ],
    [
      'a block of addresses',
      forDb(
        `{ from: [{ ${frontend} }, { ipBlock: { cidr: 198.51.100.0/24, except: [198.51.100.0/25] } }], ports: [{ port: 5432 }] }`,
      ),
      [
        'reaches_too_much: Address 198.51.100.129 also reaches role=db on TCP 5432: ingress rule 1 of policy p means 198.51.100.0/24',
      ],
    ],
    [
      'a second policy',
      onlyFrontend + policy('monitoring', '{ podSelector: {}, ingress: [{ ports: [{ port: 9187 }] }] }'),
      [
        'reaches_too_much: Pods labelled role=reports in shop also reach role=db on TCP 9187: ingress rule 1 of policy monitoring has no `from`',
      ],
    ],
  ])('%s', (_mistake, objects, expected) => {
    expect(said(judgeReach(lock, objects))).toEqual(expected);
  });
});

describe('the frontend does not reach the database', () => {
  const wayIn = lock.replace(', only: true', '');
  test.each<readonly [string, string, readonly string[]]>([
    [
      'nobody does',
      forDb(''),
      ['cannot_reach: policy p selects the receiving Pods, and none of its ingress rules fits'],
    ],
    [
      'UDP',
      forDb(`{ from: [{ ${frontend} }], ports: [{ port: 5432, protocol: UDP }] }`),
      ['cannot_reach: policy p selects the receiving Pods, and none of its ingress rules fits; open is UDP 5432'],
    ],
    [
      'one of the frontends',
      forDb(`{ from: [{ podSelector: { matchLabels: { app: web } } }] }`),
      ['cannot_reach: policy p selects the receiving Pods, and none of its ingress rules fits'],
    ],
    [
      'one of the databases',
      onlyFrontend.replace('role: db', 'app: db') +
        policy('q', '{ podSelector: { matchLabels: { app: db-replica } } }'),
      ['cannot_reach: policy q selects the receiving Pods, and none of its ingress rules fits'],
    ],
    [
      'its own egress',
      onlyFrontend +
        policy('out', '{ podSelector: {}, policyTypes: [Egress] }') +
        policy('more', '{ podSelector: {}, egress: [] , policyTypes: [Egress] }'),
      ['cannot_reach: policies out and more select the sending Pods, and none of their egress rules fits'],
    ],
    [
      'by addresses of Pods alone',
      forDb('{ from: [{ ipBlock: { cidr: 10.244.0.0/16 } }] }'),
      [
        'left_to_plugin: it rests on ingress rule 1 of policy p; network plug-ins differ about an ipBlock that holds addresses of Pods: write a podSelector or namespaceSelector',
      ],
    ],
  ])('%s', (_mistake, objects, expected) => {
    expect(said(judgeReach(wayIn, objects))).toEqual(expected);
  });

  test('Pods that there might be stand in where there are none', () => {
    const gone = ['web-1', 'web-2', 'db-1', 'db-2'];
    expect(said(judgeReach(wayIn, onlyFrontend, gone))).toBe('holds');
    expect(said(judgeReach(wayIn, forDb(''), gone))).toEqual([
      'cannot_reach: policy p selects the receiving Pods, and none of its ingress rules fits',
    ]);
  });

  // https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/ : the port "on the given pod"
  test.each<readonly [string, string, string]>([
    [
      'to come',
      '{ to: { pods: { role: db }, later: true, in: shop }, allow: [{ from: { in: shop }, port: 5432 }] }',
      byName,
    ],
    [
      'to come, by name',
      '{ to: { pods: { role: db }, later: true, in: shop }, allow: [{ from: { in: shop }, port: postgres }] }',
      byName,
    ],
    [
      'of namespaces by their labels',
      '{ from: { pods: { role: frontend }, in: shop }, allow: [{ to: { labels: { role: db }, namespace: { labels: {} } }, port: 5432 }] }',
      outByName,
    ],
  ])(
    'Pods that there might be have the names of ports that those have which are there: %s',
    (_title, table, objects) => {
      expect(said(judgeReach(table, objects))).toBe('holds');
      expect(said(judgeReach(table, objects.replace('postgres', 'metrics')))).not.toBe('holds');
    },
  );
});

describe('deny', () => {
  const noReports =
    '{ to: { pods: { role: db }, in: shop }, deny: [{ from: { labels: { role: reports }, in: shop } }] }';
  const openedUdp = forDb('{ from: [{ podSelector: {} }], ports: [{ protocol: UDP, port: 9 }] }');

  test('without a port means no port of any protocol', () => {
    expect(said(judgeReach(noReports, onlyFrontend))).toBe('holds');
    expect(said(judgeReach(noReports, openedUdp))).toEqual([
      'reaches_too_much: Pods labelled role=reports in shop reach role=db on UDP 9: ingress rule 1 of policy p means all Pods in its namespace',
    ]);
  });

  test('with a port means that port', () => {
    expect(said(judgeReach(noReports.replace('} }]', '}, port: 9 }]'), openedUdp))).toBe('holds');
    expect(said(judgeReach(noReports.replace('} }]', '}, port: 9, protocol: UDP }]'), openedUdp))).not.toBe('holds');
  });

  test('is about those who might come, too', () => {
    const byName = forDb(
      '{ from: [{ podSelector: { matchExpressions: [{ key: name, operator: NotIn, values: [reports-1] }] } }] }',
    );
    const named = pod('reports-1', 'shop', 'role: reports, name: reports-1');
    expect(said(judgeReach(noReports, `${byName}---\n${named}`, ['reports-1']))).not.toBe('holds');
  });

  test('of anyone tells whether all come or some', () => {
    const nobody = '{ to: { pods: { role: db }, in: shop }, deny: [{ from: { anyone: true }, port: 9 }] }';
    expect(said(judgeReach(nobody, forDb('{ ports: [{ port: 9 }] }')))).toEqual([
      'reaches_too_much: Everybody reaches role=db on TCP 9: ingress rule 1 of policy p has no `from`',
    ]);
    expect(said(judgeReach(nobody, forDb(`{ from: [{ ${frontend} }], ports: [{ port: 9 }] }`)))).toEqual([
      'reaches_too_much: Somebody reaches role=db on TCP 9: ingress rule 1 of policy p means role=frontend in its namespace',
    ]);
  });

  test('is not met by what is left to the plug-in', () => {
    expect(said(judgeReach(noReports, forDb('{ from: [{ ipBlock: { cidr: 10.244.0.0/16 } }] }')))).toEqual([
      'left_to_plugin: it rests on ingress rule 1 of policy p; network plug-ins differ about an ipBlock that holds addresses of Pods: write a podSelector or namespaceSelector',
    ]);
  });
});

describe('tables of what Pods reach', () => {
  const out = (spec: string): string =>
    policy('out', `{ podSelector: { matchLabels: { role: frontend } }, policyTypes: [Egress], egress: [${spec}] }`);
  const db = '{ to: [{ podSelector: { matchLabels: { role: db } } }], ports: [{ port: 5432 }] }';
  const table =
    '{ from: { pods: { role: frontend }, in: shop }, allow: [{ to: { labels: { role: db }, in: shop }, port: 5432 }], only: true }';
  const withDns = table.replace('only:', 'dns: true, only:');
  const dnsPorts = 'ports: [{ port: 53, protocol: UDP }, { port: 53 }]';

  test('only what is asked', () => {
    expect(said(judgeReach(table, out(db)))).toBe('holds');
    expect(said(judgeReach(table, out(db.replace('5432', 'postgres'))))).toBe('holds');
  });

  test.each<readonly [string, string, readonly string[]]>([
    [
      'no policy',
      '',
      [
        'reaches_too_much: Pods labelled role=frontend,app=web in shop also reach role=reports on every port: no policy of type Egress selects them',
      ],
    ],
    [
      'every destination',
      out(`${db}, { ports: [{ port: 443 }] }`),
      [
        'reaches_too_much: Pods labelled role=frontend in shop also reach role=reports on TCP 443: egress rule 2 of policy out has no `to`',
      ],
    ],
    [
      'a named port of Pods that there might be',
      out(`${db}, { to: [{ namespaceSelector: {} }], ports: [{ port: web }] }`),
      [
        'reaches_too_much: Pods labelled role=frontend in shop also reach other Pods in shop on TCP 8080: egress rule 2 of policy out means all Pods in all namespaces',
      ],
    ],
    [
      'addresses',
      out(`${db}, { to: [{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8] } }] }`),
      [
        'reaches_too_much: Pods labelled role=frontend in shop also reach address 203.0.113.10 on every port: egress rule 2 of policy out means 0.0.0.0/0 and has no `ports`',
      ],
    ],
    [
      'ingress of the database',
      out(db) + forDb(''),
      ['cannot_reach: policy p selects the receiving Pods, and none of its ingress rules fits'],
    ],
  ])('not: %s', (_mistake, objects, expected) => {
    expect(said(judgeReach(table, objects))).toEqual(expected);
  });

  test.each([
    [
      'to the Pods of the cluster DNS',
      `{ to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }, podSelector: { matchLabels: { k8s-app: kube-dns } } }], ${dnsPorts} }`,
    ],
    [
      'to their namespace',
      `{ to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } } }], ${dnsPorts} }`,
    ],
    ['to every namespace', `{ to: [{ namespaceSelector: {} }], ${dnsPorts} }`],
    ['to everything', `{ ${dnsPorts} }`],
  ])('DNS may be opened %s', (_way, rule) => {
    expect(said(judgeReach(withDns, out(`${db}, ${rule}`)))).toBe('holds');
  });

  test('DNS is asked for by both protocols, and on its port alone', () => {
    expect(said(judgeReach(withDns, out(db)))).toEqual([
      'cannot_reach: policy out selects the sending Pods, and none of its egress rules fits',
      'cannot_reach: policy out selects the sending Pods, and none of its egress rules fits',
    ]);
    expect(said(judgeReach(withDns, out(`${db}, { ports: [{ port: 53, protocol: UDP }] }`)))).toEqual([
      'cannot_reach: policy out selects the sending Pods, and none of its egress rules fits; open is UDP 53',
    ]);
    expect(said(judgeReach(withDns, out(`${db}, { to: [{ namespaceSelector: {} }] }`)))).not.toBe('holds');
  });

  test('addresses by their block', () => {
    const rows = table.replace(
      'port: 5432 }]',
      'port: 5432 }, { to: { ip: 198.51.100.0/24, except: [198.51.100.64/26] }, port: 443 }]',
    );
    const block = (cidr: string, except = '198.51.100.64/26') =>
      `{ to: [{ ipBlock: { cidr: ${cidr}, except: [${except}] } }], ports: [{ port: 443 }] }`;
    expect(said(judgeReach(rows, out(`${db}, ${block('198.51.100.0/24')}`)))).toBe('holds');
    expect(said(judgeReach(rows, out(`${db}, ${block('198.51.100.0/24', '198.51.100.64/27')}`)))).toEqual([
      'reaches_too_much: Pods labelled role=frontend in shop also reach address 198.51.100.97 on TCP 443: egress rule 2 of policy out means 198.51.100.0/24',
    ]);
    expect(said(judgeReach(rows, out(`${db}, ${block('198.51.100.0/25')}`)))).toEqual([
      'cannot_reach: policy out selects the sending Pods, and none of its egress rules fits',
    ]);
  });
});

describe('namespaces by their labels', () => {
  const table =
    '{ to: { pods: { role: db }, in: shop }, allow: [{ from: { namespace: { labels: { team: audit } } } }], only: true }';

  test('mean those that there are and those that there might be', () => {
    expect(said(judgeReach(table, forDb('{ from: [{ namespaceSelector: { matchLabels: { team: audit } } }] }')))).toBe(
      'holds',
    );
    expect(
      said(
        judgeReach(
          table,
          forDb('{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: audit } } }] }'),
        ),
      ),
    ).toEqual(['cannot_reach: policy p selects the receiving Pods, and none of its ingress rules fits']);
  });

  test('and not those of other copies', () => {
    const mine = `matchLabels: { team: audit }, matchExpressions: [{ key: ${labLabel}, operator: DoesNotExist }]`;
    expect(said(judgeReach(table, forDb(`{ from: [{ namespaceSelector: { ${mine} } }] }`)))).toBe('holds');
    expect(labLabel).toBe(labelOfStart);
  });
});

describe('a Service', () => {
  const service = (more: string): string => `---
{ apiVersion: v1, kind: Service, metadata: { name: db, namespace: shop }, spec: { selector: { role: db }, ports: [{ port: 80, targetPort: postgres }], ${more} } }
---
{ apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: { name: db-x, namespace: shop, labels: { kubernetes.io/service-name: db } }, endpoints: [{ targetRef: { kind: Pod, name: db-1 }, conditions: { ready: true } }, { targetRef: { kind: Pod, name: db-2 }, conditions: { ready: false } }] }
`;
  const whole = service('clusterIP: 10.96.0.9');
  const table =
    '{ to: { service: db, in: shop }, allow: [{ from: { labels: { role: frontend }, in: shop }, port: 80 }] }';
  const outTable =
    '{ from: { pods: { role: frontend }, in: shop }, allow: [{ to: { service: db, in: shop }, port: 80 }] }';
  const out = (peer: string, port: number | string): string =>
    policy(
      'out',
      `{ podSelector: { matchLabels: { role: frontend } }, policyTypes: [Egress], egress: [{ to: [${peer}], ports: [{ port: ${port} }] }] }`,
    );

  test('is reached at the target port of its ready endpoints', () => {
    const readyOne =
      onlyFrontend.replace('role: db', 'app: db') +
      policy('q', '{ podSelector: { matchLabels: { app: db-replica } } }');
    expect(said(judgeReach(table, readyOne + whole))).toBe('holds');
    expect(said(judgeReach(table, forDb(`{ from: [{ ${frontend} }], ports: [{ port: 80 }] }`) + whole))).toEqual([
      'cannot_reach: policy p selects the receiving Pods, and none of its ingress rules fits; open is TCP 80',
    ]);
  });

  test('is left at the target port, too', () => {
    expect(said(judgeReach(outTable, out('{ podSelector: { matchLabels: { role: db } } }', 5432) + whole))).toBe(
      'holds',
    );
    expect(said(judgeReach(outTable, out('{ podSelector: { matchLabels: { role: db } } }', 80) + whole))).not.toBe(
      'holds',
    );
  });

  test('by its address is left to the plug-in', () => {
    expect(said(judgeReach(outTable, out('{ ipBlock: { cidr: 10.96.0.9/32 } }', 5432) + whole))).toEqual([
      'left_to_plugin: it rests on egress rule 1 of policy out; network plug-ins compare an ipBlock with the address of a Service or with that of the Pod behind it: write a podSelector',
    ]);
  });

  test('without a cluster address has its ports as they are', () => {
    const headless = service('clusterIP: None');
    expect(said(judgeReach(table, onlyFrontend + headless))).not.toBe('holds');
    expect(
      said(
        judgeReach(
          table.replace('80', '5432').replace('port: 5432 }] }', 'port: 80 }] }'),
          onlyFrontend.replace('5432', '80') + headless,
        ),
      ),
    ).toBe('holds');
  });

  test('that has no ready endpoint, no such port, or is not there', () => {
    const noneReady = whole.replace('ready: true', 'ready: false');
    expect(said(judgeReach(table, onlyFrontend + noneReady))).toEqual([
      'not_ready: 0 ready; not ready: pod/db-1, pod/db-2 in shop',
    ]);
    expect(said(judgeReach(table.replace('port: 80', 'port: 81'), onlyFrontend + whole))).toEqual([
      'port_differs: 80 TCP → postgres',
    ]);
    expect(said(judgeReach(table, onlyFrontend))).toEqual(['object_missing: there is none']);
  });
});

describe('witnesses', () => {
  const nobody = '{ to: { pods: { role: db }, in: shop }, only: true }';
  const without = (key: string): string => `matchExpressions: [{ key: ${key}, operator: DoesNotExist }]`;

  test('a namespace without its name as a label cannot be', () => {
    const nameless = `{ from: [{ namespaceSelector: { ${without('kubernetes.io/metadata.name')} } }] }`;
    expect(said(judgeReach(nobody, forDb(nameless)))).toBe('holds');
  });

  test('have labels besides, where a policy for them would tell', () => {
    const out = policy('out', `{ podSelector: { ${without('tier')} }, policyTypes: [Egress] }`);
    expect(said(judgeReach(nobody, forDb('{ from: [{ podSelector: {} }] }') + out))).toEqual([
      'reaches_too_much: Pods labelled tier=another in shop also reach role=db on every port: ingress rule 1 of policy p means all Pods in its namespace and has no `ports`',
    ]);
  });

  test('are cut by the blocks of the table', () => {
    const table = '{ to: { pods: { role: db }, in: shop }, allow: [{ from: { ip: 198.51.0.0/24 } }], only: true }';
    const block = (text: string): string => forDb(`{ from: [{ ipBlock: { ${text} } }] }`);
    expect(said(judgeReach(table, block('cidr: 198.51.0.0/24')))).toBe('holds');
    expect(said(judgeReach(table, block('cidr: 198.51.0.0/16')))).toEqual([
      'reaches_too_much: Address 198.51.1.1 also reaches role=db on every port: ingress rule 1 of policy p means 198.51.0.0/16 and has no `ports`',
    ]);
    expect(said(judgeReach(table, block('cidr: 198.51.0.0/24, except: [198.51.0.200/32]')))).toEqual([
      'cannot_reach: policy p selects the receiving Pods, and none of its ingress rules fits',
    ]);
  });
});

test('all Pods but some', () => {
  const others = '{ to: { pods: {}, except: { role: db }, in: shop }, allow: [{ from: { anyone: true } }] }';
  expect(said(judgeReach(others, onlyFrontend))).toBe('holds');
  expect(
    said(judgeReach(others, onlyFrontend + policy('q', '{ podSelector: { matchLabels: { role: reports } } }'))),
  ).toEqual(['cannot_reach: policy q selects the receiving Pods, and none of its ingress rules fits']);
});

test('anyone is everybody of whom policies can speak', () => {
  const agent = pod('agent-1', 'shop', 'role: agent', '', ', hostNetwork: true').replace('node-1', 'node-2');
  const open = forDb(
    "{ from: [{ namespaceSelector: {} }, { ipBlock: { cidr: 0.0.0.0/0 } }, { ipBlock: { cidr: '::/0' } }] }",
  );
  const table = '{ to: { pods: { role: db }, in: shop }, allow: [{ from: { anyone: true } }] }';
  expect(said(judgeReach(table, `${open}---\n${agent}`))).toBe('holds');
  expect(said(judgeReach(table, forDb('{ from: [{ namespaceSelector: {} }] }')))).not.toBe('holds');
});

// https://kubernetes.io/docs/concepts/services-networking/dual-stack/ : a block of one family holds nothing of the other
test('anyone has addresses of the families that the Pods have', () => {
  const four = '{ ipBlock: { cidr: 0.0.0.0/0 } }';
  const six = "{ ipBlock: { cidr: '::/0' } }";
  const open = (...blocks: readonly string[]): string =>
    forDb(`{ from: [{ namespaceSelector: {} }, ${blocks.join(', ')}] }`);
  const table = '{ to: { pods: { role: db }, in: shop }, allow: [{ from: { anyone: true } }] }';
  const dual = `---\n${pod('db-1', 'shop', 'role: db').replace('podIP:', "podIPs: [{ ip: 'fd00::1' }], podIP:")}`;
  const sixOnly = `---\n${pod('db-1', 'shop', 'role: db').replace(/podIP: [\d.]+/, "podIP: 'fd00::1'")}`;
  const others = ['db-2', 'web-1', 'web-2', 'reports-1', 'console-1'];
  const isOpen = (policies: string, objects = ''): boolean =>
    said(judgeReach(table, policies + objects, others)) === 'holds';
  expect([isOpen(open(four)), isOpen(open(six)), isOpen(open(four, six))]).toEqual([true, false, true]);
  expect([isOpen(open(four), dual), isOpen(open(six), dual), isOpen(open(four, six), dual)]).toEqual([
    false,
    false,
    true,
  ]);
  expect([isOpen(open(four), sixOnly), isOpen(open(six), sixOnly)]).toEqual([false, true]);
});

test('Pods that are finished do not count', () => {
  const finished = pod('web-9', 'shop', 'role: frontend, app: old').replace('Running', 'Succeeded');
  const byApp = forDb(
    '{ from: [{ podSelector: { matchExpressions: [{ key: app, operator: In, values: [web, mobile] }] } }] }',
  );
  const wayIn = lock.replace(', only: true', '');
  expect(said(judgeReach(wayIn, `${byApp}---\n${finished}`))).toBe('holds');
});

test('a Pod on the network of its node cannot be said to be closed', () => {
  const agent = pod('agent-1', 'shop', 'role: agent', '', ', hostNetwork: true').replace('node-1', 'node-2');
  const table = '{ to: { pods: { role: agent }, in: shop }, only: true }';
  expect(said(judgeReach(table, `${policy('p', '{ podSelector: {} }')}---\n${agent}`))).toEqual([
    'left_to_plugin: it rests on policy p; network plug-ins differ about Pods on the network of their node: take a Pod with a network of its own',
  ]);
});

describe('a check that cannot be judged is a defect of the lab', () => {
  test.each([
    ['it asks for nothing', '{ to: { pods: { role: db }, in: shop } }'],
    ['an address that is none', '{ to: { pods: { role: db }, in: shop }, deny: [{ from: { ip: 300.1.1.1 } }] }'],
    [
      'an exception that is none',
      '{ to: { pods: { role: db }, in: shop }, deny: [{ from: { ip: 203.0.113.0/24, except: [most] } }] }',
    ],
    ['a namespace the lab does not have', '{ to: { pods: { role: db }, in: market }, only: true }'],
  ])('%s', (_why, reach) => {
    expect(() => judgeReach(reach)).toThrow(LabDefect);
  });
});

// https://kubernetes.io/docs/concepts/services-networking/network-policies/#targeting-a-range-of-ports
test.each([
  ['port: 90, endPort: 80', 'reach: endPort 80 is less than port 90'],
  ['endPort: 80', 'reach: endPort needs a port by number'],
  ['port: postgres, endPort: 6000', 'reach: endPort needs a port by number'],
  ['port: "5432"', 'reach: port "5432" is no name, and a number has no quotes'],
])('a row with %s forbids nothing: the lab is at fault', (ports, mistake) => {
  const table = `{ to: { pods: { role: db }, in: shop }, deny: [{ from: { in: shop }, ${ports} }] }`;
  expect(() => judgeReach(table)).toThrow(new LabDefect(mistake));
});

test('reads one list a kind and namespace, of those involved alone', () => {
  const readsOf = (reach: object) =>
    reachKind.reads(checkSchemas.reach.parse({ reach }), context).map((read) => readKey(read));
  const shopAlone = { to: { pods: {}, in: 'shop' }, deny: [{ from: { in: 'shop' } }] };
  expect(readsOf(shopAlone)).toEqual([
    'list Namespace cluster-wide',
    'list NetworkPolicy.networking.k8s.io in shop',
    'list Pod in shop',
  ]);
  expect(readsOf({ ...shopAlone, only: true })).toEqual([
    ...readsOf(shopAlone),
    'list NetworkPolicy.networking.k8s.io in audit',
    'list Pod in audit',
  ]);
  expect(readsOf({ to: { service: 'db', in: 'shop' }, allow: [{ from: { ip: '203.0.113.7' } }] })).toEqual([
    ...readsOf(shopAlone),
    'list Service in shop',
    'list EndpointSlice.discovery.k8s.io in shop',
  ]);
});
