import { mkdirSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { buildIfChanged } from '../../../scripts/build-if-changed.ts';
import { machine } from '../../integration/run-binary.ts';
import type { SharedKind } from './kind.setup.ts';

/** The cluster of these tests; only for tests that are skipped where there is none. */
export function sharedKind(): SharedKind {
  const kind = inject('kind');
  if (kind === null) throw new Error('there is no kind cluster');
  return kind;
}

/** A learner in front of it, whose kubeconfig lies at the usual place and is what kind made; no flag, no variable names it. */
export async function learnerOnKind() {
  buildIfChanged();
  const { host, kubeconfig } = sharedKind();
  const learner = machine(host.programs, host.env, host.inside);
  mkdirSync(join(learner.folder, '.kube'));
  await copyFile(kubeconfig, join(learner.folder, '.kube', 'config'));
  return learner;
}

export type Learner = Awaited<ReturnType<typeof learnerOnKind>>;
