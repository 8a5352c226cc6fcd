import { cleanJson } from './clean.ts';
import type { ExplainedTask } from './explained-text.ts';

/** What explaining showed, as data. */
export const explainedJson = (task: ExplainedTask): string =>
  `${cleanJson(JSON.stringify({ kubeproctor: 1, ...task }, undefined, 2))}\n`;
