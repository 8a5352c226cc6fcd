import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Connection } from '../../src/cluster/connect.ts';
import { parseLab } from '../../src/lab/parse-lab.ts';
import { findCopy, listCopies } from '../../src/session/list-copies.ts';
import { findLostCopy } from '../../src/session/lost-copy.ts';
import { saveAnswer, saveHint } from '../../src/session/record.ts';
import { planReset, runReset } from '../../src/session/reset.ts';
import { planStart, runStart } from '../../src/session/start.ts';
import type { StartRequest } from '../../src/session/start-plan.ts';
import { planStop, runStop } from '../../src/session/stop.ts';
import { UserError } from '../../src/user-error.ts';
import { connectTo, kubectl, sessionOn } from './session-cluster.ts';

const labText = (exclusive: string) => `
kubeproctor: 1
name: probe
title: A small lab
topic: tests
level: beginner
minutes: 5
namespaces: { probe: {}, own: { by: learner } }
names: [helper]
exclusive: [${exclusive}]
start: [{ apply: start.yaml }]
story: None.
tasks:
  - { id: nothing, title: Nothing, text: 'Make \`configmap/done\`.', checks: [{ object: configmap/done, in: probe }] }
solution: { commands: kubectl create configmap done, steps: [{ apply: start.yaml }] }
`;
const startYaml = `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: "\${probe}" }
data: { colour: blue }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: "\${helper}" }
rules: []
`;

let client: Connection;
/** Stays through all tests, so that the namespace of the records does: its removal takes seconds. */
const keeper = 'keeper';

beforeAll(async () => {
  client = await connectTo();
  await start(request(keeper));
});

afterAll(async () => {
  await stop(keeper);
  client.close();
});

afterEach(async () => {
  for (const copy of await ownCopies()) await stop(copy, [], false);
  const made = ['probe-foreign', 'own-foreign', 'probe-bare', 'probe-prep'];
  await kubectl(['delete', 'namespace', '--wait=false', '--ignore-not-found', ...made]);
  await kubectl(['delete', 'serviceaccount', '-n', 'default', '--ignore-not-found', 'learner']);
});

function request(copy: string, { exclusive = '', start = startYaml } = {}): StartRequest {
  const text = labText(exclusive);
  const parsed = parseLab(text, 'labs/tests/probe.yaml', ['start.yaml']);
  if (parsed.parsed === 'mistakes') throw new Error(JSON.stringify(parsed.mistakes));
  return { lab: parsed.lab, labText: text, manifests: { 'start.yaml': start }, copy };
}

async function start(wanted: StartRequest, { context, events } = sessionOn(client)) {
  const plan = await planStart(context, wanted);
  if (plan.plan === 'underWay') return { events, stored: plan.stored, plan: plan.plan };
  return { events, ...(await runStart(context, plan)), plan: plan.continues === undefined ? 'start' : 'continue' };
}

async function copyOf(copy: string) {
  const stored = await findCopy(client, { lab: 'probe', copy });
  if (stored === undefined) throw new Error(`no copy ${copy}`);
  return stored;
}

/** Copies of these tests, the newest first. */
async function ownCopies(): Promise<readonly string[]> {
  const { copies } = await listCopies(client);
  return copies.filter(({ lab, copy }) => lab === 'probe' && copy !== keeper).map(({ copy }) => copy);
}

async function stop(copy: string, also: readonly string[] = [], wait = true) {
  const { context, events } = sessionOn(client);
  const plan = await planStop(context, await copyOf(copy), { also });
  return { plan, events, result: await runStop(context, plan, { wait }) };
}

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no error',
    (error: unknown) => (error instanceof UserError ? error.code : error),
  );

const names = async (...args: readonly string[]): Promise<readonly string[]> =>
  (await kubectl(['get', ...args, '-o', 'name', '--ignore-not-found'])).split('\n').filter((line) => line !== '');

describe('start', () => {
  test('records the manifests that it applies, and those that checks try', async () => {
    const wanted = request('tried');
    const tries = '{ admission: { manifest: probe.yaml, is: admitted } }, ';
    const text = wanted.labText.replace('checks: [', `checks: [${tries}`);
    const parsed = parseLab(text, 'labs/tests/probe.yaml', ['start.yaml', 'probe.yaml']);
    if (parsed.parsed === 'mistakes') throw new Error(JSON.stringify(parsed.mistakes));
    const manifests = { ...wanted.manifests, 'probe.yaml': 'the probe', 'accept.yaml': 'a variant' };
    const { stored } = await start({ ...wanted, lab: parsed.lab, labText: text, manifests });
    expect(stored.record.manifests).toEqual({ 'start.yaml': startYaml, 'probe.yaml': 'the probe' });
  });

  test('records what it made, with names of the copy', async () => {
    const { stored } = await start(request('rec'));
    const { record } = stored;
    expect(record.startedWith.map(({ kind, name, namespace }) => [kind, name, namespace].join(' ').trim())).toEqual([
      'ClusterRole helper-rec',
      'Namespace probe-rec',
      'ConfigMap kube-root-ca.crt probe-rec',
      'ConfigMap settings probe-rec',
      'ServiceAccount default probe-rec',
    ]);
    expect(record.namespaces).toEqual({ probe: 'probe-rec', own: 'own-rec' });
    expect(record.isComplete).toBe(true);
  });

  test('makes the namespace so that a learner’s apply keeps the labels by which it is known', async () => {
    await start(request('labels'));
    const manifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'probe-labels', labels: { team: 'a' } } };
    await kubectl(['apply', '-f', '-'], manifest);
    const labels = await kubectl(['get', 'namespace', 'probe-labels', '-o', 'jsonpath={.metadata.labels}']);
    expect(JSON.parse(labels)).toEqual({
      'kubernetes.io/metadata.name': 'probe-labels',
      'kubeproctor.dev/copy': 'labels',
      'kubeproctor.dev/lab': 'probe',
      team: 'a',
    });
  });

  test('run twice says that the lab is under way, and changes nothing', async () => {
    const first = await start(request('twice'));
    const second = await start(request('twice'));
    expect([first.plan, second.plan]).toEqual(['start', 'underWay']);
    expect(second.stored).toEqual(first.stored);
  });

  test('two copies live side by side, the newest first, and stopping one leaves the other', async () => {
    await Promise.all([start(request('a')), start(request('b'))]);
    await start(request('c'));
    await stop('a', [], false);
    expect(await ownCopies()).toEqual(['c', 'b']);
    expect(await names('configmap/settings', '-n', 'probe-b')).toEqual(['configmap/settings']);
    expect(await names('clusterrole', 'helper-a', 'helper-b')).toEqual([
      'clusterrole.rbac.authorization.k8s.io/helper-b',
    ]);
  });

  test('of two starts of the same copy at the same time one is told so', async () => {
    const plans = await Promise.all([1, 2].map(() => planStart(sessionOn(client).context, request('race'))));
    const outcomes = await Promise.all(
      plans.map((plan) => (plan.plan === 'start' ? codeOf(runStart(sessionOn(client).context, plan)) : 'under way')),
    );
    expect(outcomes.toSorted()).toEqual(['copy_exists', 'no error']);
  });

  test('adopts no namespace that it did not make, and makes nothing then', async () => {
    await kubectl(['create', 'namespace', 'probe-foreign']);
    expect(await codeOf(start(request('foreign')))).toBe('namespace_exists');
    expect(await findCopy(client, { lab: 'probe', copy: 'foreign' })).toBeUndefined();
    expect(await names('configmap/settings', '-n', 'probe-foreign')).toEqual([]);
  });

  test('refuses a namespace of the learner’s that exists', async () => {
    await kubectl(['create', 'namespace', 'own-foreign']);
    expect(await codeOf(start(request('foreign')))).toBe('namespace_exists');
    await kubectl(['delete', 'namespace', 'own-foreign']);
  });

  test('refuses a cluster-wide name that is taken', async () => {
    await kubectl(['create', 'clusterrole', 'helper-taken', '--verb=get', '--resource=pods']);
    expect(await codeOf(start(request('taken')))).toBe('names_taken');
    await kubectl(['delete', 'clusterrole', 'helper-taken']);
  });

  test('waits for a namespace that an earlier copy leaves, and says so', async () => {
    await start(request('again'));
    const { context } = sessionOn(client);
    await runStop(context, await planStop(context, await copyOf('again')), { wait: false });
    const { events } = await start(request('again'));
    expect(events.filter(({ event }) => event === 'waitingForNamespace')).toContainEqual({
      event: 'waitingForNamespace',
      namespace: 'probe-again',
    });
  });

  test('what is exclusive is had by one copy at a time', async () => {
    await start(request('ex1', { exclusive: 'default-class' }));
    expect(await codeOf(start(request('ex2', { exclusive: 'default-class, nodes' })))).toBe('exclusive_taken');
    await stop('ex1', [], false);
    expect((await start(request('ex2', { exclusive: 'default-class' }))).plan).toBe('start');
  });

  test('of two exclusive starts at the same time one is refused', async () => {
    const plans = await Promise.all(
      ['r1', 'r2'].map((copy) => planStart(sessionOn(client).context, request(copy, { exclusive: 'default-class' }))),
    );
    const outcomes = await Promise.all(
      plans.map((plan) => (plan.plan === 'start' ? codeOf(runStart(sessionOn(client).context, plan)) : 'under way')),
    );
    expect(outcomes.toSorted()).toEqual(['exclusive_taken', 'no error']);
  });

  test('a step that the cluster refuses is told in its words, and stop takes away what was made', async () => {
    const broken = startYaml.replace('rules: []', 'rules: [{ verbs: [get] }]');
    const failing = start(request('refused', { start: broken }));
    expect(await failing.catch((error: Error) => error.message)).toMatch(
      /^probe \(copy refused\) could not be started: apply start.yaml: clusterrole\/helper-refused: .* is invalid: /,
    );
    expect((await stop('refused')).result.failed).toEqual([]);
    expect(await names('namespace', 'probe-refused')).toEqual([]);
  });

  test('interrupted, it is continued by the next one', async () => {
    const stopping = new AbortController();
    const { context, events } = sessionOn(client, stopping.signal);
    const onProgress = (event: (typeof events)[number]) => {
      if (event.event === 'objectWritten') stopping.abort();
    };
    await start(request('cut'), { context: { ...context, onProgress }, events }).catch(() => 'interrupted');
    expect((await copyOf('cut')).record.isComplete).toBe(false);
    await kubectl(['create', 'configmap', 'junk', '-n', 'probe-cut']);
    const { stored, plan } = await start(request('cut'));
    expect([plan, stored.record.isComplete]).toEqual(['continue', true]);
    expect(await names('configmap', '-n', 'probe-cut')).toEqual(['configmap/kube-root-ca.crt', 'configmap/settings']);
    expect(await names('clusterrole', 'helper-cut')).toHaveLength(1);
  });

  test('interrupted, it is undone by stop', async () => {
    const stopping = new AbortController();
    const { context, events } = sessionOn(client, stopping.signal);
    const onProgress = (event: (typeof events)[number]) => {
      if (event.event === 'namespaceMade') stopping.abort();
    };
    await start(request('cut2'), { context: { ...context, onProgress }, events }).catch(() => 'interrupted');
    expect((await stop('cut2')).result.failed).toEqual([]);
    expect(await names('namespace', 'probe-cut2')).toEqual([]);
  });
});

describe('a learner who may not make namespaces', () => {
  const onlyInNamespace = startYaml.split('---')[0] ?? '';
  const sorted = { start: onlyInNamespace };
  const folders: string[] = [];
  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

  test('is told which ones are needed', async () => {
    const learner = await restricted('bare');
    expect(await codeOf(start(request('other', sorted), sessionOn(learner)))).toBe('cannot_make_namespaces');
    learner.close();
  });

  test('works in those that were prepared, which are emptied and stay', async () => {
    const learner = await restricted('prep');
    const { stored } = await start(request('prep', sorted), sessionOn(learner));
    expect(stored.storedIn).toBe('probe-prep');
    expect(stored.record.before.map(({ kind, name }) => `${kind}/${name}`)).toEqual([
      'Namespace/probe-prep',
      'RoleBinding/learner',
      'ConfigMap/kube-root-ca.crt',
      'ServiceAccount/default',
    ]);
    const { context } = sessionOn(learner);
    const found = await findCopy(learner, { lab: 'probe', copy: 'prep' }, { alsoIn: ['probe-prep'] });
    expect(found).toEqual(stored);
    const reset = await runReset(context, await planReset(context, stored));
    const { failed } = await runStop(context, await planStop(context, reset.stored));
    expect(failed).toEqual([]);
    expect(await names('configmap,rolebinding', '-n', 'probe-prep')).toEqual([
      'configmap/kube-root-ca.crt',
      'rolebinding.rbac.authorization.k8s.io/learner',
    ]);
    learner.close();
  });

  /** Somebody with the role `admin` in one prepared namespace, and no other right. */
  async function restricted(copy: string): Promise<Connection> {
    const namespace = `probe-${copy}`;
    const labels = { 'kubeproctor.dev/lab': 'probe', 'kubeproctor.dev/copy': copy };
    await kubectl(['apply', '-f', '-'], { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } });
    await kubectl(['create', 'serviceaccount', 'learner', '-n', 'default']).catch(() => 'it exists');
    const subject = ['--clusterrole=admin', '--serviceaccount=default:learner'];
    await kubectl(['create', 'rolebinding', 'learner', '-n', namespace, ...subject]);
    const token = (await kubectl(['create', 'token', 'learner', '-n', 'default'])).trim();
    const config = JSON.parse(await kubectl(['config', 'view', '--raw', '--minify', '-o', 'json']));
    const folder = await mkdtemp(join(tmpdir(), 'kubeproctor-learner-'));
    folders.push(folder);
    const file = join(folder, 'kubeconfig');
    await writeFile(file, JSON.stringify({ ...config, users: [{ name: config.users[0].name, user: { token } }] }));
    return connectTo({ kubeconfig: file, context: inject('context') });
  }
});

describe('reset', () => {
  test('makes a namespace again that the learner deleted, and deletes what the learner made', async () => {
    await start(request('del'));
    await kubectl(['create', 'namespace', 'own-del']);
    await kubectl(['delete', 'namespace', 'probe-del']);
    const { context } = sessionOn(client);
    await runReset(context, await planReset(context, await copyOf('del')));
    expect(await names('namespace', 'own-del', 'probe-del')).toEqual(['namespace/probe-del']);
    expect(await names('configmap/settings', '-n', 'probe-del')).toEqual(['configmap/settings']);
  });

  test('is not held up by finalizers that somebody gave a namespace, nor is stop', async () => {
    await start(request('held'));
    const hold = JSON.stringify({ metadata: { finalizers: ['example.com/hold'] } });
    await kubectl(['patch', 'namespace', 'probe-held', '--type=merge', '-p', hold]);
    await kubectl(['delete', 'namespace', 'probe-held', '--wait=false']);
    const { context } = sessionOn(client);
    await runReset(context, await planReset(context, await copyOf('held')));
    expect(await names('configmap/settings', '-n', 'probe-held')).toEqual(['configmap/settings']);
    await kubectl(['patch', 'namespace', 'probe-held', '--type=merge', '-p', hold]);
    const { failed } = await runStop(context, await planStop(context, await copyOf('held')));
    expect([failed, await names('namespace', 'probe-held')]).toEqual([[], []]);
  });

  test('does not wait for a namespace controller: the namespace stays the same one', async () => {
    const uid = () => kubectl(['get', 'namespace', 'probe-same', '-o', 'jsonpath={.metadata.uid}']);
    await start(request('same'));
    const before = await uid();
    const { context } = sessionOn(client);
    await runReset(context, await planReset(context, await copyOf('same')));
    expect(await uid()).toBe(before);
  });

  test('clears answers and hints', async () => {
    const { stored } = await start(request('ans'));
    await Promise.all([saveAnswer(client, stored, 'nothing', '42'), saveHint(client, stored, 'nothing', 2)]);
    const answered = await copyOf('ans');
    expect([answered.record.answers, answered.record.hintsTaken]).toEqual([{ nothing: '42' }, { nothing: 2 }]);
    const { context } = sessionOn(client);
    const { record } = (await runReset(context, await planReset(context, answered))).stored;
    expect([record.answers, record.hintsTaken, record.isComplete]).toEqual([{}, {}, true]);
  });
});

describe('stop', () => {
  test('lists what is new with its creator, and removes it only when asked', async () => {
    await start(request('also'));
    await kubectl(['create', 'clusterrole', 'leftover', '--verb=get', '--resource=pods']);
    const { context } = sessionOn(client);
    const plan = await planStop(context, await copyOf('also'));
    expect(plan.left.filter(({ object }) => object.name === 'leftover')).toMatchObject([
      { creator: 'kubectl-create', also: 'clusterrole/leftover' },
    ]);
    expect(await codeOf(planStop(context, await copyOf('also'), { also: ['clusterrole/view'] }))).toBe('also_not_new');
    expect(await codeOf(planStop(context, await copyOf('also'), { also: ['clusterrole/none'] }))).toBe('also_unknown');
    await stop('also', ['clusterrole/leftover'], false);
    expect(await names('clusterrole', 'leftover')).toEqual([]);
  });

  test('keeps the record when something could not be removed, and says what and why', async () => {
    await start(request('stuck'));
    const policy = (kind: string, spec: object) => ({
      ...{ apiVersion: 'admissionregistration.k8s.io/v1', kind, metadata: { name: 'stuck.probe.test' } },
      spec,
    });
    const rule = { apiGroups: [''], apiVersions: ['*'], operations: ['DELETE'], resources: ['configmaps'] };
    const selector = { matchLabels: { 'kubernetes.io/metadata.name': 'probe-stuck' } };
    await kubectl(['apply', '-f', '-'], {
      ...{ apiVersion: 'v1', kind: 'List' },
      items: [
        policy('ValidatingAdmissionPolicy', {
          matchConstraints: { resourceRules: [rule], namespaceSelector: selector },
          validations: [{ expression: 'false' }],
        }),
        policy('ValidatingAdmissionPolicyBinding', { policyName: 'stuck.probe.test', validationActions: ['Deny'] }),
      ],
    });
    const attempt = () => kubectl(['delete', 'configmap', 'settings', '-n', 'probe-stuck', '--dry-run=server']);
    for (
      let tries = 0;
      tries < 50 &&
      (await attempt().then(
        () => true,
        () => false,
      ));
      tries++
    );
    const { result } = await stop('stuck');
    expect(result.failed.map(({ object, message }) => [object.name, /'stuck.probe.test'/.test(message)])).toEqual([
      ['settings', true],
    ]);
    const also = ['validatingadmissionpolicy/stuck.probe.test', 'validatingadmissionpolicybinding/stuck.probe.test'];
    expect((await stop('stuck', also, false)).result.failed).toEqual([]);
    expect(await names('validatingadmissionpolicy', 'stuck.probe.test')).toEqual([]);
  });

  test('removes what is left of a copy whose record was deleted', async () => {
    await start(request('lost'));
    await kubectl(['delete', 'configmap', '-n', 'kubeproctor', 'probe.lost']);
    expect(await codeOf(start(request('lost')))).toBe('namespace_left');
    const lost = await findLostCopy(client, { lab: 'probe', copy: 'lost' });
    if (lost === undefined) throw new Error('nothing found');
    const { context } = sessionOn(client);
    await runStop(context, await planStop(context, lost));
    expect(await names('namespace', 'probe-lost')).toEqual([]);
    expect(await codeOf(start(request('lost')))).toBe('names_taken');
    await kubectl(['delete', 'clusterrole', 'helper-lost']);
  });

  test('a record that is none is told, and is in nobody else’s way', async () => {
    await start(request('fine'));
    await start(request('broken'));
    const nonsense = JSON.stringify({ binaryData: { 'record.json.gz': 'bm9uc2Vuc2U=' } });
    await kubectl(['patch', 'configmap', '-n', 'kubeproctor', 'probe.broken', '-p', nonsense]);
    expect(await codeOf(copyOf('broken'))).toBe('record_broken');
    expect((await stop('fine', [], false)).result.failed).toEqual([]);
    await kubectl(['delete', 'configmap', '-n', 'kubeproctor', 'probe.broken']);
    const lost = await findLostCopy(client, { lab: 'probe', copy: 'broken' });
    if (lost === undefined) throw new Error('nothing found');
    await runStop(sessionOn(client).context, await planStop(sessionOn(client).context, lost), { wait: false });
    await kubectl(['delete', 'clusterrole', 'helper-broken']);
  });
});
