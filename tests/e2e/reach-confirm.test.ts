import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Connection } from '../../src/cluster/connect.ts';
import { connect } from '../../src/cluster/connect.ts';
import { clusterIdentity } from '../../src/cluster/identity.ts';
import { gradeCopy } from '../../src/commands/parts/grade-copy.ts';
import { gradeLab } from '../../src/grade/grade-lab.ts';
import type { ReportNote } from '../../src/grade/report.ts';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import type { CopyRecord } from '../../src/snapshot/copy-record.ts';
import { parseSaved, savedText } from '../../src/snapshot/saved.ts';
import { record as emptyRecord, labOf } from '../checks/judging.ts';
import type { RealNodes } from './node/real-nodes.ts';
import { realNodes } from './node/real-nodes.ts';

const programs = inject('programs');

const pod = (name: string, role: string, command: string, ports: readonly number[]): JsonObject => ({
  ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop', labels: { role } } },
  spec: {
    terminationGracePeriodSeconds: 0,
    containers: [
      {
        ...{ name: 'main', image: 'busybox:1.37', command: ['sh', '-c', command] },
        ports: ports.map((containerPort) => ({ containerPort })),
      },
    ],
  },
});

/** A database that answers on three ports of the four that it declares, and one that may look at some of them. */
const objects: readonly JsonObject[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
  pod('probe', 'frontend', 'exec sleep 100000', []),
  pod('db', 'db', 'httpd -p 9187; nc -ll -p 6432 -e sleep 60 & exec httpd -f -p 5432', [5432, 6432, 7432, 9187]),
  {
    ...{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'db', namespace: 'shop' } },
    spec: { selector: { role: 'db' }, ports: [{ port: 80, targetPort: 5432 }] },
  },
  {
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'db', namespace: 'shop' } },
    spec: {
      podSelector: { matchLabels: { role: 'db' } },
      ingress: [
        {
          from: [{ podSelector: { matchLabels: { role: 'frontend' } } }],
          ports: [{ port: 5432, endPort: 7432, protocol: 'TCP' }],
        },
      ],
    },
  },
];

const from = { labels: { role: 'frontend' }, in: 'shop' };
const confirm = { from: 'pod/probe', in: 'shop' };
const toDb = (rows: JsonObject): JsonObject => ({
  reach: { to: { pods: { role: 'db' }, in: 'shop' }, ...rows, confirm },
});
const ports = toDb({
  allow: [
    { from, port: 5432 },
    { from, port: 6432 },
  ],
  deny: [{ from, port: 9187 }],
});
const service: JsonObject = {
  reach: {
    ...{ from: { pods: { role: 'frontend' }, in: 'shop' }, confirm },
    allow: [{ to: { service: 'db', in: 'shop' }, port: 80 }],
  },
};
const unheard = toDb({ allow: [{ from, port: 7432 }] });

describe.runIf(programs)('reach, confirmed by traffic on real nodes', () => {
  let cluster: RealNodes;
  let client: Connection;
  let record: CopyRecord;

  beforeAll(async () => {
    if (programs === undefined) return;
    cluster = await realNodes({ programs });
    client = await connect({ kubeconfig: cluster.kubeconfig, env: {} });
    for (const object of objects) await cluster.kubectl(['apply', '-f', '-'], JSON.stringify(object));
    await cluster.kubectl(['wait', 'pod/probe', 'pod/db', '-n', 'shop', '--for=condition=Ready', '--timeout=60s']);
    const text = await cluster.kubectl(['get', 'pod', 'probe', '-n', 'shop', '-o', 'json']);
    const object = JSON.parse(text) as KubeObject; // as kubectl prints it
    const recorded = {
      apiVersion: 'v1',
      kind: 'Pod',
      name: 'probe',
      namespace: 'shop',
      uid: object.metadata.uid ?? '',
    };
    record = { ...emptyRecord, startedWith: [{ ...recorded, object }] };
  });
  afterAll(async () => {
    client?.close();
    await cluster?.end();
  });

  /** The verdicts with what traffic has to say of each, and the notes; as if the policy had been there for a while. */
  async function graded(...checks: readonly JsonObject[]) {
    const lab = labOf(checks.map((check, index) => ({ id: `t${index}`, checks: [check] })));
    const looking = {
      ...{ client, identity: await clusterIdentity(client), signal: new AbortController().signal },
      now: () => new Date(Date.now() + 60_000),
      sleep: async (ms: number) => void (await sleep(ms)),
    };
    const { report, snapshot } = await gradeCopy(looking, { lab, record });
    const saved = { kubeproctor: 1, snapshot, record, isLabChanged: false, contextFlag: '' } as const;
    expect(gradeLab({ lab, ...parseSaved(savedText(saved), 'f.json') })).toEqual(report);
    const verdicts = report.tasks.map(({ verdict }) => [
      verdict.verdict,
      ...(verdict.verdict === 'passed' ? verdict.evidence : []).flatMap((one) =>
        one.code === 'reach_confirmed' ? [one.tried] : [],
      ),
    ]);
    return { verdicts, notes: report.notes.map(brief) };
  }

  const brief = (note: ReportNote): readonly unknown[] => {
    if (note.note === 'not_tried') return [note.note, note.untried];
    const { connections = [] } = note.note === 'policies_not_enforced' ? (note.tried ?? {}) : note;
    return [note.note, ...connections.map(({ to, port, isRefused }) => `${to.kind} ${to.name} ${port} ${isRefused}`)];
  };

  test('traffic goes as the policies say, where a server keeps the connection open, too', async () => {
    await expect
      .poll(() => graded(ports, service), { timeout: 60_000 })
      .toEqual({
        verdicts: [
          ['passed', 3],
          ['passed', 1],
        ],
        notes: [],
      });
  });

  test('nobody listens where they let it through', async () => {
    expect(await graded(unheard)).toEqual({
      verdicts: [['passed']],
      notes: [['did_not_come_about', 'Pod db 7432 true']],
    });
  });

  test('nobody enforces them: the verdicts are the same, and the report says so', async () => {
    await cluster.stop('enforcer');
    const seen = await graded(ports, service);
    await cluster.start('enforcer');
    expect(seen).toEqual({
      verdicts: [['passed'], ['passed', 1]],
      notes: [['policies_not_enforced', 'Pod db 9187 false']],
    });
  });

  test('the Pod is gone: the verdicts are the same, and the report says that nothing was tried', async () => {
    await cluster.kubectl(['delete', 'pod', 'probe', '-n', 'shop', '--now', '--wait']);
    expect(await graded(ports, service)).toEqual({
      verdicts: [['passed'], ['passed']],
      notes: [['not_tried', { why: 'replaced' }]],
    });
  });
});
