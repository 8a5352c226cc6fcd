import type { LabHead } from '../parse-lab-head.ts';

/** The best that was reached in labs on this machine, by name: points of a total. */
export type Reached = Readonly<Record<string, { readonly points: number; readonly of: number }>>;

/** `begun`: some points were reached, and not all. */
export type Standing = 'done' | 'begun' | 'open';

export function standingOf(lab: string, reached: Reached): Standing {
  const best = Object.hasOwn(reached, lab) ? reached[lab] : undefined;
  if (best === undefined) return 'open';
  return best.points === best.of ? 'done' : 'begun';
}

/** What a lab builds on, and is not done. A name that no lab of the folder has holds nobody up; `lint` tells the author. */
export const openBefore = (
  { after, library }: LabOnPath,
  path: readonly LabOnPath[],
  reached: Reached,
): readonly string[] =>
  after.filter(
    (name) =>
      path.some((other) => other.name === name && other.library === library) && standingOf(name, reached) !== 'done',
  );

/** A lab at its place on the path. */
export interface LabOnPath extends LabHead {
  /** The folder that it comes from; two folders may have topics of the same name. */
  readonly library: string;
  readonly isBuiltIn: boolean;
  /** `labs/TOPIC/LAB.yaml`, in that folder. */
  readonly file: string;
}
