import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { parse, stringify } from 'yaml';
import type { ClusterClient } from '../../src/cluster/client.ts';
import type { Connection } from '../../src/cluster/connect.ts';
import { takeAnswers } from '../../src/cluster/reads.ts';
import { admissionRefusal, refusalWords } from '../../src/kubernetes/admission-refusal.ts';
import { admissionWarning } from '../../src/kubernetes/admission-warning.ts';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import { valueAt } from '../../src/kubernetes/json.ts';
import type { TriedObject } from '../../src/snapshot/dry-run.ts';
import type { Answer } from '../../src/snapshot/read.ts';
import { connectTo, kubectl } from './session-cluster.ts';

/** The words by which refusals are told apart, heard from the API server itself. */
const spaces = ['quota', 'range', 'baseline', 'restricted', 'policy'] as const;
type Space = (typeof spaces)[number];
const namespaceOf = (space: Space): string => `words-${space}`;

const policy = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicy',
  metadata: { name: 'words-owners' },
  spec: {
    matchConstraints: {
      resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }],
    },
    validations: [
      { expression: "object.metadata.name != 'large'", reason: 'RequestEntityTooLarge', message: 'too large' },
      { expression: "object.metadata.name != 'secret'", reason: 'Forbidden', message: 'exceeded quota: nobody' },
      { expression: 'has(object.metadata.labels)', message: 'whose is it?' },
    ],
  },
};
const binding = (name: string, action: string, matchLabels: JsonObject) => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicyBinding',
  metadata: { name },
  spec: {
    ...{ policyName: 'words-owners', validationActions: [action] },
    matchResources: { namespaceSelector: { matchLabels } },
  },
});
const inSpace = (space: Space): JsonObject => ({ 'kubernetes.io/metadata.name': namespaceOf(space) });
const objects = [
  ...spaces.map((space) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: metadataOf(space) })),
  {
    ...{ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'team', namespace: namespaceOf('quota') } },
    spec: { hard: { 'requests.cpu': '1', 'limits.memory': '1Gi', pods: '2' } },
  },
  {
    ...{ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'few', namespace: namespaceOf('quota') } },
    spec: { hard: { 'count/configmaps': '1', 'count/deployments.apps': '0' } },
  },
  {
    ...{ apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'bounds', namespace: namespaceOf('range') } },
    spec: {
      limits: [
        {
          type: 'Container',
          ...{ max: { cpu: '500m' }, min: { memory: '64Mi' }, maxLimitRequestRatio: { cpu: '2' } },
        },
        { type: 'Pod', max: { memory: '512Mi' } },
        { type: 'PersistentVolumeClaim', max: { storage: '1Gi' } },
      ],
    },
  },
  policy,
  binding('words-deny', 'Deny', inSpace('policy')),
  binding('words-warn', 'Warn', inSpace('baseline')),
];

function metadataOf(space: Space): JsonObject {
  const isLevel = space === 'baseline' || space === 'restricted';
  const labels: JsonObject = isLevel ? { 'pod-security.kubernetes.io/enforce': space } : {};
  const warn = space === 'baseline' ? { 'pod-security.kubernetes.io/warn': 'restricted' } : {};
  return { name: namespaceOf(space), labels: { ...labels, ...warn } };
}

let client: ClusterClient;

beforeAll(async () => {
  client = await connectTo();
  await kubectl(['apply', '-f', '-'], { apiVersion: 'v1', kind: 'List', items: objects });
  await Promise.all(
    spaces.map((space) => kubectl(['wait', '-n', namespaceOf(space), 'sa/default', '--for=create', '--timeout=30s'])),
  );
  for (let tries = 0; tries < 100 && (await tryOut('policy', configMap({}))).answer !== 'refused'; tries++)
    await sleep(100);
});

afterAll(async () => {
  await kubectl(['delete', 'validatingadmissionpolicy', 'words-owners']);
  await kubectl(['delete', 'validatingadmissionpolicybinding', 'words-deny', 'words-warn']);
  await kubectl(['delete', 'namespace', '--wait=false', ...spaces.map(namespaceOf)]);
  client.close();
});

async function tryOut(space: Space, object: TriedObject): Promise<Answer> {
  return answerOf(client, object, namespaceOf(space));
}

async function answerOf(asker: ClusterClient, object: TriedObject, namespace: string): Promise<Answer> {
  const [answer] = Object.values(await takeAnswers(asker, [{ read: 'dryRun', object, namespace }]));
  return answer ?? expect.unreachable();
}

const pod = (resources: JsonObject = {}, spec: JsonObject = {}): TriedObject => ({
  ...{ apiVersion: 'v1', kind: 'Pod', metadata: { generateName: 'x-' } },
  spec: { containers: [{ name: 'c', image: 'nginx', resources }], ...spec },
});
const configMap = (metadata: JsonObject): TriedObject => ({
  ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'x-', ...metadata } },
});
const claim: TriedObject = {
  ...{ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { generateName: 'x-' } },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '2Gi' } } },
};
const deployment: TriedObject = {
  ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { generateName: 'x-' } },
  spec: {
    selector: { matchLabels: { app: 'x' } },
    template: { metadata: { labels: { app: 'x' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
  },
};

/** Who refused, with the code and the words. */
const told = (answer: Answer): unknown =>
  answer.answer === 'refused' ? [answer.code, refusalWords(answer.message), admissionRefusal(answer)] : answer.answer;

const asks = (limits: JsonObject, requests: JsonObject = {}): JsonObject => ({ limits, requests });

test.each<[string, Space, TriedObject]>([
  ['a quota on compute', 'quota', pod(asks({ memory: '2Gi' }, { cpu: '2' }))],
  ['a quota for what is not said', 'quota', pod()],
  ['a quota on a count', 'quota', configMap({})],
  ['a quota on a count of another group', 'quota', deployment],
  ['a quota before a name that is taken', 'quota', configMap({ name: 'kube-root-ca.crt' })],
  ['a maximum', 'range', pod(asks({ cpu: '1', memory: '128Mi' }))],
  ['a minimum', 'range', pod(asks({ cpu: '100m', memory: '12Mi' }))],
  ['a ratio', 'range', pod(asks({ cpu: '500m', memory: '64Mi' }, { cpu: '100m' }))],
  ['a maximum of what is not said', 'range', pod()],
  ['several bounds', 'range', pod(asks({ cpu: '1', memory: '12Mi' }, { cpu: '100m' }))],
  ['a bound of claims', 'range', claim],
  ['Pod Security, baseline', 'baseline', pod({}, { hostNetwork: true })],
  ['Pod Security, restricted', 'restricted', pod({}, { containers: [{ name: 'c', image: 'nginx' }] })],
  ['a policy', 'policy', configMap({})],
  ['a policy with a reason of its own', 'policy', configMap({ name: 'large' })],
  ["a policy that speaks with another's words", 'policy', configMap({ name: 'secret' })],
  ['an account that is not there', 'policy', pod({}, { serviceAccountName: 'ghost' })],
  ['a class that is not there', 'policy', pod({}, { priorityClassName: 'ghost' })],
  ['an object that is not valid', 'policy', pod({}, { restartPolicy: 'Sometimes' })],
  ['an object of wrong types', 'policy', pod({}, { hostNetwork: 'x' })],
])('%s', async (_who, space, object) => {
  expect(told(await tryOut(space, object))).toMatchSnapshot();
});

test('a namespace that is not there', async () => {
  expect(told(await answerOf(client, pod(), 'words-ghost'))).toEqual([
    ...[404, 'namespaces "words-ghost" not found', { by: 'namespace', isGoing: false }],
  ]);
});

test('a kind that is not there', async () => {
  const object = { apiVersion: 'example.com/v1', kind: 'Gadget', metadata: { generateName: 'x-' } };
  expect(await tryOut('policy', object)).toEqual({ answer: 'absentKind' });
});

test('a quota that nobody has counted', async () => {
  const quota = {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'new' },
    spec: { hard: { secrets: '9' } },
  };
  await kubectl(['create', '-n', namespaceOf('quota'), '-f', '-'], quota);
  await kubectl(['wait', '-n', namespaceOf('quota'), 'quota/new', '--for=jsonpath={.status.hard}', '--timeout=30s']);
  const forget = '{"status":{"used":null}}';
  await kubectl([
    'patch',
    'quota',
    'new',
    '-n',
    namespaceOf('quota'),
    '--subresource=status',
    '--type=merge',
    '-p',
    forget,
  ]);
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { generateName: 'x-' } };
  await sleep(500);
  expect(told(await tryOut('quota', secret))).toEqual([
    403,
    'status unknown for quota: new, resources: secrets',
    { by: 'quota', quota: 'new', problem: 'unknown', resources: [{ resource: 'secrets' }] },
  ]);
});

test('warnings, and the object as it would be stored', async () => {
  const answer = await tryOut('baseline', pod());
  if (answer.answer !== 'admitted') throw new Error(JSON.stringify(answer));
  expect(answer.warnings.map(admissionWarning)).toEqual([{ by: 'podSecurity', level: 'restricted' }]);
  expect(valueAt(answer.object, 'spec', 'serviceAccountName')).toBe('default');
  const ownerless = await tryOut('baseline', configMap({}));
  expect(ownerless.answer === 'admitted' ? ownerless.warnings.map(admissionWarning) : ownerless).toEqual([
    { by: 'policy', policy: 'words-owners', binding: 'words-warn' },
  ]);
});

test('a name that is taken is admitted otherwise', async () => {
  const taken = configMap({ name: 'kube-root-ca.crt', labels: { owner: 'us' } });
  expect(await tryOut('policy', taken)).toEqual({ answer: 'admitted', warnings: [] });
});

describe('a right that is missing says nothing about the object', () => {
  let maker: Connection;

  beforeAll(async () => {
    const place = ['-n', namespaceOf('policy')];
    await kubectl(['create', 'serviceaccount', 'maker', ...place]);
    await kubectl(['create', 'role', 'maker', ...place, '--verb=create', '--resource=roles']);
    const account = `${namespaceOf('policy')}:maker`;
    await kubectl(['create', 'rolebinding', 'maker', ...place, '--role=maker', `--serviceaccount=${account}`]);
    const token = (await kubectl(['create', 'token', 'maker', ...place])).trim();
    folder = await mkdtemp(join(tmpdir(), 'admission-words-'));
    const kubeconfig = join(folder, 'kubeconfig');
    const config = parse(await readFile(inject('kubeconfig'), 'utf8'));
    await writeFile(kubeconfig, stringify({ ...config, users: [{ name: config.users[0].name, user: { token } }] }));
    maker = await connectTo({ kubeconfig, context: inject('context') });
  });
  let folder = '';
  afterAll(async () => {
    maker?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test.each([
    ['to create', pod(), /User "system:serviceaccount:words-policy:maker" cannot create resource "pods"/],
    [
      'to give away what one does not have',
      {
        ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { generateName: 'x-' } },
        rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['*'] }],
      },
      /user "system:serviceaccount:words-policy:maker" \(groups=/,
    ],
  ])('%s', async (_what, object, words) => {
    const answer = await answerOf(maker, object, namespaceOf('policy'));
    if (answer.answer !== 'outage') throw new Error(JSON.stringify(answer));
    expect([answer.outage.code, words.test(answer.outage.detail)]).toEqual(['forbidden', true]);
  });
});
