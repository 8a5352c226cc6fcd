import { expect, test } from 'vitest';
import { setupOf, setupReads, stillTrue } from '../../src/cluster/cluster-setup.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import type { Measurement } from '../../src/lab/capabilities.ts';
import type { Answer } from '../../src/snapshot/read.ts';
import { readKey } from '../../src/snapshot/read.ts';

const object = (kind: string, uid: string, spec = {}): KubeObject => ({
  ...{ apiVersion: 'v1', kind, metadata: { name: uid, uid }, spec },
});
const agent = (uid: string, image: string, hostNetwork = true): KubeObject =>
  object('DaemonSet', uid, { template: { spec: { hostNetwork, containers: [{ name: 'a', image }] } } });

const answers = (nodes: readonly KubeObject[] | undefined, daemonSets: readonly KubeObject[] | undefined) => {
  const answer = (items: readonly KubeObject[] | undefined): Answer =>
    items === undefined ? { answer: 'outage', outage: { code: 'forbidden', detail: '' } } : { answer: 'list', items };
  return { [readKey(setupReads.nodes)]: answer(nodes), [readKey(setupReads.daemonSets)]: answer(daemonSets) };
};

const nodes = [object('Node', 'b'), object('Node', 'a')];
const agents = [agent('proxy', 'kube-proxy:v1')];
const at = '2026-11-25T14:00:00.000Z';
const day = 24 * 3_600_000;
const setup = setupOf('v1.36.4', answers(nodes, agents));
const measurement: Measurement = { at, image: 'busybox', setup, found: {} };

test('by what a cluster is known', () => {
  expect(setup).toEqual({ version: 'v1.36.4', nodes: ['a', 'b'], agents: ['proxy kube-proxy:v1'] });
});

test.each<readonly [string, string, ReturnType<typeof answers>, number, boolean]>([
  ['nothing has changed', 'v1.36.4', answers(nodes.toReversed(), agents), day, true],
  ['another version', 'v1.37.0', answers(nodes, agents), day, false],
  ['a node more', 'v1.36.4', answers([...nodes, object('Node', 'c')], agents), day, false],
  ['a node made anew', 'v1.36.4', answers([object('Node', 'a'), object('Node', 'b2')], agents), day, false],
  ['a network plug-in was added', 'v1.36.4', answers(nodes, [...agents, agent('calico', 'calico:v3')]), day, false],
  ['its image was changed', 'v1.36.4', answers(nodes, [agent('proxy', 'kube-proxy:v2')]), day, false],
  ["a learner's DaemonSet", 'v1.36.4', answers(nodes, [...agents, agent('web', 'nginx', false)]), day, true],
  ['what could not be read says nothing', 'v1.36.4', answers(undefined, undefined), day, true],
  ['two weeks have passed', 'v1.36.4', answers(nodes, agents), 15 * day, false],
])('%s', (_, version, now, laterMs, holds) => {
  const found = stillTrue(measurement, version, now, Date.parse(at) + laterMs);
  expect(found).toEqual(holds ? measurement : undefined);
});

test('nothing was measured', () => {
  expect(stillTrue(undefined, 'v1.36.4', answers(nodes, agents), Date.parse(at))).toBeUndefined();
});
