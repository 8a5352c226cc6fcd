import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Connection } from '../../src/cluster/connect.ts';
import { clusterIdentity } from '../../src/cluster/identity.ts';
import { takeAnswers } from '../../src/cluster/reads.ts';
import { createObject, deleteObject } from '../../src/cluster/write.ts';
import { gradeWhenSettled } from '../../src/commands/parts/grade-copy.ts';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { excessOf } from '../../src/kubernetes/rbac/excess.ts';
import { knownResources } from '../../src/kubernetes/rbac/known-resources.ts';
import type { RbacPolicy, Requester } from '../../src/kubernetes/rbac/policy.ts';
import type { Action } from '../../src/kubernetes/rbac/rule.ts';
import type { ServedResource } from '../../src/kubernetes/served-resource.ts';
import { observeEverybody } from '../../src/session/observe-everybody.ts';
import type { CopyRecord } from '../../src/snapshot/copy-record.ts';
import type { Read } from '../../src/snapshot/read.ts';
import { readKey } from '../../src/snapshot/read.ts';
import { labOf, record } from '../checks/judging.ts';
import { caseOf, namespaces } from '../kubernetes/rbac/policies.ts';
import type { PrivateCluster } from './private-cluster.ts';
import { privateCluster } from './private-cluster.ts';
import { connectTo, sessionOn } from './session-cluster.ts';

/** A cluster of its own: what is bound here to everybody would disturb all others. */
let cluster: PrivateCluster;
let client: Connection;
let everybody: Pick<CopyRecord, 'everybody'>;
const seed = Date.now() % 1_000_000;
const cases = Array.from(
  { length: 120 },
  (_, index) => fc.sample(caseOf(index), { numRuns: 1, seed: seed + index })[0],
).filter((one) => one !== undefined);

beforeAll(async () => {
  cluster = await privateCluster();
  client = await connectTo(cluster);
  everybody = await observeEverybody(client);
  const made = namespaces.map((name): KubeObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
  for (const object of [...made, ...cases.flatMap(({ objects }) => objects), ...defaultBindings]) await create(object);
}, 180_000);
afterAll(async () => {
  client?.close();
  await cluster?.end();
}, 60_000);

async function create(object: KubeObject): Promise<void> {
  const result = await createObject(client, object);
  if (!('object' in result)) throw new Error(JSON.stringify(result));
}

const binding = (role: string, subject: JsonObject, namespace?: string): KubeObject => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
  metadata: { name: `only-${role}`, ...(namespace === undefined ? {} : { namespace }) },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
  subjects: [{ apiGroup: 'rbac.authorization.k8s.io', ...subject }],
});
const user = (name: string) => ({ kind: 'User', name });
const roles = ['view', 'edit', 'admin', 'cluster-admin'];
const defaultBindings = roles.flatMap((role) => [
  binding(role, user(`everywhere-${role}`)),
  binding(role, user(`inside-${role}`), 'rbac-a'),
]);

const kinds = ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'];
const listOf = (kind: string): Read => ({ read: 'list', kind: `${kind}.rbac.authorization.k8s.io` });

async function look(): Promise<{ readonly policy: RbacPolicy; readonly known: readonly ServedResource[] }> {
  const answers = await takeAnswers(client, [...kinds.map(listOf), { read: 'resources' }]);
  const [role, clusterRole, roleBinding, clusterRoleBinding] = kinds.map((kind) => {
    const answer = answers[readKey(listOf(kind))];
    if (answer?.answer !== 'list') throw new Error(`no list: ${JSON.stringify(answer)}`);
    return answer.items;
  });
  const served = answers[readKey({ read: 'resources' })];
  if (served?.answer !== 'resources') throw new Error(`no discovery: ${JSON.stringify(served)}`);
  const policy = {
    ...{ roles: role ?? [], clusterRoles: clusterRole ?? [] },
    ...{ roleBindings: roleBinding ?? [], clusterRoleBindings: clusterRoleBinding ?? [] },
  };
  return { policy, known: knownResources(served.resources) };
}

/** Those of the rights that go too far which the API server denies. */
async function denied(requester: Requester): Promise<{ readonly asked: number; readonly denied: readonly Action[] }> {
  const { policy, known } = await look();
  const rights = excessOf(policy, requester, known, everybody.everybody ?? []).flatMap((excess) => excess.rights);
  const reads = rights.map((action): Read => ({ read: 'review', ...requester, action }));
  const answers = await takeAnswers(client, reads);
  const isAllowed = (read: Read | undefined): boolean => {
    const answer = read === undefined ? undefined : answers[readKey(read)];
    return answer?.answer === 'review' && answer.isAllowed;
  };
  return { asked: rights.length, denied: rights.filter((_, index) => !isAllowed(reads[index])) };
}

test('everybody gets something in every cluster, and it is recorded', () =>
  expect([...new Set(everybody.everybody?.map(({ group }) => group))]).toEqual([
    'system:authenticated',
    'system:serviceaccounts',
    'system:unauthenticated',
  ]));

test('without a binding of its own, a user has no right in excess', async () =>
  expect(await denied({ user: 'nobody-knows', groups: ['system:authenticated'] })).toEqual({ asked: 0, denied: [] }));

test.each(roles.flatMap((role) => [`inside-${role}`, `everywhere-${role}`]))(
  'the API server allows each right in excess of %s',
  async (name) => {
    const found = await vi.waitFor(
      async () => {
        const one = await denied({ user: name, groups: ['system:authenticated'] });
        expect(one.denied).toEqual([]);
        return one;
      },
      { timeout: 20_000, interval: 500 },
    );
    expect(found.asked).toBeGreaterThan(50);
  },
);

test('and each of generated policies', { timeout: 120_000 }, async () => {
  const requesters = new Map(
    cases.flatMap(({ questions }) => questions.map(({ requester }) => [JSON.stringify(requester), requester])),
  );
  const found = [];
  for (const requester of requesters.values()) found.push(await denied(requester));
  const asked = found.reduce((sum, one) => sum + one.asked, 0);
  console.log(`access only: seed ${seed}, ${requesters.size} requesters, ${asked} rights in excess`);
  expect(found.flatMap((one) => one.denied)).toEqual([]);
  expect(asked).toBeGreaterThan(150);
});

/** The codes of the issues of `only` for a user with no rights; none where it holds. */
async function issuesOfOnly(): Promise<readonly string[]> {
  const { now, sleep, signal } = sessionOn(client).context;
  const lab = labOf([{ id: 'task', checks: [{ access: { who: { user: 'ada' }, only: true } }] }]);
  const { report } = await gradeWhenSettled(
    { client, identity: await clusterIdentity(client), now, sleep, signal },
    { lab, record: { ...record, ...everybody } },
    { timeoutMs: 5_000, onWait: () => undefined },
  );
  const [verdict] = report.tasks.map((task) => task.verdict);
  if (verdict?.verdict === 'passed') return [];
  if (verdict?.verdict !== 'failed') throw new Error(JSON.stringify(verdict));
  return verdict.issues.map(({ code, isMoving }) => `${code}${isMoving ? '*' : ''}`);
}

test.each<readonly [string, KubeObject]>([
  ['cluster-admin in the whole cluster', binding('cluster-admin', { kind: 'Group', name: 'system:authenticated' })],
  ['view in default', binding('view', { kind: 'Group', name: 'system:authenticated' }, 'default')],
])('who binds everybody to %s passes no longer, until that is undone', async (_title, made) => {
  const renamed = { ...made, metadata: { ...made.metadata, name: 'only-everybody' } };
  const before = await issuesOfOnly();
  await create(renamed);
  const since = await issuesOfOnly();
  const { kind, apiVersion } = renamed;
  const place = renamed.metadata.namespace === undefined ? {} : { namespace: renamed.metadata.namespace };
  await deleteObject(client, { kind, apiVersion, name: 'only-everybody', ...place });
  expect({ before, since: [...new Set(since)], after: await issuesOfOnly() }).toEqual({
    ...{ before: [], since: ['access_too_wide'], after: [] },
  });
});
