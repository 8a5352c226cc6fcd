import type { Step } from './schema/steps.ts';

/** Files in the lab's manifest folder that these steps send to the cluster, each once. */
export const filesOf = (steps: readonly Step[]): readonly string[] => [...new Set(steps.flatMap(filesOfStep))];

function filesOfStep(step: Step): readonly string[] {
  if ('apply' in step) return [step.apply].flat();
  if ('serverSideApply' in step) return [step.serverSideApply].flat();
  if ('create' in step) return [step.create].flat();
  return 'replace' in step ? [step.replace].flat() : [];
}
