import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClusterClient } from '../../src/cluster/client.ts';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import type { PodSecurityLevel } from '../../src/kubernetes/pod-security.ts';
import { podSecurityLevelOf } from '../../src/kubernetes/pod-security.ts';
import { podSecurityCases } from '../kubernetes/pod-security-cases.ts';
import { connectTo, kubectl } from './session-cluster.ts';

const namespace = (level: string) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: `pod-security-${level}`, labels: { 'pod-security.kubernetes.io/enforce': level } },
});
const levels = ['privileged', 'baseline', 'restricted'] as const;
let client: ClusterClient;

beforeAll(async () => {
  client = await connectTo();
  await kubectl(['apply', '-f', '-'], { apiVersion: 'v1', kind: 'List', items: levels.map(namespace) });
  await Promise.all(
    levels.map((level) =>
      kubectl(['wait', '-n', `pod-security-${level}`, 'sa/default', '--for=create', '--timeout=30s']),
    ),
  );
});

afterAll(async () => {
  await kubectl(['delete', 'namespace', '--wait=false', ...levels.map((level) => `pod-security-${level}`)]);
  client.close();
});

/** Undefined where the API server refuses such a Pod for another reason. */
async function levelByTheServer(podSpec: JsonObject): Promise<PodSecurityLevel | undefined> {
  const admits = await Promise.all(levels.map((level) => isAdmitted(level, podSpec)));
  if (admits[0] !== true) return undefined;
  if (admits[2] === true) return 'restricted';
  return admits[1] === true ? 'baseline' : 'privileged';
}

async function isAdmitted(level: PodSecurityLevel, spec: JsonObject): Promise<boolean> {
  const { status } = await client.request({
    method: 'POST',
    path: `/api/v1/namespaces/pod-security-${level}/pods?dryRun=All`,
    body: { apiVersion: 'v1', kind: 'Pod', metadata: { generateName: 'p-' }, spec },
  });
  return status === 201;
}

test.each(podSecurityCases)('%s', async (_name, podSpec, level) => expect(await levelByTheServer(podSpec)).toBe(level));

test('parts of these Pods put together', async () => {
  const [first, ...others] = podSecurityCases.map(([_name, podSpec]) => fc.constant(podSpec));
  const one = fc.oneof(first ?? fc.constant({}), ...others);
  const specs = fc.sample(
    fc.tuple(one, one, one).map((parts) => parts.reduce(joined)),
    { numRuns: 200, seed: 20_261_123 },
  );
  const answers = await Promise.all(
    specs.map(async (spec) => ({ spec, server: await levelByTheServer(spec), engine: podSecurityLevelOf(spec) })),
  );
  const judged = answers.filter(({ server }) => server !== undefined);
  expect(judged.filter(({ server, engine }) => server !== engine)).toEqual([]);
  expect(judged.length).toBeGreaterThan(100);
});

/** A Pod with the containers, volumes and settings of both. */
function joined(left: JsonObject, right: JsonObject): JsonObject {
  const lists = ['containers', 'initContainers', 'volumes'].flatMap((field) => {
    const entries = [left[field], right[field]].flatMap((list) => (Array.isArray(list) ? list : []));
    const unique = entries.map((entry, index) => ({
      ...(entry as JsonObject),
      name: `${field.toLowerCase()}-${index}`,
    }));
    return entries.length === 0 ? [] : [[field, unique] as const];
  });
  const contexts = [left.securityContext, right.securityContext].map((context) => (context ?? {}) as JsonObject);
  return { ...left, ...right, ...Object.fromEntries(lists), securityContext: { ...contexts[0], ...contexts[1] } };
}
