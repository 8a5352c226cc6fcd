import { expect, test } from 'vitest';
import { judgeCapabilities } from '../../src/cluster/capabilities.ts';
import { hindrancesOf, reviewsIn } from '../../src/grade/hindrances.ts';
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
