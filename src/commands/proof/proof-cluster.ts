import type { Lab } from '../../lab/schema/lab.ts';
import type { ProvenRun } from '../../prove/lab-proof.ts';
import type { SessionContext } from '../../session/session-context.ts';
import type { GradedCluster } from '../parts/grade-copy.ts';

/** A cluster on which copies are started, changed and graded. */
export type ProofCluster = SessionContext & GradedCluster;

/** One lab to be proven, as read from its folder. */
export interface ProofRequest {
  readonly lab: Lab;
  readonly labText: string;
  readonly manifests: Readonly<Record<string, string>>;
}

export interface ProofOptions {
  /** Copies side by side, of all labs together. */
  readonly atOnce: number;
  /** The first copy of each lab has its plain names; where false, or where that one is under way, it has names of its own. */
  readonly usesPlainNames: boolean;
  /** For the names of copies: tells this proving from others. */
  readonly id: string;
  /** How many mutants are run live: so many a lab at most, or all. */
  readonly liveMutants: number | 'all';
  /** Chooses the pinned mutants that are run live. */
  readonly seed: number;
  /** Runs the solution's commands in a shell, against this copy; absent: they are not run, for this reason. */
  readonly runCommands: RunCommands | { readonly skipped: string };
  readonly onRun: (lab: string, run: ProvenRun) => void;
  readonly onMutant: (lab: string, title: string) => void;
  /** Where the copies are left as they are at the first surprise, to look into. */
  readonly keeps: boolean;
  /** What learners read of wrong variants is kept, which has to stand still before. */
  readonly tells: boolean;
}

/** Rejects with what the commands printed when they fail. */
export type RunCommands = (script: string, copy: { readonly lab: string; readonly copy: string }) => Promise<void>;
