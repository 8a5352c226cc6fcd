import type { Lab, Variant } from '../lab/schema/lab.ts';
import type { Step } from '../lab/schema/steps.ts';

/** One thing that is done to a started lab in order to see how it is graded. */
export type ProofRun =
  | { readonly run: 'untouched' }
  /** `commands`: the shell text of the solution, as the learner is shown it. */
  | { readonly run: 'solution'; readonly by: 'steps' | 'commands' }
  | { readonly run: 'variant'; readonly variant: Variant };

/** Everything that proves a lab's graders, in the order of telling: untouched, solved, right and wrong variants. */
export function planProof(lab: Lab): readonly ProofRun[] {
  return [
    { run: 'untouched' },
    { run: 'solution', by: 'steps' },
    { run: 'solution', by: 'commands' },
    ...lab.variants.map((variant): ProofRun => ({ run: 'variant', variant })),
  ];
}

/** What is done to the started lab; nothing for `commands`, which a shell does. */
export function stepsOfRun(lab: Lab, run: ProofRun): readonly Step[] {
  switch (run.run) {
    case 'untouched':
      return [];
    case 'solution':
      return run.by === 'steps' ? lab.solution.steps : [];
    case 'variant': {
      // the run may have been planned from the lab with its placeholders; `lab` has a copy's names
      const variant = lab.variants.find((one) => nameOfVariant(one) === nameOfVariant(run.variant)) ?? run.variant;
      const own = variant.steps ?? [{ apply: nameOfVariant(variant) }];
      return variant.on === 'solution' ? [...lab.solution.steps, ...own] : own;
    }
    default:
      return run satisfies never;
  }
}

/** `reject/empty-rule.yaml`: as in the lab file. */
export const nameOfVariant = (variant: Variant): string => ('accept' in variant ? variant.accept : variant.reject);

export function titleOfRun(run: ProofRun): string {
  switch (run.run) {
    case 'untouched':
      return 'untouched';
    case 'solution':
      return `solution, as ${run.by === 'steps' ? 'manifests' : 'commands'}`;
    case 'variant':
      return `${'accept' in run.variant ? 'accept' : 'reject'} ${nameOfVariant(run.variant)}`;
    default:
      return run satisfies never;
  }
}
