import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { getBinaries } from '../../src/embedded/binaries.ts';
import { down } from '../../src/embedded/down.ts';
import { hasGo } from '../../src/embedded/go-build.ts';
import type { Progress } from '../../src/embedded/progress.ts';
import { up } from '../../src/embedded/up.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A kubeconfig whose current context is the cluster that the integration tests share. */
    kubeconfig: string;
    /** The name of that context. */
    context: string;
    /** A folder that holds an executable `kubectl`, and every part of the control plane. */
    binaries: string;
    /** XDG_STATE_HOME of the shared cluster. */
    stateHome: string;
  }
}

/** Gets the binaries, and brings up one cluster for all integration tests; answers what ends it again. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'kubeproctor-shared-'));
  const stateHome = join(folder, 'state');
  const kubeconfig = join(folder, 'kubeconfig');
  const controlPlaneFolder = join(import.meta.dirname, '..', '..', 'control-plane');
  const env = { ...process.env, XDG_STATE_HOME: stateHome, KUBECONFIG: kubeconfig };
  const teardown = async () => {
    await down({ env, deleteData: true });
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const binaries = await getBinaries({
      env,
      controlPlaneFolder,
      onProgress: sparingly(),
      ...((await hasGo(env)) ? { mirrors: undefined } : {}), // tests need no network where Go can build
    });
    const { context } = await up({ env, controlPlaneFolder, binariesFolder: binaries.folder, unsafeNoFsync: true });
    project.provide('kubeconfig', kubeconfig);
    project.provide('context', context);
    project.provide('binaries', binaries.folder);
    project.provide('stateHome', stateHome);
    return teardown;
  } catch (error) {
    await teardown();
    throw error;
  }
}

/** A cold build takes minutes: a line now and then shows that it goes on. */
function sparingly(): (event: Progress) => void {
  let next = 0;
  return (event) => {
    if (event.step === 'building' && Date.now() < next) return;
    next = Date.now() + 15_000;
    if (event.step === 'building') process.stderr.write(`building the control plane: ${event.packages} packages\n`);
    if (event.step === 'waiting for another kubeproctor') process.stderr.write('waiting for another build\n');
  };
}
