import { expect, test } from 'vitest';
import { otherNamespace } from '../../../src/kubernetes/network-policy/witnesses.ts';
import { judgeReach, policy, said } from '../../checks/reach-shop.ts';

test('no namespace can bear the name of the one that there might be', () =>
  // https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names
  expect(otherNamespace).not.toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/));

test('a namespace that might be there is let in, whatever those that are there are called', () => {
  const table =
    '{ to: { pods: { role: db }, in: shop }, allow: [{ from: { labels: { role: frontend }, in: shop }, port: 5432 }], only: true }';
  const partners = policy(
    'partners',
    '{ podSelector: { matchLabels: { role: db } }, ingress: [{ from: [{ podSelector: { matchLabels: { role: frontend } } }], ports: [{ port: 5432 }] }, { from: [{ namespaceSelector: { matchLabels: { team: partners } } }] }] }',
  );
  const real =
    '---\n{ apiVersion: v1, kind: Namespace, metadata: { name: kubeproctor-other, labels: { kubernetes.io/metadata.name: kubeproctor-other } } }\n';
  expect(said(judgeReach(table, partners + real))).toEqual(said(judgeReach(table, partners)));
  expect(said(judgeReach(table, partners))).not.toBe('holds');
});
