import { startUnderProof } from '../../src/commands/proof/copy-under-proof.ts';
import type { DoneRun } from '../../src/commands/proof/do-run.ts';
import { doRun } from '../../src/commands/proof/do-run.ts';
import type { ProofCluster, ProofOptions, ProofRequest } from '../../src/commands/proof/proof-cluster.ts';
import type { LabInstance } from '../../src/lab/instantiate-lab.ts';
import type { Lab } from '../../src/lab/schema/lab.ts';
import type { Step } from '../../src/lab/schema/steps.ts';
import type { ProvenRun } from '../../src/prove/lab-proof.ts';
import type { ProofRun } from '../../src/prove/proof-run.ts';
import { planProof } from '../../src/prove/proof-run.ts';
import { inParallel } from '../../src/session/in-parallel.ts';
import type { CopyRecord } from '../../src/snapshot/copy-record.ts';

/** A run, and how long it took. */
export type TimedRun = ProvenRun & { readonly tookMs: number };

/** What a run left in its copy, before the next one changes it. */
export interface LeftState {
  readonly instance: LabInstance;
  readonly record: CopyRecord;
  readonly graded: NonNullable<DoneRun['graded']>;
}

export interface RunsOptions extends Pick<ProofOptions, 'atOnce' | 'id' | 'runCommands'> {
  /** Runs that are left out. */
  readonly isWanted?: (run: ProofRun) => boolean;
  /** Looks at the state of each run that could be graded. */
  readonly look?: (state: LeftState, run: ProvenRun) => Promise<void>;
}

/**
 * A lab whose steps wait longer: simulated Pods are there at once, real ones have to be started and stopped, and the machine
 * is shared by all nodes.
 */
export function withPatience(lab: Lab): Lab {
  const patient = (steps: readonly Step[]) =>
    steps.map((step) => ('wait' in step ? { ...step, seconds: Math.max(step.seconds, waitSeconds) } : step));
  return {
    ...{ ...lab, start: patient(lab.start), solution: { ...lab.solution, steps: patient(lab.solution.steps) } },
    variants: lab.variants.map((variant) =>
      variant.steps === undefined ? variant : { ...variant, steps: patient(variant.steps) },
    ),
  };
}

const waitSeconds = 120;

/**
 * Every run of a lab, as `prove` does it: untouched, the solution both ways, all variants. Without what `prove` finds out in
 * memory, which is the same on any cluster.
 */
export async function proveRuns(
  cluster: ProofCluster,
  request: ProofRequest,
  { look = async () => undefined, isWanted = () => true, ...options }: RunsOptions,
): Promise<readonly TimedRun[]> {
  const full = {
    ...options,
    ...{ usesPlainNames: false, liveMutants: 0, seed: 0, keeps: false, tells: false },
    ...silent,
  };
  const patient = { ...request, lab: withPatience(request.lab) };
  const waiting = planProof(request.lab).filter(isWanted);
  const runs: TimedRun[] = [];
  const inCopy = async (name: string): Promise<void> => {
    const copy = await startUnderProof(cluster, patient, name);
    if (copy === undefined) throw new Error(`a copy ${name} of ${request.lab.name} is under way`);
    for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) {
      const startedMs = performance.now();
      const { proven, graded } = await doRun(copy, run, full);
      runs.push({ ...proven, tookMs: Math.round(performance.now() - startedMs) });
      if (graded === undefined) continue;
      await look({ instance: copy.instance, record: copy.stored().record, graded }, proven);
      copy.touched(whatLookMakes);
    }
    await copy.stop();
  };
  const copies = request.lab.exclusive.length > 0 ? 1 : options.atOnce;
  const names = Array.from({ length: copies }, (_, index) => `${options.id}-${index}`);
  await inParallel(names, inCopy, copies);
  return runs;
}

/** Pods to measure from and to: the next run begins without them. */
const whatLookMakes = [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'probe' } }];

const silent = { onRun: () => undefined, onMutant: () => undefined };
