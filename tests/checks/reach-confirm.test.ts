import { expect, test } from 'vitest';
import { connectionOutcome } from '../../src/checks/reach/connection-outcome.ts';
import { gradeLab } from '../../src/grade/grade-lab.ts';
import { planFollowUps, planReads } from '../../src/grade/plan-reads.ts';
import type { Answer } from '../../src/snapshot/read.ts';
import { readKey } from '../../src/snapshot/read.ts';
import type { Traffic } from './reach-confirmed.ts';
import { confirmedLab, keptOpen, open, probe, record, refused, silent, snapshotOf } from './reach-confirmed.ts';
import { pod, policy } from './reach-shop.ts';
import { testRows } from './test-rows.ts';

/** The connections that are tried for a table. */
function triedFor(table: string, traffic: Traffic = {}): readonly string[] {
  const seen: string[] = [];
  const tried = (connection: string): Answer => {
    seen.push(connection);
    return open;
  };
  snapshotOf(confirmedLab(table), { ...traffic, tried });
  return seen;
}

const toDb = (rows: string): string => `{ to: { pods: { role: db }, in: shop }, ${rows} }`;
const frontend = '{ labels: { role: frontend }, in: shop }';
const allow = (more = ''): string => toDb(`allow: [{ from: ${frontend}${more} }]`);
const service = (more: string): string =>
  `---\n{ apiVersion: v1, kind: Service, metadata: { name: db, namespace: shop, uid: s-1 }, spec: { selector: { role: db }, ${more} } }\n`;
const slice = (ready: boolean): string =>
  `---\n{ apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: { name: db-x, namespace: shop, labels: { kubernetes.io/service-name: db } }, endpoints: [${['db-1', 'db-2'].map((name) => `{ targetRef: { kind: Pod, name: ${name} }, addresses: [10.244.0.1], conditions: { ready: ${ready} } }`).join(', ')}] }\n`;
const behind = (ready = true, more = 'clusterIP: 10.96.0.9'): string =>
  `${service(`${more}, ports: [{ port: 80, targetPort: postgres }]`)}${slice(ready)}`;
const out = (to: string): string => `{ from: { pods: { role: frontend }, in: shop }, allow: [{ to: ${to} }] }`;
const throughService = out('{ service: db, in: shop }, port: 80');
const oneShut = policy('shut', '{ podSelector: { matchLabels: { app: db-replica } } }');
const byAddress = policy('pods', '{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.244.0.0/16 } }] }] }');
const notReady = `---\n${pod('db-2', 'shop', 'role: db', 'postgres 5432').replace("status: 'True'", "status: 'False'")}\n`;
const hostNetwork = (name: string, labels: string): string =>
  `---\n${pod(name, 'shop', labels, 'postgres 5432', ', hostNetwork: true')}\n`;

testRows<[rows: string, table: string, tried: readonly string[], traffic?: Traffic]>(
  [
    ['a port, of every Pod', allow(', port: 5432'), ['db-1:5432', 'db-2:5432']],
    [
      'no port: those that the Pods declare',
      allow().replace('allow', 'deny'),
      ['db-1:5432', 'db-1:9187', 'db-2:5432', 'db-2:9187'],
    ],
    ['a port by name', allow(', port: metrics'), ['db-1:9187', 'db-2:9187']],
    ['a port that no Pod declares', allow(', port: 80'), ['db-1:80', 'db-2:80']],
    ['of a range, what is declared', allow(', port: 5433, endPort: 65535'), ['db-1:9187', 'db-2:9187']],
    ['a range in which nothing is declared', allow(', port: 1, endPort: 5431'), []],
    ['another protocol', allow(', port: 5432, protocol: UDP'), []],
    [
      'both rows of one connection',
      toDb(`allow: [{ from: ${frontend}, port: 5432 }], deny: [{ from: { anyone: true }, port: 5432 }]`),
      ['db-1:5432', 'db-2:5432'],
    ],
    ['anyone', toDb('deny: [{ from: { anyone: true }, port: 5432 }]'), ['db-1:5432', 'db-2:5432']],
    ['other Pods', toDb('deny: [{ from: { labels: { role: reports }, in: shop } }]'), []],
    ['an address', toDb('deny: [{ from: { ip: 203.0.113.10 } }]'), []],
    ['what may be or not', toDb(`may: [{ from: ${frontend}, port: 5432 }], only: true`), []],
    ['a Pod that is not ready', allow(', port: 5432'), ['db-1:5432'], { objects: notReady }],
    [
      'Pods that there are not',
      '{ to: { pods: { role: cache }, in: shop }, allow: [{ from: { anyone: true }, port: 80 }] }',
      [],
    ],
    ['a Service', throughService, ['10.96.0.9:80'], { objects: behind() }],
    ['a Service without ready endpoints', throughService, [], { objects: behind(false) }],
    [
      'a Service of whose endpoints the rules say different things',
      throughService,
      [],
      { objects: behind() + oneShut },
    ],
    [
      'a headless Service',
      out('{ service: db, in: shop }, port: 80'),
      ['db-1:80'],
      { objects: behind(true, 'clusterIP: None') },
    ],
    [
      'a Service as the target',
      `{ to: { service: db, in: shop }, deny: [{ from: ${frontend}, port: 80 }] }`,
      ['10.96.0.9:80'],
      { objects: behind() },
    ],
    ['to Pods', out('{ labels: { role: db }, in: shop }, port: 5432'), ['db-1:5432', 'db-2:5432']],
    ['to an address', out('{ ip: 203.0.113.10 }'), []],
    ['what the rules leave to the plug-in', allow(', port: 5432'), [], { objects: byAddress }],
    [
      'what they cannot touch: a Pod on the network of its own node',
      allow(', port: 5432'),
      ['db-2:5432'],
      { objects: hostNetwork('db-1', 'role: db') },
    ],
    ['a Pod that another has taken the place of', allow(), [], { objects: probe({ uid: 'p-2' }) }],
    ['a Pod with another image', allow(), [], { objects: probe({ image: 'busybox:mine' }) }],
    ['a Pod with other labels now', allow(), [], { objects: probe({ labels: 'role: reports' }) }],
    ['a Pod that is gone', allow(), [], { without: ['probe'] }],
    ['a Pod that the start did not make', allow(), [], { record: { ...record, startedWith: [] } }],
  ],
  (_, table, tried, traffic) => expect(triedFor(table, traffic)).toEqual(tried),
);

test('no more than twelve', () => {
  const many = Array.from({ length: 20 }, (_, index) => `---\n${pod(`d-${'x'.repeat(index)}`, 'shop', 'role: db')}\n`);
  expect(triedFor(allow(', port: 80'), { objects: many.join('') }).length).toBe(12);
});

test('where no Pod runs nothing is tried', () => {
  const lab = confirmedLab(allow());
  const { answers, ...rest } = snapshotOf(lab);
  const lists = new Set(planReads(lab, record).map(readKey));
  const first = Object.fromEntries(Object.entries(answers).filter(([key]) => lists.has(key)));
  const asked = (missingCapabilities: readonly string[]): readonly string[] =>
    planFollowUps(lab, record, { ...rest, answers: first, missingCapabilities }).map(({ read }) => read);
  expect([asked([]), asked(['pods-run'])]).toEqual([['command', 'command', 'command', 'command'], []]);
});

const ended = (exitCode: number, errors: string): Answer => ({
  ...{ answer: 'command', exitCode, output: '', errors, isCut: false },
});
const outage = { code: 'gone_meanwhile', detail: 'the Pod ends' } as const;

testRows<[said: string, answer: Answer, outcome: ReturnType<typeof connectionOutcome>]>(
  [
    ['it ends well', open, { cameAbout: true, isRefused: false }],
    ['the server keeps it open, by busybox', keptOpen, { cameAbout: true, isRefused: false }],
    ['and by GNU', ended(124, ''), { cameAbout: true, isRefused: false }],
    ['it is refused', refused, { cameAbout: false, isRefused: true }],
    ['nobody answers', silent, { cameAbout: false, isRefused: false }],
    ['it ends badly without a word', ended(1, ''), { cameAbout: false, isRefused: false }],
    [
      'no way leads there',
      ended(1, "nc: can't connect to remote host: No route to host\n"),
      { cameAbout: false, isRefused: false },
    ],
    [
      'another nc',
      ended(1, "nc: invalid option -- 'w'\nUsage: nc …\n"),
      { why: 'unable', words: "nc: invalid option -- 'w'" },
    ],
    [
      'another timeout',
      ended(1, 'BusyBox v1.20\nUsage: timeout [-t SECS] PROG ARGS\n'),
      { why: 'unable', words: 'BusyBox v1.20' },
    ],
    [
      'no nc',
      ended(127, "timeout: can't execute 'nc': No such file or directory\n"),
      { why: 'unable', words: "timeout: can't execute 'nc': No such file or directory" },
    ],
    ['it is killed', ended(137, ''), { why: 'unable', words: 'timeout ended with exit code 137' }],
    [
      'no timeout',
      { answer: 'notRun', words: 'exec: "timeout": executable file not found in $PATH' },
      { why: 'unable', words: 'exec: "timeout": executable file not found in $PATH' },
    ],
    ['an outage', { answer: 'outage', outage }, { why: 'outage', outage }],
  ],
  (_, answer, outcome) => expect(connectionOutcome(answer)).toEqual(outcome),
);

/** The probe may, and nobody else. */
const onlyFrontend = policy(
  'db',
  '{ podSelector: { matchLabels: { role: db } }, ingress: [{ from: [{ podSelector: { matchLabels: { role: frontend } } }], ports: [{ port: 5432 }] }] }',
);
const table = toDb(`allow: [{ from: ${frontend}, port: 5432 }], deny: [{ from: ${frontend}, port: 9187 }]`);
const asTheRulesSay = (connection: string): Answer => (connection.endsWith(':5432') ? open : silent);

/** Why the task passes, as far as traffic is concerned; or its verdict. */
function confirmedBy(tried: (connection: string) => Answer) {
  const lab = confirmedLab(table);
  const snapshot = snapshotOf(lab, { objects: onlyFrontend, tried });
  return gradeLab({ lab, record, snapshot }).tasks.map(({ verdict }) =>
    verdict.verdict === 'passed' ? verdict.evidence.filter(({ code }) => code === 'reach_confirmed') : verdict.verdict,
  );
}

const from = { kind: 'Pod', name: 'probe', namespace: 'shop' };
testRows<[traffic: string, tried: (connection: string) => Answer, evidence: readonly unknown[]]>(
  [
    ['as the rules say', asTheRulesSay, [{ code: 'reach_confirmed', from, tried: 4 }]],
    [
      'not all of it could be tried',
      (connection) => (connection === 'db-1:5432' ? { answer: 'outage', outage } : asTheRulesSay(connection)),
      [{ code: 'reach_confirmed', from, tried: 3 }],
    ],
    ['none of it could be', () => ({ answer: 'outage', outage }), []],
    ['too much comes about', () => open, []],
    ['too little does', () => silent, []],
  ],
  (_, tried, evidence) => expect(confirmedBy(tried)).toEqual([evidence]),
);
