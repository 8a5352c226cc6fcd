import { cleanJson } from './clean.ts';
import type { Diagnosis } from './diagnosis.ts';

/** What `doctor` has found, as data. */
export const doctorJson = (diagnosis: Diagnosis): string =>
  `${cleanJson(JSON.stringify({ kubeproctor: 1, ...diagnosis }, undefined, 2))}\n`;
