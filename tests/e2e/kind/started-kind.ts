import { mkdirSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { machine } from '../../integration/run-binary.ts';
import type { KindGate } from './kind.setup.ts';
import type { KindHost } from './kind-host.ts';
import { createCluster } from './kind-host.ts';
import { machineHost } from './machine-host.ts';
import { privateHost } from './private-host.ts';

/** A cluster with one worker, and where to make others. */
export interface StartedKind {
  readonly host: KindHost;
  readonly isPrivate: boolean;
  readonly cluster: string;
  /** As kind wrote it. */
  readonly kubeconfig: string;
}

export async function startedKind(gate: KindGate): Promise<StartedKind> {
  if (gate === undefined) throw new Error('the tests on kind are skipped');
  const isPrivate = gate.place === 'private';
  const host = isPrivate ? await privateHost(gate.programs) : await machineHost();
  try {
    const [cluster, kubeconfig] = [clusterName('first'), join(host.folder, 'kubeconfig')];
    await createCluster(host, cluster, { kubeconfig, workers: 1 });
    return { host, isPrivate, cluster, kubeconfig };
  } catch (error) {
    await host.end();
    throw error;
  }
}

/** Tells of a cluster in the machine's own Docker that it is the tests', and whose. */
export const clusterName = (word: string): string => `e2e-${process.pid}-${word}`;

/** A learner whose kubeconfig lies at the usual place and is what kind made; no flag and no variable names it. */
export async function learnerOn({ host, kubeconfig }: StartedKind) {
  const learner = machine(host.programs, host.env, host.inside);
  mkdirSync(join(learner.folder, '.kube'));
  await copyFile(kubeconfig, join(learner.folder, '.kube', 'config'));
  return learner;
}

export type Learner = Awaited<ReturnType<typeof learnerOn>>;
