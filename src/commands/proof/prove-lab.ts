import type { GradedState } from '../../prove/judge-weakened.ts';
import { judgeWeakened } from '../../prove/judge-weakened.ts';
import type { LabProof, MutantsProof, ProvenRun } from '../../prove/lab-proof.ts';
import { proveOutages } from '../../prove/outages.ts';
import type { ProofRun } from '../../prove/proof-run.ts';
import { planProof, titleOfRun } from '../../prove/proof-run.ts';
import { startDifferences } from '../../prove/start-differences.ts';
import { namespacesGone } from '../../session/namespaces-gone.ts';
import type { Graded } from '../parts/grade-copy.ts';
import type { CopyUnderProof } from './copy-under-proof.ts';
import { startUnderProof } from './copy-under-proof.ts';
import type { DoneRun } from './do-run.ts';
import { doRun } from './do-run.ts';
import { patientClient } from './patient-client.ts';
import type { ProofCluster, ProofOptions, ProofRequest } from './proof-cluster.ts';
import { proveMutants } from './prove-mutants.ts';

/**
 * Proves labs side by side, those that change nodes after the others, in so many copies at once as the options say: the
 * first copy of each lab does what has an order (untouched, solved, mutants), and all of them what can be done anywhere.
 * @throws what `signal` was aborted with
 */
export async function proveLabs(
  cluster: ProofCluster,
  requests: readonly ProofRequest[],
  options: ProofOptions,
): Promise<readonly LabProof[]> {
  const patient = { ...cluster, client: patientClient(cluster.client) };
  const provings = requests.map((request, index) => labProving(patient, request, options, `${options.id}${index}`));
  await besideEachOther(
    provings.filter(({ changesNodes }) => !changesNodes),
    options.atOnce,
  );
  // their taints would keep the Pods of all others waiting
  await besideEachOther(
    provings.filter(({ changesNodes }) => changesNodes),
    options.atOnce,
  );
  return Promise.all(provings.map(({ proof }) => proof()));
}

/** Each lane proves a lab in its first copy as long as there is one to begin with, and then helps where most is left to do. */
async function besideEachOther(provings: readonly LabProving[], atOnce: number): Promise<void> {
  const firsts = [...inTurn(provings)];
  const neediest = (): LabProving | undefined =>
    provings.filter(({ leftMs }) => leftMs() > 0).toSorted((left, right) => right.leftMs() - left.leftMs())[0];
  const next = () => firsts.shift() ?? neediest()?.help;
  const lane = async (): Promise<void> => {
    for (let work = next(); work !== undefined; work = next()) await work();
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

type LabProving = ReturnType<typeof labProving>;

/** Labs that want something of the cluster for themselves wait for each other. */
function inTurn(
  firsts: readonly { readonly first: () => Promise<void>; readonly needsAlone: boolean }[],
): readonly (() => Promise<void>)[] {
  let last = Promise.resolve();
  return firsts.map(({ first, needsAlone }) => {
    if (!needsAlone) return first;
    return () => {
      last = last.then(first);
      return last;
    };
  });
}

function labProving(cluster: ProofCluster, request: ProofRequest, options: ProofOptions, id: string) {
  const { lab } = request;
  const [untouched, solved, ...rest] = planProof(lab);
  const waiting: ProofRun[] = [...rest];
  const runs: ProvenRun[] = [];
  const states: GradedState[] = [];
  const putBack: string[] = [];
  const endedBy: string[] = [];
  const namespaces: string[] = [];
  let mutants: MutantsProof = noMutants(options.seed);
  let [copies, spentMs] = [0, 0];

  const note = (copy: CopyUnderProof, run: ProofRun, { proven, graded }: DoneRun): void => {
    runs.push(proven);
    options.onRun(lab.name, proven);
    if (graded === undefined) return;
    states.push({ lab: copy.instance.lab, record: copy.stored().record, snapshot: graded.snapshot, run });
  };
  const take = async (copy: CopyUnderProof, run: ProofRun): Promise<DoneRun> => {
    const startMs = performance.now();
    const done = await doRun(copy, run, options);
    spentMs += performance.now() - startMs;
    note(copy, run, done);
    return done;
  };
  const inCopy = async (names: readonly string[], work: (copy: CopyUnderProof) => Promise<void>): Promise<void> => {
    copies++;
    const copy = await firstFree(cluster, request, names);
    namespaces.push(...Object.values(copy.instance.namespaces));
    try {
      await work(copy);
    } finally {
      if (!options.keeps || !runs.some(({ surprises }) => surprises.length > 0)) await copy.stop();
    }
  };
  const takeRuns = async (copy: CopyUnderProof): Promise<void> => {
    for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) await take(copy, run);
  };
  const proveFirst = async (copy: CopyUnderProof): Promise<void> => {
    const started = copy.stored().record.startedWith;
    for (const run of [untouched, solved]) {
      if (run === undefined) continue;
      const done = await take(copy, run);
      if (run.run === 'solution' && done.graded !== undefined && done.proven.surprises.length === 0)
        await doMutants(copy, done.graded);
    }
    await copy.toStart('anew');
    putBack.push(...startDifferences(started, copy.stored().record.startedWith));
    await takeRuns(copy);
    copy.touched(); // so that it is stopped as a learner's
  };
  const doMutants = async (copy: CopyUnderProof, graded: Graded): Promise<void> => {
    const proven = await proveMutants(cluster, copy, graded, options);
    mutants = proven.proof;
    const { record } = copy.stored();
    states.push(...proven.pinnedSnapshots.map((snapshot) => ({ lab: copy.instance.lab, record, snapshot })));
  };

  /** What goes wrong with one lab keeps no other from being proven; Ctrl-C ends all. */
  const told = async (lane: Promise<void>): Promise<void> => {
    try {
      await lane;
    } catch (error) {
      cluster.signal.throwIfAborted();
      endedBy.push(error instanceof Error ? error.message : String(error));
    }
  };

  return {
    needsAlone: lab.exclusive.length > 0,
    changesNodes: lab.exclusive.includes('nodes'),
    first: () => told(inCopy([...(options.usesPlainNames ? [''] : []), id], proveFirst)),
    /** So long each of its copies still has to work; 0 where another copy would be of no use, or may not stand beside. */
    leftMs: (): number => {
      const isWorthIt = waiting.length >= runsForACopy * copies && copies < maxCopies;
      if (!isWorthIt || lab.exclusive.length > 0 || endedBy.length > 0) return 0;
      return (waiting.length * (runs.length === 0 ? usualRunMs : spentMs / runs.length)) / copies;
    },
    /** Does in another copy what is left to do. */
    help: (): Promise<void> => told(inCopy([`${id}-${copies}`], takeRuns)),
    proof: async (): Promise<LabProof> => {
      // while the namespaces of the last copies go away
      const judged = { outages: outagesOf(states), weakened: judgeWeakened(lab, states) };
      const stuck = options.keeps ? [] : await namespacesGone(cluster, namespaces);
      const left = stuck.map(({ object, message }) => `stop: ${object.kind} ${object.name} ${message}`);
      return {
        ...{ lab: lab.name, runs: inOrder(lab, runs), mutants },
        ...judged,
        ...{ putBack: [...putBack, ...left], endedBy },
      };
    },
  };
}

async function firstFree(
  cluster: ProofCluster,
  request: ProofRequest,
  names: readonly string[],
): Promise<CopyUnderProof> {
  for (const name of names) {
    const copy = await startUnderProof(cluster, request, name);
    if (copy !== undefined) return copy;
  }
  throw new Error(`no copy of ${request.lab.name} can be started: ${names.join(', ')} are under way`);
}

function outagesOf(states: readonly GradedState[]): LabProof['outages'] {
  const cut = states.flatMap(({ run, lab, record, snapshot }) =>
    run === undefined ? [] : [{ run, ...proveOutages(lab, record, snapshot) }],
  );
  return {
    cuts: cut.reduce((sum, { cuts }) => sum + cuts, 0),
    surprises: cut.flatMap(({ run, surprises }) =>
      surprises.map((surprise) => ({ ...surprise, run: titleOfRun(run) })),
    ),
  };
}

/** As the lab file has them, whichever was done first. */
function inOrder(lab: ProofRequest['lab'], runs: readonly ProvenRun[]): readonly ProvenRun[] {
  const order = planProof(lab).map(titleOfRun);
  return runs.toSorted((left, right) => order.indexOf(left.title) - order.indexOf(right.title));
}

/** A copy costs as much as two runs: it has to be worth it. */
const runsForACopy = 3;
/** All Pods of all copies have to find room on the simulated nodes. */
const maxCopies = 8;
/** Before a first run has told. */
const usualRunMs = 3_000;

const noMutants = (seed: number): MutantsProof => ({
  ...{ total: 0, pinned: 0, refused: 0, same: 0, free: 0, notRun: 0, live: 0, seed },
  ...{ survivors: [], disagreements: [], untrueFree: [] },
});
