import type { ObjectRef } from '../kubernetes/kube-object.ts';
import type { OutageSurprise } from './outages.ts';
import type { Surprise } from './surprises.ts';

/** What proving one lab showed. All counts are of what was done; what was not is told apart, never counted. */
export interface LabProof {
  readonly lab: string;
  readonly runs: readonly ProvenRun[];
  readonly outages: {
    readonly cuts: number;
    readonly surprises: readonly (OutageSurprise & { readonly run: string })[];
  };
  readonly mutants: MutantsProof;
  readonly weakened: WeakenedProof;
  /** In what the state after a reset differs from the one that the first start left; and what a stop left behind. */
  readonly putBack: readonly string[];
  /** What ended it early, as when a copy could not be started: other labs go on, and this one is not proven. */
  readonly endedBy: readonly string[];
  /** RFC 3339: when it was shown, where it was before and nothing has changed since. */
  readonly provenAt?: string;
}

/** One run: untouched, a solution, a variant. */
export interface ProvenRun {
  readonly title: string;
  readonly group: 'untouched' | 'solution' | 'accept' | 'reject';
  /** Written by someone who saw only the texts. */
  readonly isBlind: boolean;
  readonly surprises: readonly Surprise[];
  /** Of a wrong variant: why it is wrong, and what its learner reads of the tasks that failed. */
  readonly told?: ToldFailures;
  /** The first try had these surprises, and the second none. */
  readonly firstTry?: readonly Surprise[];
  /** Why it could not be done, as when the cluster refused a step: a surprise too. */
  readonly failure?: string;
  /** It was left out, and why. */
  readonly skipped?: string;
}

/** The same in every run: see `plainWords`. */
export interface ToldFailures {
  readonly because: string;
  /** A failed task as `check` prints it, a line each. */
  readonly tasks: readonly (readonly string[])[];
}

export interface MutantsProof {
  /** Made, and different from the solution once stored. */
  readonly total: number;
  readonly pinned: number;
  /** Refused by the server itself. */
  readonly refused: number;
  /** The same as the solution once stored: not counted in `total`. */
  readonly same: number;
  readonly free: number;
  /** Neither pinned nor declared free: wrong answers that pass. */
  readonly survivors: readonly MutantTold[];
  /** Would have been judged live, and were not for want of time. */
  readonly notRun: number;
  readonly live: number;
  /** In memory it was pinned, and live it was not. */
  readonly disagreements: readonly MutantTold[];
  /** Declared free, and pinned wherever they were tried. */
  readonly untrueFree: readonly string[];
  readonly seed: number;
}

export interface MutantTold {
  readonly object: ObjectRef;
  readonly path: string;
  readonly operator: string;
  readonly what: string;
}

export interface WeakenedProof {
  readonly total: number;
  /** Weakenings that no variant and no mutant notices. */
  readonly unnoticed: readonly { readonly task: string; readonly what: string }[];
  /** Weakened so far that they need reads that were never made. */
  readonly untold: number;
}

/** Number of things about a lab's graders that are not as they should be. */
export function wrongCount(proof: LabProof): number {
  const { runs, outages, mutants, weakened, putBack, endedBy } = proof;
  return (
    runs.filter(isWrong).length +
    outages.surprises.length +
    mutants.survivors.length +
    mutants.disagreements.length +
    mutants.untrueFree.length +
    weakened.unnoticed.length +
    putBack.length +
    endedBy.length
  );
}

export const isWrong = ({ surprises, failure }: ProvenRun): boolean => surprises.length > 0 || failure !== undefined;
