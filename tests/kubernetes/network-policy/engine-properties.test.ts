import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../src/kubernetes/json.ts';
import { isJsonObject } from '../../../src/kubernetes/json.ts';
import type { KubeObject } from '../../../src/kubernetes/kube-object.ts';
import { mappingsAt } from '../../../src/kubernetes/pod-template.ts';
import { engineAnswers } from './engine-answers.ts';
import type { GeneratedCluster } from './generated-clusters.ts';
import { cluster, policyObject } from './generated-clusters.ts';

const runs = { numRuns: 100 };
const rank = { denied: 0, left_to_plugin: 1, allowed: 2, own: 3 };
const ranks = (one: GeneratedCluster): readonly number[] => engineAnswers(one).map((answer) => rank[answer]);
const withPolicies = (one: GeneratedCluster, policies: readonly KubeObject[]): GeneratedCluster => ({
  ...one,
  policies,
});

describe('of any cluster', () => {
  test('a policy that selects nothing changes nothing', () => {
    const nothing = policyObject('nothing', 'one', { podSelector: { matchLabels: { app: 'none' } }, egress: [{}] });
    const elsewhere = policyObject('elsewhere', 'four', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    fc.assert(
      fc.property(cluster, (one) => {
        expect(engineAnswers(withPolicies(one, [...one.policies, nothing, elsewhere]))).toEqual(engineAnswers(one));
      }),
      runs,
    );
  });

  test('the order of policies, rules, peers and ports does not matter', () => {
    fc.assert(
      fc.property(cluster, (one) => {
        expect(engineAnswers(withPolicies(one, one.policies.map(reversed).toReversed()))).toEqual(engineAnswers(one));
      }),
      runs,
    );
  });

  test('a policy said twice is said once', () => {
    fc.assert(
      fc.property(cluster, (one) => {
        expect(engineAnswers(withPolicies(one, [...one.policies, ...one.policies]))).toEqual(engineAnswers(one));
      }),
      runs,
    );
  });

  test('a rule more never denies', () => {
    fc.assert(
      fc.property(cluster, cluster, (one, other) => {
        const more = one.policies.map((policy, index) => withRulesOf(policy, other.policies[index]));
        const [before, after] = [ranks(one), ranks(withPolicies(one, more))];
        expect(after.filter((now, index) => now < (before[index] ?? 0))).toEqual([]);
      }),
      runs,
    );
  });

  test('isolation without rules never allows', () => {
    const isolation = policyObject('isolation', 'one', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    fc.assert(
      fc.property(cluster, (one) => {
        const [before, after] = [ranks(one), ranks(withPolicies(one, [...one.policies, isolation]))];
        expect(after.filter((now, index) => now > (before[index] ?? 3))).toEqual([]);
      }),
      runs,
    );
  });

  test('without the last policy that selects it an end is open again', () => {
    const closed = policyObject('closed', 'three', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    fc.assert(
      fc.property(cluster, (one) => {
        const inThree = ({ metadata }: KubeObject): boolean => metadata.namespace === 'three';
        const between = (end: number | string): boolean => {
          const pod = typeof end === 'number' ? one.pods[end] : undefined;
          return pod === undefined || inThree(pod);
        };
        const flows = one.flows.filter(({ from, to }) => between(from) && between(to));
        const alone = { ...one, flows };
        expect(new Set(engineAnswers(withPolicies(alone, [...one.policies, closed])))).toEqual(
          new Set(flows.map(() => 'denied')),
        );
        expect(new Set(engineAnswers(alone))).toEqual(new Set(flows.map(() => 'allowed')));
      }),
      runs,
    );
  });

  test('matchLabels are In with one value', () => {
    fc.assert(
      fc.property(cluster, (one) => {
        const spelled = one.policies.map((policy) => asExpressions(policy) as KubeObject); // of the shape it had
        expect(engineAnswers(withPolicies(one, spelled))).toEqual(engineAnswers(one));
      }),
      runs,
    );
  });

  test('labels renamed everywhere mean the same', () => {
    fc.assert(
      fc.property(cluster, (one) => {
        const renamed = renameLabels(one as unknown as Json) as unknown as GeneratedCluster; // plain JSON, as made
        expect(engineAnswers(renamed)).toEqual(engineAnswers(one));
      }),
      runs,
    );
  });

  test('without policies everything is allowed', () => {
    fc.assert(
      fc.property(cluster, (one) => {
        expect(new Set(engineAnswers(withPolicies(one, [])))).toEqual(new Set(one.flows.map(() => 'allowed')));
      }),
      runs,
    );
  });
});

/** Lists reversed, but for those of values that have an order of their own: none in a policy. */
function reversed(policy: KubeObject): KubeObject {
  const turn = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(turn).toReversed();
    return isJsonObject(value)
      ? Object.fromEntries(Object.entries(value).map(([key, child]) => [key, turn(child)]))
      : value;
  };
  return turn(policy) as KubeObject; // of the shape it had
}

/** Every `matchLabels` as `matchExpressions`. */
function asExpressions(value: Json): Json {
  if (Array.isArray(value)) return value.map(asExpressions);
  if (!isJsonObject(value)) return value;
  const { matchLabels, ...rest } = value;
  const others = Object.fromEntries(Object.entries(rest).map(([key, child]) => [key, asExpressions(child)]));
  if (!isJsonObject(matchLabels)) return others;
  const spelled = Object.entries(matchLabels).map(([key, text]) => ({ key, operator: 'In', values: [text] }));
  return { ...others, matchExpressions: [...mappingsAt(value, 'matchExpressions'), ...spelled] };
}

/** The rules of another policy besides, in the directions that this one is about already. */
function withRulesOf(policy: KubeObject, other: KubeObject | undefined): KubeObject {
  const spec = isJsonObject(policy.spec) ? policy.spec : {};
  const hasEgress = mappingsAt(policy, 'spec', 'egress').length > 0;
  return {
    ...policy,
    spec: {
      policyTypes: hasEgress ? ['Ingress', 'Egress'] : ['Ingress'],
      ...spec,
      ingress: [...mappingsAt(policy, 'spec', 'ingress'), ...mappingsAt(other, 'spec', 'ingress')],
      egress: [...mappingsAt(policy, 'spec', 'egress'), ...mappingsAt(other, 'spec', 'egress')],
    },
  };
}

const renames: Readonly<Record<string, string>> = { app: 'kind-of-app', role: 'app', team: 'owners', front: 'back-x' };

function renameLabels(value: Json): Json {
  if (typeof value === 'string') return renames[value] ?? value;
  if (Array.isArray(value)) return value.map(renameLabels);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [renames[key] ?? key, renameLabels(child)]));
}
