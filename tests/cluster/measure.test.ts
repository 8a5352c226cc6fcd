import { describe, expect, test } from 'vitest';
import { judgeSights } from '../../src/cluster/measure/judge-sights.ts';
import { heldUpBy, podOutcome } from '../../src/cluster/measure/pod-outcome.ts';
import type { Sight } from '../../src/cluster/measure/probe-pods.ts';
import { clientPod, serverPod, sightIn } from '../../src/cluster/measure/probe-pods.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { podSecurityLevelOf } from '../../src/kubernetes/pod-security.ts';
import { podSpecOf } from '../../src/kubernetes/pod-template.ts';
import { recordedProbes } from '../fixtures/real-objects.ts';

const nodes = { client: 'node2', server: 'node1' };
const here = { client: 'node1', server: 'node1' };

/** What is concluded, without its evidence. */
const conclusions = (before: Sight, after?: Sight) =>
  Object.fromEntries(Object.entries(judgeSights({ before, after, nodes })).map(([name, { has }]) => [name, has]));

describe('what follows from what the clients saw', () => {
  const flows = { 'pods-run': 'yes', traffic: 'yes' };

  test.each<readonly [string, Sight, Sight | undefined, Readonly<Record<string, string>>]>([
    ['the policy bites', 'open open', 'shut open', { ...flows, 'network-policy': 'yes' }],
    ['the policy is ignored', 'open open', 'open open', { ...flows, 'network-policy': 'no' }],
    ['the server went away under the policy', 'open open', 'shut shut', { ...flows, 'network-policy': 'unknown' }],
    ['the wrong port was cut off', 'open open', 'open shut', { ...flows, 'network-policy': 'unknown' }],
    ['the second client was not heard of', 'open open', undefined, { ...flows, 'network-policy': 'unknown' }],
    ['no traffic', 'shut shut', undefined, { 'pods-run': 'yes', traffic: 'no' }],
    ['half the traffic, without a policy', 'shut open', undefined, { 'pods-run': 'yes', traffic: 'no' }],
  ])('%s', (_, before, after, found) => expect(conclusions(before, after)).toEqual(found));

  test('the evidence says what was done, and between which nodes', () => {
    const evidence = (of: typeof nodes) =>
      Object.values(judgeSights({ before: 'open open', after: 'open open', nodes: of })).map((one) => one.evidence);
    expect([...evidence(nodes), ...evidence(here).slice(1)]).toEqual([
      'the programs of two Pods ran, and did as they were told',
      'connections came about from a Pod on node2 to one on node1',
      'port 8080 stayed open under a policy that lets only 8081 in, from a Pod on node2 to one on node1',
      'connections came about between two Pods on node1',
      'port 8080 stayed open under a policy that lets only 8081 in, between two Pods on node1',
    ]);
  });
});

describe("a client's last words", () => {
  test.each([
    ['its own', 'w0rd shut open\n', 'shut open'],
    ["somebody else's", 'other shut open\n', undefined],
    ['none, as of a simulated Pod', '', undefined],
    ['half of them', 'w0rd shut', undefined],
    ['an error of its shell', 'sh: wget: not found', undefined],
  ])('%s', (_, message, sight) => expect(sightIn(message, 'w0rd')).toBe(sight));
});

test('its Pods meet the strictest Pod Security level, and end by themselves', () => {
  const probe = { namespace: 'n', image: 'busybox', word: 'w0rd' };
  const client = clientPod('before', probe, { address: 'fd00::1', awaited: 'open open', inARow: 1, tries: 5 });
  const specs = [serverPod(probe), client].map(podSpecOf);
  expect(specs.map((spec) => [podSecurityLevelOf(spec ?? {}), spec?.activeDeadlineSeconds])).toEqual([
    ['restricted', 300],
    ['restricted', 300],
  ]);
});

test('how far a Pod has come', () => {
  const reference = '"docker.io/library/busybox:1.99"';
  const why = `ErrImagePull: failed to pull and unpack image ${reference}: failed to resolve reference ${reference}: failed to do request: Head "https://registry-1.docker.io/v2/library/bus…`;
  expect(Object.fromEntries(Object.entries(recordedProbes).map(([name, pod]) => [name, podOutcome(pod)]))).toEqual({
    'server, on its way': undefined,
    'server, ready': { pod: 'ready', address: expect.stringMatching(/^10\.244\./), node: 'node1' },
    'client, looking': { pod: 'ready', address: expect.stringMatching(/^10\.244\./), node: 'node2' },
    'client, ended': { pod: 'ended', message: 'fdfc84bcf06a44ea open open\n', node: 'node2' },
    'server, without its image': { pod: 'stuck', why },
  });
});

test('what holds a Pod up', () => {
  const pending = (condition: Readonly<Record<string, string>>): KubeObject => ({
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'server' } },
    status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', ...condition }] },
  });
  expect([
    heldUpBy(undefined),
    heldUpBy(recordedProbes['server, on its way']),
    heldUpBy(pending({ reason: 'Unschedulable', message: '0/1 nodes are available: 1 Insufficient memory.' })),
  ]).toEqual([
    'it is not there',
    'ContainerCreating: containers with unready status: [probe]',
    'Pending: 0/1 nodes are available: 1 Insufficient memory.',
  ]);
});
