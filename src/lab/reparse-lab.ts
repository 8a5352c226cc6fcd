import { parse } from 'yaml';
import type { Lab } from './schema/lab.ts';
import { labSchema } from './schema/lab.ts';

/**
 * The lab of a text that `parseLab` accepted once, as in the record of a copy: without the search for mistakes, which
 * takes most of the time. Undefined when it is no such text after all; `parseLab` says why.
 */
export function reparseLab(text: string): Lab | undefined {
  if (!known.has(text)) known.set(text, parsed(text));
  return known.get(text);
}

/** Of each text once: whoever proves a lab resets it again and again. */
const known = new Map<string, Lab | undefined>();

function parsed(text: string): Lab | undefined {
  try {
    return labSchema.safeParse(parse(text, { stringKeys: true, uniqueKeys: false, logLevel: 'silent' })).data;
  } catch {
    return undefined; // not even YAML
  }
}
