import { expect, test } from 'vitest';
import { clusterIdentity } from '../../src/cluster/identity.ts';
import { gradeCopy } from '../../src/commands/parts/grade-copy.ts';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import { labOf, record } from '../checks/judging.ts';
import { connectToShared } from './session-cluster.ts';

const checks: readonly JsonObject[] = [
  { http: { service: 'web', in: 'shop', port: 80 } },
  { log: { of: 'deployment/web', in: 'shop', has: 'ready' } },
  { exec: { pod: 'probe', in: 'shop', run: ['ls'] } },
  { not: { dns: { from: 'pod/probe', in: 'shop', name: 'web', absent: true } }, else: '' },
];

test('where Pods are simulated, nothing is asked of them and nothing fails', async () => {
  const client = await connectToShared();
  const asked: string[] = [];
  const watched = {
    ...client,
    request: (one: Parameters<typeof client.request>[0]) => {
      asked.push(one.path);
      return client.request(one);
    },
  };
  const lab = labOf(checks.map((check, index) => ({ id: `t${index}`, checks: [check] })));
  const { signal } = new AbortController();
  const cluster = { client: watched, identity: await clusterIdentity(client), signal };
  const waiting = { now: () => new Date(), sleep: async () => undefined };
  const { report } = await gradeCopy({ ...cluster, ...waiting }, { lab, record });
  client.close();
  expect(report.tasks.map(({ verdict }) => verdict)).toEqual([
    { verdict: 'notGradable', needs: ['pods-run', 'traffic'] },
    { verdict: 'notGradable', needs: ['pods-run'] },
    { verdict: 'notGradable', needs: ['pods-run'] },
    { verdict: 'notGradable', needs: ['pods-run', 'traffic', 'dns'] },
  ]);
  expect(report.score.total).toBe(0);
  expect(asked.filter((path) => /\/(proxy|log|exec)\b/.test(path))).toEqual([]);
});
