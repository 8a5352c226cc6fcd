import { gradeLab } from '../../grade/grade-lab.ts';
import type { Report } from '../../grade/report.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import type { MutantsProof, MutantTold } from '../../prove/lab-proof.ts';
import type { Base } from '../../prove/mutants/base.ts';
import { baseOfSolution } from '../../prove/mutants/base.ts';
import { drawn } from '../../prove/mutants/drawn.ts';
import { freedBy, untrueFreeFields } from '../../prove/mutants/free-fields.ts';
import { isSameStored } from '../../prove/mutants/is-same-stored.ts';
import type { Mutant, StoredMutant } from '../../prove/mutants/mutant.ts';
import { mutatedSnapshot } from '../../prove/mutants/mutated-snapshot.ts';
import { pinnedBy } from '../../prove/mutants/pinned-by.ts';
import type { Place } from '../../prove/mutants/place.ts';
import { dropsBelow, otherMutants, scalarDrops, spokenOfIn } from '../../prove/mutants/plan-mutants.ts';
import { inParallel } from '../../session/in-parallel.ts';
import { observeCopy } from '../../session/observe-copy.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Graded } from '../parts/grade-copy.ts';
import { applyEdits, removeAdded } from './apply-edits.ts';
import type { CopyUnderProof } from './copy-under-proof.ts';
import type { ProofCluster, ProofOptions } from './proof-cluster.ts';
import { storeMutant } from './store-mutant.ts';

/** So many pinned mutants of a lab are run live, to see that memory and cluster agree. */
const pinnedLive = 5;

export interface ProvenMutants {
  readonly proof: MutantsProof;
  /** The states of those that memory pins: what weakened graders have to notice. */
  readonly pinnedSnapshots: readonly Snapshot[];
}

/**
 * Mutants of the solution that this copy holds at this moment, `solved`. In memory first, each as a dry run returns it; then
 * live those which memory lets pass and nobody declared free, and some that it pins.
 * @throws OutageError
 */
export async function proveMutants(
  cluster: ProofCluster,
  copy: CopyUnderProof,
  solved: Graded,
  options: ProofOptions,
): Promise<ProvenMutants> {
  const { record } = copy.stored();
  const { lab } = copy.instance;
  const base = baseOfSolution(record.startedWith, await observeCopy(cluster, record));
  const made = await storedMutants(cluster, base, copy);
  const judged = made.stored.map((stored) => {
    const snapshot = mutatedSnapshot(lab, record, solved.snapshot, stored.edits);
    const isPinned = pinnedBy(solved.report, gradeLab({ lab, record, snapshot })).length > 0;
    return {
      stored,
      mutant: stored.mutant,
      isPinned,
      snapshot,
      isFree: freedBy(stored.mutant, lab.free) !== undefined,
    };
  });
  const open = judged.filter(({ isPinned, isFree }) => !isPinned && !isFree);
  const pinned = judged.filter(({ isPinned }) => isPinned);
  const limit = options.liveMutants === 'all' ? Number.POSITIVE_INFINITY : options.liveMutants;
  const chosen = options.liveMutants === 'all' ? pinned : drawn(pinned, pinnedLive, options.seed);
  const toRun = [...open, ...chosen].slice(0, limit);
  const live = new Map<Mutant, boolean>();
  for (const { stored } of toRun) {
    options.onMutant(lab.name, titleOf(stored.mutant));
    const isPinned = await isPinnedLive(cluster, copy, stored, solved.report);
    if (isPinned !== undefined) live.set(stored.mutant, isPinned);
  }
  const ran = toRun.filter(({ mutant }) => live.has(mutant));
  const survivors = ran.filter(({ mutant, isPinned }) => !isPinned && live.get(mutant) === false);
  const disagreements = ran.filter(({ mutant, isPinned }) => isPinned && live.get(mutant) === false);
  const isPinnedInTheEnd = (one: (typeof judged)[number]) => live.get(one.mutant) ?? one.isPinned;
  const proof: MutantsProof = {
    total: judged.length,
    pinned: judged.filter(isPinnedInTheEnd).length,
    free: judged.filter((one) => one.isFree && !isPinnedInTheEnd(one)).length,
    ...{ refused: made.refused, same: made.same },
    survivors: survivors.map(({ mutant }) => toldOf(mutant)),
    disagreements: disagreements.map(({ mutant }) => toldOf(mutant)),
    untrueFree: untrueFreeFields(
      lab.free,
      judged.map((one) => ({ mutant: one.mutant, isPinned: isPinnedInTheEnd(one) })),
    ).map(({ object, path }) => `${object} ${path}`),
    notRun: open.filter(({ mutant }) => !live.has(mutant)).length,
    ...{ live: ran.length, seed: options.seed },
  };
  return { proof, pinnedSnapshots: pinned.map(({ snapshot }) => snapshot) };
}

interface StoredMutants {
  readonly stored: readonly StoredMutant[];
  readonly refused: number;
  readonly same: number;
}

/** All mutants, as the server would store them: drops level by level, for below a default there is nothing to change. */
async function storedMutants(cluster: ProofCluster, base: Base, copy: CopyUnderProof): Promise<StoredMutants> {
  const { lab } = copy.instance;
  const isSpokenOf = spokenOfIn(lab, base);
  const changed = new Set(base.changed.map(({ object }) => keyOf(object)));
  const isOfStart = (object: KubeObject) => changed.has(keyOf(object));
  const originals = new Map(
    [...base.made, ...base.changed.map(({ object }) => object)].map((one) => [keyOf(one), one]),
  );
  const stored: StoredMutant[] = [];
  let [refused, same] = [0, 0];
  const own: { of: KubeObject; place: Place }[] = [];
  const tryAll = async <One extends Mutant>(mutants: readonly One[]): Promise<readonly One[]> => {
    const results = await inParallel(mutants, (mutant) => storeMutant(cluster.client, mutant, isOfStart), 8);
    return mutants.filter((_, index) => {
      const result = results[index];
      if (result?.stored !== 'yes') {
        refused++;
        return true;
      }
      const isSame = isSameAsStored(result.mutant, originals);
      if (isSame) same++;
      else stored.push(result.mutant);
      return !isSame;
    });
  };
  for (const object of base.made) {
    let level: readonly Place[] = [[]];
    while (level.length > 0) {
      const kept = await tryAll(dropsBelow(object, level, isSpokenOf));
      own.push(...kept.map(({ of, place }) => ({ of, place })));
      level = [...kept.map(({ place }) => place), ...metadataBelow(level)];
    }
  }
  const defaults = await defaultsIn(cluster, base, originals, isOfStart);
  await tryAll(
    otherMutants(base, lab, own).filter((mutant) => !(mutant.operator === 'change' && defaults.has(placeKey(mutant)))),
  );
  return { stored, refused, same };
}

/** Places in objects of the start where the server would put what the solution left there, by itself. */
async function defaultsIn(
  { client }: ProofCluster,
  base: Base,
  originals: ReadonlyMap<string, KubeObject>,
  isOfStart: (object: KubeObject) => boolean,
): Promise<ReadonlySet<string>> {
  const drops = scalarDrops(base);
  const results = await inParallel(drops, (drop) => storeMutant(client, drop, isOfStart), 8);
  return new Set(
    drops
      .filter((_, index) => {
        const result = results[index];
        return result?.stored === 'yes' && isSameAsStored(result.mutant, originals);
      })
      .map(placeKey),
  );
}

const isSameAsStored = ({ edits }: StoredMutant, originals: ReadonlyMap<string, KubeObject>): boolean =>
  edits.every(({ edit, object }) => {
    const original = originals.get(keyOf(object));
    return edit === 'replace' && original !== undefined && isSameStored(original, object);
  });

const placeKey = ({ object: { kind, namespace = '', name }, path }: Mutant): string =>
  [kind, namespace, name, path].join(' ');

/** Metadata as a whole is never dropped, and looked into all the same. */
const metadataBelow = (level: readonly Place[]): readonly Place[] =>
  level.flatMap((place): readonly Place[] =>
    place.length === 0
      ? [
          ['metadata', 'labels'],
          ['metadata', 'annotations'],
        ]
      : [],
  );

const keyOf = ({ apiVersion, kind, metadata }: KubeObject): string =>
  [apiVersion, kind, metadata.namespace ?? '', metadata.name].join(' ');

/** Undefined when the cluster would not take it. */
async function isPinnedLive(
  cluster: ProofCluster,
  copy: CopyUnderProof,
  { mutant: { edits } }: StoredMutant,
  solved: Report,
): Promise<boolean | undefined> {
  await copy.toStart();
  await copy.doSteps(copy.instance.lab.solution.steps);
  copy.touched(edits.map(({ object }) => object));
  try {
    if ((await applyEdits(cluster, edits)) !== undefined) return undefined;
    await copy.settle();
    const { report } = await copy.grade();
    return pinnedBy(solved, report).length > 0;
  } finally {
    await removeAdded(cluster.client, edits);
  }
}

const toldOf = ({ object, path, operator, what }: Mutant): MutantTold => ({ object, path, operator, what });

const titleOf = ({ object, path, what }: Mutant): string => `${object.kind}/${object.name} ${path}: ${what}`;
