// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of labs look like this
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Connection } from '../../src/cluster/connect.ts';
import { connect } from '../../src/cluster/connect.ts';
import { clusterIdentity } from '../../src/cluster/identity.ts';
import type { GradedCluster, GradeRequest } from '../../src/commands/parts/grade-copy.ts';
import { gradeCopy, gradeWhenSettled } from '../../src/commands/parts/grade-copy.ts';
import { saveCheck } from '../../src/commands/parts/save-check.ts';
import { gradeLab } from '../../src/grade/grade-lab.ts';
import type { Report, TaskReport } from '../../src/grade/report.ts';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import { proveOutages } from '../../src/prove/outages.ts';
import { listObjects } from '../../src/session/list-objects.ts';
import { parseSaved } from '../../src/snapshot/saved.ts';
import { labOf, record } from '../checks/judging.ts';
import type { MisbehavingProxy, Misbehaviour, Rule } from './misbehaving-proxy.ts';
import { startMisbehavingProxy } from './misbehaving-proxy.ts';
import { connectTo, kubectl, sessionOn } from './session-cluster.ts';

const namespaces = { secure: 'admission-secure', tight: 'admission-tight', owned: 'admission-owned' };
const container = { name: 'c', image: 'nginx', resources: { requests: { cpu: '100m' } } };
const hardened = {
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [{ ...container, securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } }],
};
const deployment = (name: string, namespace: string, replicas: number, spec: JsonObject): JsonObject => ({
  ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace } },
  spec: {
    ...{ replicas, selector: { matchLabels: { app: name } } },
    template: { metadata: { labels: { app: name } }, spec },
  },
});
const plain = { containers: [container] };
const levels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
const objects: readonly JsonObject[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespaces.secure, labels: levels } },
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespaces.tight } },
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespaces.owned } },
  deployment('careless', namespaces.secure, 1, plain),
  deployment('careful', namespaces.secure, 1, hardened),
  {
    ...{ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'team', namespace: namespaces.tight } },
    spec: { hard: { pods: '2', 'requests.cpu': '1' } },
  },
  deployment('first', namespaces.tight, 2, plain),
  {
    ...{ apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy' },
    metadata: { name: 'admission-owners' },
    spec: {
      matchConstraints: {
        resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }],
      },
      validations: [{ expression: "'owner' in object.metadata.?labels.orValue({})", message: 'whose is it?' }],
    },
  },
  {
    ...{ apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicyBinding' },
    metadata: { name: 'admission-owners' },
    spec: {
      ...{ policyName: 'admission-owners', validationActions: ['Deny'] },
      matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespaces.owned } } },
    },
  },
];

const settings = (labels: JsonObject): JsonObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { labels } });
const rootPod = `
apiVersion: v1
kind: Pod
metadata: { name: root, namespace: "\${secure}" }
spec: { containers: [{ name: c, image: nginx, securityContext: { privileged: true } }] }
`;
const byPolicy = { is: 'refused', by: { policy: 'admission-owners' } };
const podsOf = (name: string, alias: string): JsonObject => ({ podFrom: `deployment/${name}`, in: alias });
const restricted = { podSecurity: 'restricted' };

/** A check, and what its task becomes. */
const tasks: readonly (readonly [string, JsonObject, string])[] = [
  ['careless-admitted', { ...podsOf('careless', 'secure'), is: 'admitted' }, 'failed: not_admitted'],
  ['careless-refused', { ...podsOf('careless', 'secure'), is: 'refused', by: restricted }, 'passed'],
  [
    'careless-baseline',
    { ...podsOf('careless', 'secure'), is: 'refused', by: { podSecurity: 'baseline' } },
    'failed: refused_otherwise',
  ],
  ['careful-admitted', { ...podsOf('careful', 'secure'), is: 'admitted', level: 'restricted' }, 'passed'],
  ['careful-refused', { ...podsOf('careful', 'secure'), is: 'refused', by: restricted }, 'failed: not_refused'],
  ['elsewhere-insecure', { ...podsOf('first', 'tight'), is: 'admitted', level: 'restricted' }, 'failed: value_differs'],
  ['file-refused', { manifest: 'probes/root.yaml', is: 'refused', by: restricted }, 'passed'],
  ['file-elsewhere', { manifest: 'probes/root.yaml', in: 'owned', is: 'admitted' }, 'passed'],
  ['full-and-complete', { ...podsOf('first', 'tight'), is: 'admitted' }, 'passed'],
  ['full-for-others', { ...podsOf('late', 'tight'), is: 'admitted' }, 'failed: not_admitted'],
  [
    'full-of-pods',
    { manifest: 'probes/small.yaml', is: 'refused', by: { quota: 'team', resources: ['pods'] } },
    'passed',
  ],
  ['ownerless', { manifest: settings({}), in: 'owned', ...byPolicy, says: { $matches: 'whose' } }, 'passed'],
  ['owned', { manifest: settings({ owner: 'us' }), in: 'owned', is: 'admitted' }, 'passed'],
  ['owned-refused', { manifest: settings({ owner: 'us' }), in: 'owned', ...byPolicy }, 'failed: not_refused'],
  [
    'no-such-kind',
    { manifest: { apiVersion: 'example.com/v1', kind: 'Gadget' }, in: 'owned', ...byPolicy },
    'failed: refused_otherwise',
  ],
];
const smallPod = rootPod
  .replace('${secure}', '${tight}')
  .replace('securityContext: { privileged: true }', 'resources: { requests: { cpu: 1m } }');
const request: GradeRequest = {
  lab: labOf(tasks.map(([id, admission]) => ({ id, checks: [{ admission }] }))),
  record: { ...record, namespaces, manifests: { 'probes/root.yaml': rootPod, 'probes/small.yaml': smallPod } },
};

let client: Connection;
let cluster: GradedCluster;
let proxy: MisbehavingProxy;
let through: GradedCluster;
let whole: Report;

beforeAll(async () => {
  client = await connectTo();
  await kubectl(['apply', '-f', '-'], { apiVersion: 'v1', kind: 'List', items: objects });
  for (const [namespace, name] of [
    [namespaces.secure, 'careful'],
    [namespaces.tight, 'first'],
  ] as const)
    await kubectl(['rollout', 'status', `deployment/${name}`, '-n', namespace, '--timeout=60s']);
  await kubectl(['apply', '-f', '-'], deployment('late', namespaces.tight, 1, plain)); // after there is no room
  await sleep(4_000); // until nothing is fresh
  const identity = await clusterIdentity(client);
  cluster = { ...sessionOn(client).context, client, identity };
  proxy = await startMisbehavingProxy({ kubeconfig: inject('kubeconfig') });
  const disturbed = await connect({ kubeconfig: proxy.kubeconfig, env: {} });
  through = { ...sessionOn(disturbed).context, client: disturbed, identity };
  whole = (await gradeCopy(cluster, request)).report;
});

afterAll(async () => {
  through?.client.close();
  await proxy?.[Symbol.asyncDispose]();
  await kubectl(['delete', 'validatingadmissionpolicy,validatingadmissionpolicybinding', 'admission-owners']);
  await kubectl(['delete', 'namespace', '--wait=false', ...Object.values(namespaces)]);
  client.close();
});

function brief({ verdict }: TaskReport): string {
  switch (verdict.verdict) {
    case 'failed':
      return `failed: ${verdict.issues.map(({ code }) => code).join(' ')}${verdict.isMoving ? ', moving' : ''}`;
    case 'passed':
      return verdict.isMoving ? 'passed, moving' : 'passed';
    default:
      return JSON.stringify(verdict);
  }
}

test.each(tasks)('%s', (id, _check, expected) => {
  const task = whole.tasks.find((one) => one.id === id) ?? expect.unreachable();
  expect(brief(task)).toBe(expected);
});

test('looks, does not touch: everything stays as it is, quotas too, and every POST is a dry run', async () => {
  const before = await versions();
  proxy.misbehave(() => undefined);
  await gradeCopy(through, request);
  expect(await versions()).toEqual(before);
  const writes = proxy.requests.filter(({ method }) => method !== 'GET');
  expect(writes.filter(({ method, path }) => method !== 'POST' || !path.endsWith('?dryRun=All'))).toEqual([]);
  expect(writes.length).toBe(9); // each object that is tried in a place, once; none of a kind that is not there
});

test('saved and graded again, every verdict is the same', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'admission-'));
  const file = join(folder, 'saved.json');
  const { report, snapshot } = await gradeCopy(cluster, request);
  const saved = { kubeproctor: 1, snapshot, record: request.record, isLabChanged: false, contextFlag: '' } as const;
  expect(await saveCheck(file, saved, request.lab)).toEqual({ differs: [] });
  const loaded = parseSaved(await readFile(file, 'utf8'), file);
  expect(gradeLab({ lab: request.lab, record: loaded.record, snapshot: loaded.snapshot }).tasks).toEqual(report.tasks);
  await rm(folder, { recursive: true });
});

test('a new policy: what it does not refuse yet is moving, until it does', async () => {
  const id = 'late-policy';
  const admission = {
    manifest: settings({ owner: 'us' }),
    in: 'tight',
    is: 'refused',
    by: { policy: 'admission-late' },
  };
  const late = { ...request, lab: labOf([{ id, checks: [{ admission }] }]) };
  const [policy, binding] = objects
    .slice(-2)
    .map((object): JsonObject => ({ ...object, metadata: { name: 'admission-late' } }));
  const validations = [{ expression: "object.metadata.namespace != 'admission-tight'" }];
  const spec = { ...(policy?.spec as JsonObject), validations };
  const everywhere = { policyName: 'admission-late', validationActions: ['Deny'] };
  await kubectl(['create', '-f', '-'], {
    apiVersion: 'v1',
    kind: 'List',
    items: [
      { ...policy, spec },
      { ...binding, spec: everywhere },
    ],
  });
  try {
    const { report } = await gradeWhenSettled(cluster, late, { timeoutMs: 10_000, onWait: () => undefined });
    expect(report.tasks.map(brief)).toEqual(['passed']);
  } finally {
    await kubectl(['delete', 'validatingadmissionpolicy,validatingadmissionpolicybinding', 'admission-late']);
  }
});

describe('whichever answer is spoilt, no verdict turns into another', () => {
  test('in memory', async () => {
    const { snapshot } = await gradeCopy(cluster, request);
    expect(proveOutages(request.lab, request.record, snapshot).surprises).toEqual([]);
  });

  test.each<readonly [string, Misbehaviour]>([
    ['cut in its body', { do: 'cut', in: 'body' }],
    ['cut in its head', { do: 'cut', in: 'head' }],
    ['half of it under its status', { do: 'halve' }],
    ['403 instead', { do: 'answer', status: 403, body: status(403, 'Forbidden', 'the gateway says no') }],
    [
      'a missing right instead',
      {
        do: 'answer',
        status: 403,
        body: status(403, 'Forbidden', 'pods is forbidden: User "jane" cannot create resource "pods"'),
      },
    ],
    ['500 instead', { do: 'answer', status: 500, body: 'oops' }],
    ['503 instead', { do: 'answer', status: 503, body: status(503, 'ServiceUnavailable', 'starting') }],
    ['an empty object instead', { do: 'answer', status: 201, body: '{}' }],
    [
      'no dry run there',
      {
        do: 'answer',
        status: 400,
        body: status(400, 'BadRequest', 'admission webhook "a.b.c" does not support dry run'),
      },
    ],
  ])('%s', { timeout: 240_000 }, async (_title, misbehaviour) => {
    await reportUnder(() => undefined);
    const count = proxy.requests.length;
    const before = Object.fromEntries(whole.tasks.map((task) => [task.id, task.verdict.verdict]));
    const wrong: string[] = [];
    const unknown: string[] = [];
    for (let nth = 1; nth <= count; nth++) {
      const report = await reportUnder(({ number }) => (number === nth ? misbehaviour : undefined));
      for (const { id, verdict } of report.tasks)
        if (verdict.verdict !== before[id] && verdict.verdict !== 'unknown')
          wrong.push(`${nth}: ${id} ${verdict.verdict}`);
      for (const { verdict } of report.tasks)
        if (verdict.verdict === 'unknown') unknown.push(`${nth}: ${JSON.stringify(verdict.reasons)}`);
    }
    expect(wrong).toEqual([]);
    // a cut in the head is asked again; every other spoilt answer that a check needs leaves a task unknown
    const isAskedAgain = misbehaviour.do === 'cut' && misbehaviour.in === 'head';
    expect(isAskedAgain ? unknown : unknown.length > 0).toEqual(isAskedAgain ? [] : true);
  });

  async function reportUnder(rule: Rule): Promise<Report> {
    const fresh = await connect({ kubeconfig: proxy.kubeconfig, env: {} }); // one remembers that discovery failed
    proxy.misbehave(rule);
    try {
      return (await gradeCopy({ ...through, client: fresh }, request)).report;
    } finally {
      fresh.close();
    }
  }
});

function status(code: number, reason: string, message: string): string {
  return JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message });
}

/** `Pod/web-x7k2p` → its version, of everything in the namespaces but Events. */
async function versions(): Promise<Readonly<Record<string, unknown>>> {
  const { kinds } = await client.discover();
  const kept = kinds.filter(
    ({ kind, isNamespaced, verbs }) => isNamespaced && verbs.includes('list') && kind !== 'Event' && kind !== 'Lease',
  );
  const lists = await Promise.all(kept.map((kind) => listObjects(client, kind)));
  const own = lists
    .flatMap((listed) => (listed.listed === 'objects' ? listed.objects : []))
    .filter(({ metadata }) => Object.values(namespaces).includes(metadata.namespace ?? ''));
  return Object.fromEntries(
    own.map(({ kind, metadata }) => [`${kind}/${metadata.namespace}/${metadata.name}`, metadata.resourceVersion]),
  );
}
