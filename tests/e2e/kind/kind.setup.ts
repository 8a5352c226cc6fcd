import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { KindHost } from './kind-host.ts';
import { createCluster } from './kind-host.ts';
import { machineHost } from './machine-host.ts';
import { judgePlace, machineFacts } from './place.ts';
import { startPrivateHost } from './private-host.ts';
import { kindPrograms } from './programs.ts';
import { removeLeftovers } from './run-folder.ts';

/** The cluster that all tests on kind share, and where to make others. */
export interface SharedKind {
  readonly host: KindHost;
  readonly isPrivate: boolean;
  /** Its name for kind. */
  readonly cluster: string;
  /** A kubeconfig in which kind made its context the current one, and nobody anything else. */
  readonly kubeconfig: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** Null where there can be none. */
    kind: SharedKind | null;
  }
}

/** Brings up one cluster of a control plane and a worker; answers what ends it again. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const place = judgePlace(await machineFacts());
  if (place.place === 'none') {
    const remedy = place.remedy === undefined ? '' : `; ${place.remedy} helps`;
    const line = `The tests on kind are skipped: ${place.why}${remedy}.`;
    if (process.env.CI !== undefined && place.remedy !== undefined) throw new Error(line);
    console.error(line);
    project.provide('kind', null);
    return undefined;
  }
  const isPrivate = place.place === 'private';
  if (isPrivate) await removeLeftovers();
  const host = isPrivate ? await startPrivateHost(await kindPrograms()) : await machineHost();
  try {
    const kubeconfig = join(host.folder, 'kubeconfig');
    const cluster = `e2e-${process.pid}-first`;
    await createCluster(host, cluster, { kubeconfig, workers: 1 });
    const { end: _, ...plain } = host;
    project.provide('kind', { host: plain, isPrivate, cluster, kubeconfig });
    return host.end;
  } catch (error) {
    await host.end();
    throw error;
  }
}
