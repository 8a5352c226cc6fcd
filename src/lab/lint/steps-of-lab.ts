import type { Path } from '../mistake.ts';
import type { Lab } from '../schema/lab.ts';
import type { Step } from '../schema/steps.ts';

export interface PlacedStep {
  readonly step: Step;
  readonly path: Path;
  /** Whose step it is. */
  readonly of: 'start' | 'solution' | 'accept' | 'reject';
}

/** Every step of a lab; a variant without steps of its own applies the file it names. */
export function stepsOfLab(lab: Lab): readonly PlacedStep[] {
  const variants = lab.variants.flatMap((variant, index): readonly PlacedStep[] => {
    const of = 'accept' in variant ? 'accept' : 'reject';
    const file = 'accept' in variant ? variant.accept : variant.reject;
    if (variant.steps === undefined) return [{ step: { apply: file }, path: ['variants', index], of }];
    return variant.steps.map((step, at) => ({ step, path: ['variants', index, 'steps', at], of }));
  });
  return [
    ...lab.start.map((step, at): PlacedStep => ({ step, path: ['start', at], of: 'start' })),
    ...lab.solution.steps.map((step, at): PlacedStep => ({ step, path: ['solution', 'steps', at], of: 'solution' })),
    ...variants,
  ];
}
