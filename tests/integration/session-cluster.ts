import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import type { ClusterClient } from '../../src/cluster/client.ts';
import type { Connection } from '../../src/cluster/connect.ts';
import { connect } from '../../src/cluster/connect.ts';
import type { SessionContext, SessionEvent } from '../../src/session/session-context.ts';

const run = promisify(execFile);

interface Cluster {
  readonly kubeconfig: string;
  readonly context: string;
}

const shared = (): Cluster => ({ kubeconfig: inject('kubeconfig'), context: inject('context') });

/** Runs the real kubectl, against the shared cluster unless another is named; rejects with its words when it fails. */
export async function kubectl(args: readonly string[], input?: unknown, cluster = shared()): Promise<string> {
  const connection = ['--kubeconfig', cluster.kubeconfig, '--context', cluster.context];
  const running = run(join(inject('binaries'), 'kubectl'), [...connection, ...args], { maxBuffer: 64 * 1024 * 1024 });
  if (input !== undefined) running.child.stdin?.end(typeof input === 'string' ? input : JSON.stringify(input));
  return (await running).stdout;
}

export const connectTo = (cluster = shared()): Promise<Connection> => connect({ ...cluster, env: process.env });

export const connectToShared = (): Promise<Connection> => connectTo();

/** A session that keeps its events. */
export function sessionOn(client: ClusterClient, signal = new AbortController().signal) {
  const events: SessionEvent[] = [];
  const context: SessionContext = {
    client,
    now: () => new Date(),
    sleep: (ms) => sleep(ms, undefined, { signal }).catch(() => undefined),
    signal,
    onProgress: (event) => events.push(event),
  };
  return { context, events };
}
