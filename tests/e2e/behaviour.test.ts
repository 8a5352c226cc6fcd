import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Connection } from '../../src/cluster/connect.ts';
import { connect } from '../../src/cluster/connect.ts';
import { clusterIdentity } from '../../src/cluster/identity.ts';
import type { Graded } from '../../src/commands/parts/grade-copy.ts';
import { gradeCopy } from '../../src/commands/parts/grade-copy.ts';
import { gradeLab } from '../../src/grade/grade-lab.ts';
import type { Verdict } from '../../src/grade/report.ts';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { proveOutages } from '../../src/prove/outages.ts';
import type { CopyRecord } from '../../src/snapshot/copy-record.ts';
import { parseSaved, savedText } from '../../src/snapshot/saved.ts';
import { record as emptyRecord, labOf } from '../checks/judging.ts';
import type { RealNodes } from './node/real-nodes.ts';
import { realNodes } from './node/real-nodes.ts';
import { until } from './node/until.ts';

const programs = inject('programs');

/** On the other node than the API server's, with a program that answers. */
const far: JsonObject = {
  ...{ apiVersion: 'v1', kind: 'Pod' },
  metadata: { name: 'far', namespace: 'shop', labels: { app: 'far' } },
  spec: {
    ...{ nodeName: 'node2', terminationGracePeriodSeconds: 0 },
    containers: [
      {
        ...{ name: 'app', image: 'busybox:1.37' },
        command: ['sh', '-c', 'echo here > /root/index.html; echo listening; exec httpd -f -p 8080 -h /root'],
        readinessProbe: { httpGet: { path: '/', port: 8080 }, periodSeconds: 1 },
      },
    ],
  },
};
const farService: JsonObject = {
  ...{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'far', namespace: 'shop' } },
  spec: { selector: { app: 'far' }, ports: [{ port: 80, targetPort: 8080 }] },
};

const inShop = (kind: string, check: JsonObject): JsonObject => ({ [kind]: { in: 'shop', ...check } });
const http = (check: JsonObject) => inShop('http', check);
const log = (check: JsonObject) => inShop('log', check);
const exec = (check: JsonObject) => inShop('exec', check);
const dns = (check: JsonObject) => inShop('dns', check);

/** One check of each kind about what runs on the other node. */
const ofFar: Readonly<Record<string, JsonObject>> = {
  http: http({ podsOf: 'pod/far', port: 8080, body: 'here' }),
  log: log({ of: 'pod/far', has: 'listening' }),
  exec: exec({ pod: 'far', run: ['cat', '/root/index.html'], output: 'here' }),
  dns: dns({ from: 'pod/far', name: 'web', finds: 'service/web' }),
};

describe.runIf(programs)('what programs do, on real nodes', () => {
  let cluster: RealNodes;
  let client: Connection;

  beforeAll(async () => {
    if (programs === undefined) return;
    cluster = await realNodes({ programs, nodes: 2 });
    client = await connect({ kubeconfig: cluster.kubeconfig, env: {} });
    const shop = await readFile(join(import.meta.dirname, '../behaviour/shop.yaml'), 'utf8');
    await cluster.kubectl(['apply', '-f', '-'], shop);
    await cluster.kubectl(['apply', '-f', '-'], JSON.stringify(farService));
    await makeFar();
    await cluster.kubectl(['rollout', 'status', 'deployment/web', '-n', 'shop', '--timeout=60s']);
    await cluster.kubectl(['wait', 'pod/probe', 'pod/gruff', '-n', 'shop', '--for=condition=Ready', '--timeout=60s']);
    await until('a crash', async () => {
      const restarts = '--output=jsonpath={.items[*].status.containerStatuses[*].restartCount}';
      return Number(await cluster.kubectl(['get', 'pods', '-n', 'shop', '-l', 'app=crash', restarts])) > 0 || undefined;
    });
  });
  afterAll(async () => {
    client?.close();
    await cluster?.end();
  });

  async function makeFar(): Promise<void> {
    await cluster.kubectl(['apply', '-f', '-'], JSON.stringify(far));
    await cluster.kubectl(['wait', 'pod/far', '-n', 'shop', '--for=condition=Ready', '--timeout=60s']);
  }

  /** What the start of a lab would have written down: the Pods that it brought. */
  async function recordNow(): Promise<CopyRecord> {
    const pods = await Promise.all(
      ['probe', 'far'].map(async (name) => {
        const text = await cluster.kubectl(['get', 'pod', name, '-n', 'shop', '-o', 'json']);
        const object = JSON.parse(text) as KubeObject; // as kubectl prints it
        return { apiVersion: 'v1', kind: 'Pod', name, namespace: 'shop', uid: object.metadata.uid ?? '', object };
      }),
    );
    return { ...emptyRecord, startedWith: pods };
  }

  /** With the rights of somebody else. */
  async function connectAs(user: string): Promise<Connection> {
    const text = await cluster.kubectl(['config', 'view', '--raw', '--flatten', '-o', 'json']);
    const config = JSON.parse(text) as { users: { user: JsonObject }[] }; // as kubectl prints it
    const users = config.users.map((one) => ({ ...one, user: { ...one.user, as: user } }));
    const kubeconfig = join(await mkdtemp(join(tmpdir(), 'kubeproctor-')), 'config');
    await writeFile(kubeconfig, JSON.stringify({ ...config, users }));
    return connect({ kubeconfig, env: {} });
  }

  async function graded(checks: readonly JsonObject[], by: Connection = client): Promise<Graded> {
    const lab = labOf(checks.map((check, index) => ({ id: `t${index}`, checks: [check] })));
    const identity = await clusterIdentity(client);
    const { signal } = new AbortController();
    const all = {
      client: by,
      identity,
      signal,
      now: () => new Date(),
      sleep: async (ms: number) => void (await sleep(ms)),
    };
    return gradeCopy(all, { lab, record: await recordNow() });
  }

  /** `passed`, `failed: http_differs`, `unknown: no_answer`. */
  const verdicts = ({ report }: Graded): readonly string[] => report.tasks.map(({ verdict }) => brief(verdict));
  const brief = (verdict: Verdict): string => {
    if (verdict.verdict === 'failed') return `failed: ${verdict.issues[0]?.code}`;
    if (verdict.verdict !== 'unknown') return verdict.verdict;
    const [reason] = verdict.reasons;
    return `unknown: ${reason?.reason === 'outage' ? reason.outage.code : reason?.reason}`;
  };

  const web = { service: 'web', port: 'http' };
  const right: readonly JsonObject[] = [
    http({ ...web, path: '/healthz', body: 'ok' }),
    http({ podsOf: 'deployment/web', port: 'http', every: true, path: '/cgi-bin/version', json: { version: 2 } }),
    http({ ...web, path: '/cgi-bin/busy', status: 429 }),
    http({ ...web, path: '/cgi-bin/endless', body: { $matches: '^first' } }),
    http({ service: 'far', port: 80, body: 'here' }),
    log({ of: 'deployment/web', every: true, has: 'listening on 8080' }),
    log({ of: 'deployment/crash', has: { $matches: 'no config' } }),
    exec({ pod: 'probe', run: ['cat', '/data/x'], output: { $lines: ['two'] } }),
    exec({ pod: 'far', run: ['test', '-e', '/data/x'], exit: 1 }),
    dns({ from: 'pod/probe', name: 'web', finds: 'service/web' }),
    dns({ from: 'pod/far', name: 'web.shop', finds: 'service/web' }),
    dns({ from: 'pod/probe', name: 'web-direct.shop.svc.cluster.local', finds: 'service/web-direct' }),
    dns({ from: 'pod/probe', name: 'nothing', absent: true }),
  ];
  const wrong: readonly (readonly [check: JsonObject, issue: string])[] = [
    [http({ ...web, path: '/cgi-bin/broken' }), 'http_differs'],
    [http({ ...web, path: '/nowhere' }), 'http_differs'],
    [http({ service: 'web', port: 'closed' }), 'http_unreached'],
    [http({ ...web, https: true }), 'http_unreached'],
    [http({ service: 'gruff', port: 6379 }), 'http_unreached'],
    [http({ service: 'nobody', port: 80 }), 'http_unreached'],
    [http({ podsOf: 'pod/pull', port: 80 }), 'http_unreached'],
    [log({ of: 'deployment/web', has: 'listening on 80' }), 'log_lacks'],
    [log({ of: 'deployment/web', previous: true, has: 'x' }), 'log_missing'],
    [log({ of: 'pod/pull', has: 'x' }), 'log_missing'],
    [exec({ pod: 'probe', run: ['cat', '/data/y'] }), 'exec_differs'],
    [exec({ pod: 'probe', run: ['cat', '/data/x'], output: 'three' }), 'exec_differs'],
    [dns({ from: 'pod/probe', name: 'nobody', finds: 'service/web' }), 'dns_differs'],
    [dns({ from: 'pod/probe', name: 'web.default', finds: 'service/web' }), 'dns_differs'],
  ];

  test('right answers pass', async () => {
    expect(verdicts(await graded(right))).toEqual(right.map(() => 'passed'));
  });

  test('wrong ones fail, each for its own reason', async () => {
    const checks = wrong.map(([check]) => check);
    expect(verdicts(await graded(checks))).toEqual(wrong.map(([, issue]) => `failed: ${issue}`));
  });

  test('a program that does not answer in time says nothing', async () => {
    expect(verdicts(await graded([http({ ...web, path: '/cgi-bin/slow' })]))).toEqual(['unknown: no_answer']);
  });

  test('the log of a crash is had again and again, or it is unknown', async () => {
    const crash = log({ of: 'deployment/crash', previous: true, has: { $matches: 'no config' } });
    const seen = new Set<string>();
    for (let look = 0; look < 20; look++) {
      for (const verdict of verdicts(await graded([crash]))) seen.add(verdict);
      await sleep(300);
    }
    expect([...seen].filter((verdict) => verdict !== 'unknown: gone_meanwhile')).toEqual(['passed']);
  });

  test('saved and read again, all verdicts are the same; no outage turns one into another', async () => {
    const checks = [...right, ...wrong.map(([check]) => check)];
    const record = await recordNow();
    const lab = labOf(checks.map((check, index) => ({ id: `t${index}`, checks: [check] })));
    const { snapshot, report } = await graded(checks);
    const saved = { kubeproctor: 1, snapshot, record, isLabChanged: false, contextFlag: '' } as const;
    expect(gradeLab({ lab, ...parseSaved(savedText(saved), 'f.json') })).toEqual(report);
    expect(proveOutages(lab, record, snapshot).surprises).toEqual([]);
  });

  test('a missing right is named', async () => {
    await cluster.kubectl(['create', 'rolebinding', 'viewer', '-n', 'shop', '--clusterrole=view', '--user=viewer']);
    const viewer = await connectAs('viewer');
    const { report } = await graded(Object.values(ofFar), viewer);
    viewer.close();
    const details = report.tasks.map(({ verdict }) =>
      verdict.verdict === 'unknown' && verdict.reasons[0]?.reason === 'outage'
        ? verdict.reasons[0].outage.detail
        : verdict.verdict,
    );
    expect(details.map((detail) => /cannot (\w+ resource "[\w/]+")/.exec(detail)?.[1] ?? detail)).toEqual([
      ...['get resource "pods/proxy"', 'passed', 'get resource "pods/exec"', 'get resource "pods/exec"'],
    ]);
  });

  test.each(Object.keys(ofFar))('a Pod that is deleted in mid-check: %s', async (kind) => {
    const check = ofFar[kind] ?? {};
    expect(verdicts(await graded([check]))).toEqual(['passed']);
    const remove = () => cluster.kubectl(['delete', 'pod', 'far', '-n', 'shop', '--now', '--wait']);
    const deleting = before(client, /\/pods\/far\b/, remove);
    expect(verdicts(await graded([check], deleting))).toEqual(['unknown: gone_meanwhile']);
    await makeFar();
  });

  test('a node that the proxy cannot reach', async () => {
    const address = await cluster.kubectl(['get', 'pod', 'far', '-n', 'shop', '--output=jsonpath={.status.podIP}']);
    const rule = ['OUTPUT', '-d', address, '-p', 'tcp', '-j', 'DROP'];
    await cluster.onNode('node1', ['iptables', '-I', ...rule]);
    const answers = await graded([ofFar.http ?? {}, http({ service: 'far', port: 80 })]);
    await cluster.onNode('node1', ['iptables', '-D', ...rule]);
    expect(verdicts(answers)).toEqual(['unknown: no_answer', 'unknown: no_answer']);
    expect(verdicts(await graded([ofFar.http ?? {}]))).toEqual(['passed']);
  });

  test('a kubelet that is stopped: what runs goes on to answer, and nothing else can be told', async () => {
    await cluster.stop({ kubelet: 'node2' });
    const answers = verdicts(await graded(Object.values(ofFar)));
    await cluster.start({ kubelet: 'node2' });
    expect(answers).toEqual(['passed', 'unknown: no_answer', 'unknown: no_answer', 'unknown: no_answer']);
    await until('the kubelet', async () => {
      const now = verdicts(await graded(Object.values(ofFar)));
      return now.every((verdict) => verdict === 'passed') || undefined;
    });
  });
});

/** The same client, but for one thing that is done before the first request of that kind. */
function before(client: Connection, path: RegExp, act: () => Promise<unknown>): Connection {
  let done: Promise<unknown> | undefined;
  const first = async (asked: { readonly path: string }): Promise<void> => {
    if (!path.test(asked.path)) return;
    done ??= act();
    await done;
  };
  return {
    ...client,
    request: async (one) => first(one).then(() => client.request(one)),
    exchange: async (one) => first(one).then(() => client.exchange(one)),
  };
}
