import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../../embedded/write-file.ts';
import { canonicalJson, isJsonObject } from '../../kubernetes/json.ts';
import type { LabProof } from '../../prove/lab-proof.ts';
import { wrongCount } from '../../prove/lab-proof.ts';
import type { ClusterIdentity } from '../../snapshot/snapshot.ts';
import type { ProofOptions, ProofRequest } from './proof-cluster.ts';

/** Proofs that have been had: of this lab and its manifests, by this very program, on this very cluster. */
export interface ProofCache {
  readonly find: (request: ProofRequest) => Promise<LabProof | undefined>;
  /** Keeps a proof in which everything was done and nothing was wrong, not even at first; others are done again. */
  readonly keep: (request: ProofRequest, proof: LabProof) => Promise<void>;
}

/** What a proof rests on, beside the lab. */
export interface ProofGround {
  /** Tells this program from every other: a digest of its code. */
  readonly grader: string;
  readonly cluster: ClusterIdentity;
  readonly liveMutants: ProofOptions['liveMutants'];
  readonly tells: boolean;
}

export function proofCache(folder: string, ground: ProofGround, now: () => Date): ProofCache {
  const { grader, cluster, liveMutants, tells } = ground;
  const fileOf = ({ labText, manifests }: ProofRequest): string => {
    const about = { grader, labText, manifests, liveMutants, tells, uid: cluster.uid, version: cluster.version };
    return join(folder, `${digest(canonicalJson(about))}.json`);
  };
  return {
    find: async (request) => provenIn(await readFile(fileOf(request), 'utf8').catch(() => undefined), request),
    keep: async (request, proof) => {
      if (!isWhole(proof)) return;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFileAtomically(fileOf(request), JSON.stringify({ ...proof, provenAt: now().toISOString() }));
    },
  };
}

/** Only this program writes there, under a name that says what it holds; what is no JSON is as if it were not there. */
function provenIn(text: string | undefined, { lab }: ProofRequest): LabProof | undefined {
  try {
    const proof: unknown = text === undefined ? undefined : JSON.parse(text);
    return isJsonObject(proof) && proof.lab === lab.name ? (proof as unknown as LabProof) : undefined;
  } catch {
    return undefined;
  }
}

const isWhole = (proof: LabProof): boolean =>
  wrongCount(proof) === 0 &&
  proof.mutants.notRun === 0 &&
  proof.runs.every(({ skipped, firstTry }) => skipped === undefined && firstTry === undefined);

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
