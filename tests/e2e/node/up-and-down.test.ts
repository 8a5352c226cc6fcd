import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { removeLeftOvers } from './claimed-folder.ts';
import type { MachineState } from './machine-state.ts';
import { machineState, processesOfClusters } from './machine-state.ts';
import type { RealNodes } from './real-nodes.ts';
import { realNodes } from './real-nodes.ts';
import { until } from './until.ts';

const programs = inject('programs');

describe.runIf(programs)('real nodes, brought up and taken down', () => {
  let before: MachineState;
  let clusters: readonly RealNodes[];

  beforeAll(async () => {
    if (programs === undefined) return;
    before = await machineState();
    clusters = await Promise.all([realNodes({ programs }), realNodes({ programs })]);
  });
  afterAll(async () => {
    for (const cluster of clusters) await cluster.end();
  });

  test('two clusters run pods side by side', async () => {
    const answers = await Promise.all(
      clusters.map(async ({ kubectl }, index) => {
        await kubectl(['run', 'greeter', '--image=busybox:1.37', '--restart=Never', '--', 'echo', `hello ${index}`]);
        await kubectl(['wait', 'pod/greeter', '--for=jsonpath={.status.phase}=Succeeded', '--timeout=60s']);
        return kubectl(['logs', 'greeter']);
      }),
    );
    expect(answers).toEqual(['hello 0\n', 'hello 1\n']);
    expect(new Set(clusters.map(({ context }) => context)).size).toBe(2);
  });

  test('names of Services resolve, and lead to their pods', async () => {
    const { kubectl } = clusters[0] as RealNodes; // brought up above
    await kubectl(['create', 'deployment', 'web', '--image=nginx:1.28-alpine']);
    await kubectl(['expose', 'deployment', 'web', '--port=80']);
    await kubectl(['rollout', 'status', 'deployment', 'web', '--timeout=60s']);
    const url = 'http://web.default.svc.cluster.local';
    await kubectl(['run', 'asker', '--image=busybox:1.37', '--restart=Never', '--', 'wget', '-qO-', '-T', '5', url]);
    await kubectl(['wait', 'pod/asker', '--for=jsonpath={.status.phase}=Succeeded', '--timeout=60s']);
    // not with `run -i`: where the Pod ends while kubectl attaches, that prints the output twice
    expect(await kubectl(['logs', 'asker'])).toBe('a stand-in\n');
  });

  test('a kubelet that is stopped leaves the node behind, and comes back', async () => {
    const { kubectl, stop, start } = clusters[0] as RealNodes; // brought up above
    const answer = () => kubectl(['get', '--raw', '/api/v1/nodes/node1/proxy/healthz']).catch(() => 'no answer');
    expect(await answer()).toBe('ok');
    await stop({ kubelet: 'node1' });
    expect(await answer()).toBe('no answer');
    await start({ kubelet: 'node1' });
    await until('the kubelet', async () => ((await answer()) === 'ok' ? true : undefined));
  });

  test('the machine is afterwards as it was before', async () => {
    for (const { end } of clusters) await end();
    clusters = [];
    expect(await machineState()).toEqual(before);
  });

  test('what a killed run left is gone after the next', async () => {
    const holder = spawn(process.execPath, [join(import.meta.dirname, 'hold-cluster.ts'), JSON.stringify(programs)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(createInterface({ input: holder.stdout }), 'line');
    expect(line).toBe('ready');
    const ended = once(holder, 'close');
    holder.kill('SIGKILL');
    await ended;
    await until('its processes to end', async () => ((await processesOfClusters()).length === 0 ? true : undefined));
    expect(await machineState()).not.toEqual(before);
    await removeLeftOvers();
    expect(await machineState()).toEqual(before);
  });
});
