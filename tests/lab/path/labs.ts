import type { LabOnPath } from '../../../src/lab/path/standing.ts';

/** Labs of one folder, in the order of the path. */
export const pathOf = (...labs: readonly (Partial<LabOnPath> & { readonly name: string })[]): readonly LabOnPath[] =>
  labs.map((lab) => ({
    ...{ topic: 'baking', title: `About ${lab.name}`, level: 'beginner', minutes: 20, needs: [], after: [] },
    ...{ library: '/labs', isBuiltIn: true, file: `labs/${lab.topic ?? 'baking'}/${lab.name}.yaml` },
    ...lab,
  }));

export const done = { points: 5, of: 5 };
