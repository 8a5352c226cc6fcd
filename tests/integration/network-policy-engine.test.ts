import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { hasGo } from '../../src/embedded/go-build.ts';
import type { FlowAnswer } from '../../src/kubernetes/network-policy/flow.ts';
import { askCyclonus, builtCyclonus } from '../cyclonus/ask-cyclonus.ts';
import { ablations } from '../kubernetes/network-policy/ablations.ts';
import { engineAnswers } from '../kubernetes/network-policy/engine-answers.ts';
import type { GeneratedCluster } from '../kubernetes/network-policy/generated-clusters.ts';
import { cluster, policyObject } from '../kubernetes/network-policy/generated-clusters.ts';

const runs = 5_000;
const seed = Date.now() % 1_000_000;
const isHere = await hasGo(process.env);
if (!isHere) console.log('without Go there is no other engine to compare the NetworkPolicy engine with: skipped');

/**
 * An engine by other hands on the same generated questions. Where the two differ the API documentation decides:
 *
 * 1. `NotIn` and a key that is absent: cyclonus takes it for no match, Kubernetes for a match, "all resources with no labels
 *    with the key" included. https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#set-based-requirement
 *    Both engines agree again once each `NotIn` is accompanied by an `Exists`.
 * 2. `matchLabels` with an empty value and a key that is absent: cyclonus takes it for a match. Kubernetes asks for the key.
 * 3. An `ipBlock` that holds the address of a Pod: cyclonus lets the Pod in. The documentation leaves it to the plug-in, and
 *    so does our engine; where it does, cyclonus says yes, and without the blocks both say no.
 */
describe.runIf(isHere)('the NetworkPolicy engine and cyclonus', () => {
  let program: string;
  let clusters: readonly GeneratedCluster[];
  let theirs: readonly boolean[];

  beforeAll(async () => {
    program = await builtCyclonus();
    clusters = fc.sample(cluster, { numRuns: runs, seed });
    theirs = (await askCyclonus(program, clusters)).flat().map(({ ingress, egress }) => ingress && egress);
  }, 600_000);

  const ours = (ablation = 'none'): readonly FlowAnswer[] =>
    clusters.map((one) => ablations[ablation]?.(one) ?? one).flatMap(engineAnswers);

  test('agree on every flow, once NotIn means the same', () => {
    const answers = ours('NotIn holds for an absent key');
    const disagreements = answers.flatMap((answer, index) =>
      (answer !== 'denied') === theirs[index] ? [] : [{ answer, theirs: theirs[index], index }],
    );
    const asDocumented = ours();
    const otherwise = asDocumented.filter((answer, index) => (answer !== 'denied') !== theirs[index]).length;
    const count = (wanted: FlowAnswer): number => asDocumented.filter((answer) => answer === wanted).length;
    console.log(
      `network policies: seed ${seed}, ${clusters.length} clusters, ${answers.length} flows: ${count('allowed')} allowed, ` +
        `${count('denied')} denied, ${count('left_to_plugin')} left to the plug-in; ${otherwise} differ by NotIn alone`,
    );
    expect(disagreements).toEqual([]);
    expect(clusters.length).toBeGreaterThanOrEqual(runs);
    const share = theirs.filter(Boolean).length / theirs.length;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.75);
    expect(otherwise).toBeGreaterThanOrEqual(50);
  });

  test('differ in what is left to the plug-in only by blocks', () => {
    const withoutBlocks = ours('ipBlock');
    const left = ours().flatMap((answer, index) => (answer === 'left_to_plugin' ? [withoutBlocks[index]] : []));
    expect(new Set(left)).toEqual(new Set(['denied']));
    expect(left.length).toBeGreaterThanOrEqual(50);
  });

  test('each feature decides at least 50 flows', () => {
    const whole = ours();
    const decided = Object.keys(ablations).map((feature) => {
      const without = ours(feature);
      return [feature, whole.filter((answer, index) => answer !== without[index]).length] as const;
    });
    console.log(decided.map(([feature, count]) => `${String(count).padStart(6)}  ${feature}`).join('\n'));
    expect(decided.filter(([, count]) => count < 50)).toEqual([]);
  });

  test('differ in matchLabels with an empty value and an absent key', async () => {
    const one: GeneratedCluster = {
      namespaces: { one: {} },
      pods: [pod('target', { app: 'db' }), pod('source', {})],
      policies: [
        policyObject('empty-value', 'one', {
          podSelector: { matchLabels: { app: 'db' } },
          ingress: [{ from: [{ podSelector: { matchLabels: { role: '' } } }] }],
        }),
      ],
      flows: [{ from: 1, to: 0, protocol: 'TCP', port: 80 }],
    };
    expect({ ours: engineAnswers(one), theirs: await askCyclonus(program, [one]) }).toEqual({
      ours: ['denied'],
      theirs: [[{ ingress: true, egress: true }]],
    });
  });
});

const pod = (name: string, labels: Readonly<Record<string, string>>) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'one', labels },
  spec: { containers: [] },
  status: { podIPs: [{ ip: '10.244.1.1' }] },
});
