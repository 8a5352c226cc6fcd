import type { LabProof } from '../prove/lab-proof.ts';
import { wrongCount } from '../prove/lab-proof.ts';
import { cleanJson } from './clean.ts';

/** What proving showed, as data. */
export function proofJson(proofs: readonly LabProof[], exitCode: number): string {
  const labs = proofs.map((proof) => ({ ...proof, surprises: wrongCount(proof) }));
  return `${cleanJson(JSON.stringify({ kubeproctor: 1, labs, exitCode }, undefined, 2))}\n`;
}
