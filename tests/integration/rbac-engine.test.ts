import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import type { ClusterClient } from '../../src/cluster/client.ts';
import { connect } from '../../src/cluster/connect.ts';
import { takeAnswers } from '../../src/cluster/reads.ts';
import { createObject, deleteCollection, deleteObject } from '../../src/cluster/write.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { decide } from '../../src/kubernetes/rbac/decide.ts';
import type { RbacPolicy } from '../../src/kubernetes/rbac/policy.ts';
import type { ListRead, Read, ReviewRead } from '../../src/snapshot/read.ts';
import { readKey } from '../../src/snapshot/read.ts';
import { ablations } from '../kubernetes/rbac/ablations.ts';
import type { GeneratedCase } from '../kubernetes/rbac/policies.ts';
import { caseOf, madeHere, namespaces } from '../kubernetes/rbac/policies.ts';

const policies = 900; // the rarest feature decides about 100 of their questions: chance does not make it fewer than 50
const minimalQuestions = 2_000;
const kinds = ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'] as const;

interface Answered {
  /** What can bear on the question: the objects of its own policy, and those that every cluster has. */
  readonly policy: RbacPolicy;
  readonly question: GeneratedCase['questions'][number];
  readonly isAllowed: boolean;
}

let client: ClusterClient;
let answered: readonly Answered[];
const seed = Date.now() % 1_000_000;

beforeAll(async () => {
  client = await connect({ kubeconfig: inject('kubeconfig'), context: inject('context'), env: process.env });
  const cases = Array.from(
    { length: policies },
    (_, index) => fc.sample(caseOf(index), { numRuns: 1, seed: seed + index })[0],
  ).filter((one) => one !== undefined);
  await createAll(namespaces.map(namespaceNamed));
  await createAll(cases.flatMap(({ objects }) => objects));
  await authorizerCaughtUp();
  const stored = await storedPolicy();
  const policyOf = cases.flatMap(({ questions }, index) => Array(questions.length).fill(policyOfCase(stored, index)));
  const reviews = await askAll(cases.flatMap(({ questions }) => questions));
  answered = reviews.map((review, index) => ({ ...review, policy: policyOf[index] }));
}, 180_000);

afterAll(async () => {
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  for (const kind of ['ClusterRoleBinding', 'ClusterRole'])
    await deleteCollection(client, { kind, apiVersion, labelSelector: madeHere });
  await Promise.all(namespaces.map((name) => deleteObject(client, { kind: 'Namespace', name })));
  client.close();
}, 180_000);

test('the evaluator and the API server agree on every question', () => {
  const disagreements = answered.filter(({ policy, question, isAllowed }) => {
    return decide(policy, question.requester, question.action).isAllowed !== isAllowed;
  });
  const allowed = answered.filter(({ isAllowed }) => isAllowed).length;
  console.log(`rbac: seed ${seed}, ${policies} policies, ${answered.length} questions, ${allowed} allowed`);
  expect(disagreements).toEqual([]);
  expect(answered.length).toBeGreaterThanOrEqual(minimalQuestions);
  expect(allowed / answered.length).toBeGreaterThan(0.25);
  expect(allowed / answered.length).toBeLessThan(0.75);
});

test.each(Object.entries(ablations))('%s decides at least 50 questions', (feature, without) => {
  const changed = answered.filter(({ policy, question, isAllowed }) => {
    const lessened = without(policy);
    return decide(lessened.policy, lessened.requester(question.requester), question.action).isAllowed !== isAllowed;
  });
  console.log(`rbac: without ${feature}, ${changed.length} answers change`);
  expect(changed.length).toBeGreaterThanOrEqual(50);
});

/** A policy's own objects are named after its number; all others are the API server's. */
function policyOfCase(policy: RbacPolicy, index: number): RbacPolicy {
  const bears = ({ metadata }: KubeObject): boolean =>
    !/^p\d+-/.test(metadata.name) || metadata.name.startsWith(`p${index}-`);
  return {
    roles: policy.roles.filter(bears),
    clusterRoles: policy.clusterRoles.filter(bears),
    roleBindings: policy.roleBindings.filter(bears),
    clusterRoleBindings: policy.clusterRoleBindings.filter(bears),
  };
}

async function askAll(questions: GeneratedCase['questions']): Promise<readonly Omit<Answered, 'policy'>[]> {
  const reads = questions.map(({ requester, action }): ReviewRead => ({ read: 'review', ...requester, action }));
  const answers = await takeAnswers(client, reads);
  return questions.map((question, index) => {
    const answer = answers[readKey(reads[index] as Read)]; // one read a question
    if (answer?.answer !== 'review') throw new Error(`no review: ${JSON.stringify(answer)}`);
    return { question, isAllowed: answer.isAllowed };
  });
}

async function storedPolicy(): Promise<RbacPolicy> {
  const reads = kinds.map(
    (kind): ListRead => ({ read: 'list', kind: `${kind}.rbac.authorization.k8s.io`, ...namespacedOnly(kind) }),
  );
  const inNamespaces = reads.flatMap((read) =>
    'namespace' in read ? namespaces.map((namespace) => ({ ...read, namespace })) : [read],
  );
  const answers = await takeAnswers(client, inNamespaces);
  const of = (kind: string): readonly KubeObject[] =>
    inNamespaces
      .filter((read) => read.kind.startsWith(`${kind}.`))
      .flatMap((read) => {
        const answer = answers[readKey(read)];
        if (answer?.answer !== 'list') throw new Error(`no list: ${JSON.stringify(answer)}`);
        return answer.items;
      });
  return {
    roles: of('Role'),
    clusterRoles: of('ClusterRole'),
    roleBindings: of('RoleBinding'),
    clusterRoleBindings: of('ClusterRoleBinding'),
  };
}

const namespacedOnly = (kind: string) => (kind.startsWith('Cluster') ? {} : { namespace: 'each' });

/** The authorizer's caches follow in order of creation: once a binding made last counts, all earlier ones do. */
async function authorizerCaughtUp(): Promise<void> {
  const user = `caught-up-${seed}`;
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'p0-last' };
  const subjects = [{ kind: 'User', name: user, apiGroup: 'rbac.authorization.k8s.io' }];
  const rules = [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }];
  const object = (kind: string, body: Record<string, unknown>, namespace?: string) =>
    ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind,
      metadata: { name: 'p0-last', labels: { [madeHere]: 'yes' }, ...(namespace === undefined ? {} : { namespace }) },
      ...body,
    }) as unknown as KubeObject; // made here, whole
  await createAll([
    object('ClusterRole', { rules }),
    object('RoleBinding', { roleRef, subjects }, 'rbac-b'),
    object('ClusterRoleBinding', { roleRef, subjects }),
  ]);
  const questions = [{ namespace: 'rbac-b' }, {}].map(
    (where): ReviewRead => ({
      read: 'review',
      user,
      groups: [],
      action: { verb: 'get', group: '', resource: 'pods', ...where },
    }),
  );
  await vi.waitFor(
    async () => {
      const answers = Object.values(await takeAnswers(client, questions));
      expect(answers.map((answer) => answer.answer === 'review' && answer.isAllowed)).toEqual([true, true]);
    },
    { timeout: 20_000 },
  );
  await aggregationDone();
}

/** The controller has filled every aggregated ClusterRole with rules. */
async function aggregationDone(): Promise<void> {
  await vi.waitFor(
    async () => {
      const { clusterRoles } = await storedPolicy();
      const empty = clusterRoles.filter((role) => role.aggregationRule !== undefined && role.rules === null);
      expect(empty.map(({ metadata }) => metadata.name)).toEqual([]);
    },
    { timeout: 60_000, interval: 500 },
  );
}

async function createAll(objects: readonly KubeObject[]): Promise<void> {
  await inBatches(objects, async (object) => {
    const result = await createObject(client, object);
    if (!('object' in result)) throw new Error(JSON.stringify(result));
  });
}

/** In order, 24 at a time. */
async function inBatches<T>(items: readonly T[], act: (item: T) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < items.length; start += 24) await Promise.all(items.slice(start, start + 24).map(act));
}

const namespaceNamed = (name: string): KubeObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
