import { expect, test } from 'vitest';
import { judgeCapabilities } from '../../src/cluster/capabilities.ts';
import { hindrancesOf } from '../../src/grade/hindrances.ts';
import { neededRights, reviewsIn } from '../../src/grade/needed-rights.ts';
import type { Finding } from '../../src/lab/capabilities.ts';
import { labOf, record } from '../checks/judging.ts';

const { found, ...nodes } = judgeCapabilities({});
const no: Finding = { has: 'no', evidence: 'all nodes are simulated by KWOK' };
const capabilities = { ...nodes, nodes: 1, nodesEvidence: '1 of 1 nodes', found: { ...found, traffic: no } };

const object = { object: 'deployment/web', in: 'shop' };
const access = { access: { who: { serviceAccount: 'bot', in: 'shop' }, can: ['get pods in shop'] } };
const only = { access: { ...access.access, only: true } };

const hindrances = (tasks: Parameters<typeof labOf>[0], forbidden: readonly string[] = []) =>
  Object.fromEntries(hindrancesOf(labOf(tasks), record, { capabilities, forbidden }));

test('what a task needs and the cluster is known to lack', () => {
  const tasks = [
    { id: 'easy', checks: [object] },
    { id: 'call', needs: ['traffic'], checks: [object] },
    { id: 'spread', needs: ['nodes>=2', 'traffic'], checks: [object] },
    { id: 'measure', needs: ['network-policy', 'metrics'], checks: [object] }, // neither is known
  ];
  const traffic = { hindrance: 'needs', need: 'traffic', finding: no };
  expect(hindrances(tasks)).toEqual({
    call: [traffic],
    spread: [{ hindrance: 'needs', need: 'nodes>=2', finding: { has: 'no', evidence: '1 of 1 nodes' } }, traffic],
  });
});

test('what grading reads and the learner may not', () => {
  const tasks = [
    { id: 'own', checks: [object] },
    { id: 'can', checks: [access] },
    { id: 'only', checks: [{ all: [only] }] },
  ];
  const everywhere = 'list Role.rbac.authorization.k8s.io cluster-wide';
  expect(hindrances(tasks, [everywhere, 'list Node cluster-wide'])).toEqual({
    only: [{ hindrance: 'rights', about: ['the list of Roles of the cluster'] }],
  });
});

test('who may not ask what others may do cannot be told', () => {
  const tasks = [
    { id: 'own', checks: [object] },
    { id: 'can', checks: [access] },
  ];
  const [namespace = ''] = Object.values(record.namespaces);
  expect(hindrances(tasks, [reviewsIn(namespace), reviewsIn('elsewhere')])).toEqual({
    can: [{ hindrance: 'rights', about: [`what others may do in ${namespace}`] }],
  });
});

test('what programs do takes rights of its own, in the namespaces of the copy', () => {
  const checks = [
    { http: { service: 'web', in: 'shop', port: 80 } },
    { any: [{ log: { of: 'deployment/web', in: 'shop', has: 'x' } }, object] },
    { dns: { from: 'pod/probe', in: 'shop', name: 'web' } },
  ];
  const [task] = labOf([{ id: 'a', checks }]).tasks;
  const rights = task === undefined ? [] : neededRights(task, { ...record, namespaces: { shop: 'shop-alice' } });
  const action = (resource: string, subresource: string) => ({
    ...{ verb: 'get', group: '', resource, subresource, namespace: 'shop-alice' },
  });
  expect(rights).toEqual([
    { about: 'what Services in shop-alice answer (get services/proxy)', action: action('services', 'proxy') },
    { about: 'what Pods in shop-alice answer (get pods/proxy)', action: action('pods', 'proxy') },
    { about: 'the logs in shop-alice (get pods/log)', action: action('pods', 'log') },
    { about: 'what commands print in Pods in shop-alice (get pods/exec)', action: action('pods', 'exec') },
  ]);
});

test('a task that asks programs says beforehand what its learner may not', () => {
  const tasks = [
    { id: 'own', checks: [object] },
    { id: 'log', checks: [{ log: { of: 'deployment/web', in: 'shop', has: 'x' } }] },
  ];
  const about = 'the logs in shop (get pods/log)';
  expect(hindrances(tasks, [about])).toEqual({ log: [{ hindrance: 'rights', about: [about] }] });
});
