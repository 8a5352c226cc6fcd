import { describe, expect, test } from 'vitest';
import { gradeLab } from '../../src/grade/grade-lab.ts';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { isPodLost } from '../../src/kubernetes/lost-pod.ts';
import { labOf, record, snapshotFor } from '../checks/judging.ts';
import { lostNode } from '../fixtures/real-objects.ts';

const cinema = { namespace: 'cinema' };
const later = '2026-11-25T14:26:00Z';

/** What becomes of a task with this one check. */
function verdictOn(objects: readonly KubeObject[], check: JsonObject) {
  const lab = labOf([{ id: 'task', points: 1, checks: [check] }]);
  return gradeLab({ lab, record, snapshot: snapshotFor(lab, { objects, now: later }) }).tasks[0]?.verdict;
}

describe.each(Object.entries(lostNode))('with a node that stopped, its Pods %s', (_, objects) => {
  test.each<readonly [string, JsonObject]>([
    ['ready endpoints', { selects: { service: 'seats', in: cinema, pods: { of: 'deployment/seats' }, ready: 3 } }],
    ['ready Pods by their labels', { selects: { service: 'snacks', in: cinema, ready: { $min: 2 } } }],
    ['a complete rollout', { rollout: { of: 'deployment/seats', in: cinema, complete: true } }],
    ['a count of the status', { object: 'deployment/snacks', in: cinema, has: { status: { readyReplicas: 2 } } }],
    [
      'a condition of the status',
      {
        object: 'deployment/snacks',
        in: cinema,
        has: { status: { conditions: [{ type: 'Available', status: 'True' }] } },
      },
    ],
    ['readiness in CEL', { cel: { reads: { s: { all: 'EndpointSlice', in: cinema } }, that: ready }, else: 'no' }],
  ])('%s cannot be told', (_what, check) => {
    expect(verdictOn(objects, check)).toMatchObject({ verdict: 'unknown', reasons: [{ nodes: ['kind-worker'] }] });
  });

  test.each<readonly [string, JsonObject, string]>([
    ['a port that is right', { selects: { service: 'seats', in: cinema, port: 80, targetPort: 8080 } }, 'passed'],
    [
      'a selector that is right',
      { selects: { service: 'seats', in: cinema, pods: { of: 'deployment/seats' }, only: true } },
      'passed',
    ],
    ['more Pods than there ever were', { selects: { service: 'seats', in: cinema, ready: 4 } }, 'failed'],
    ['the number of Pods', { object: { any: 'Pod', in: cinema, labels: { app: 'snacks' } }, count: 2 }, 'passed'],
    [
      'a number of replicas that is wrong',
      { object: 'deployment/snacks', in: cinema, has: { spec: { replicas: 5 } } },
      'failed',
    ],
  ])('%s is judged as ever', (_what, check, verdict) => {
    expect(verdictOn(objects, check)?.verdict).toBe(verdict);
  });
});

const ready =
  "s.filter(x, x.metadata.labels['kubernetes.io/service-name'] == 'seats').all(x, x.endpoints.all(e, e.conditions.ready))";

test.each(Object.entries(lostNode))('of a budget, too, with its Pods %s', (_, objects) => {
  const lost = objects.filter((one) => isPodLost(one) && one.metadata.labels?.app === 'seats').length;
  const status = { expectedPods: 3, currentHealthy: 3 - lost, desiredHealthy: 3 - lost, disruptionsAllowed: 0 };
  const budget: KubeObject = {
    ...{ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'seats', ...cinema, generation: 1 } },
    ...{ spec: { maxUnavailable: lost, selector: { matchLabels: { app: 'seats' } } } },
    status: { ...status, observedGeneration: 1 },
  };
  const allows = (disruptionsAllowed: number): JsonObject => ({
    object: 'pdb/seats',
    in: cinema,
    has: { status: { disruptionsAllowed } },
  });
  const verdicts = [lost, lost + 1].map((count) => verdictOn([...objects, budget], allows(count))?.verdict);
  expect(verdicts).toEqual(['unknown', 'failed']);
});

test('of a mistake and a node that stopped only the mistake is told', () => {
  const check = {
    all: [{ selects: { service: 'seats', in: cinema, ready: 3 } }, { object: 'service/films', in: cinema }],
  };
  const verdict = verdictOn(lostNode.notReady, check);
  expect(verdict?.verdict === 'failed' && verdict.issues.map(({ code }) => code)).toEqual(['object_missing']);
});
